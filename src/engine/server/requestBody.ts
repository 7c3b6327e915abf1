import {
  REQUEST_BODIES_BYTES_MAX,
  REQUEST_BODY_BYTES_MAX,
  REQUEST_BODY_DROPPED_BYTES_MAX,
  REQUEST_BODY_MS_MAX,
} from '../limits.ts';
import type { HttpRequest } from './http.ts';

/** As `constants.NGHTTP2_CANCEL` of `node:http2`, which loads when it is needed (RFC 9113, 7). */
const HTTP2_CANCEL = 0x8;

export type RequestBody =
  | { readonly kind: 'complete'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLarge' }
  /** All bodies together are too large. */
  | { readonly kind: 'tooMany' }
  /** Read to its end and not kept, as was asked for. */
  | { readonly kind: 'dropped' }
  /** The peer went away or was too slow: there is nobody to answer. */
  | { readonly kind: 'aborted' };

/** The bodies of the requests that are being read or answered; together they are bounded too. */
export class RequestBodies {
  private readonly bytesMax: number;
  private heldBytes = 0;

  constructor(bytesMax = REQUEST_BODIES_BYTES_MAX) {
    this.bytesMax = bytesMax;
  }

  /**
   * Reads a whole body, bounded in size and time. One that is not kept, for whatever reason, is read
   * on and dropped, within bounds too, because a client that is still sending does not hear an
   * answer. Its memory counts until `release`.
   */
  read(request: HttpRequest, { isKept }: { readonly isKept: boolean }): Promise<RequestBody> {
    return new Promise((resolve) => {
      let chunks: Buffer[] = [];
      let length = 0;
      let dropped: 'dropped' | 'tooLarge' | 'tooMany' | undefined = isKept ? undefined : 'dropped';
      const drop = (reason: typeof dropped): void => {
        dropped = reason;
        for (const chunk of chunks) this.heldBytes -= chunk.length;
        chunks = [];
      };
      const finish = (body: RequestBody): void => {
        clearTimeout(timer);
        resolve(body);
      };
      const abort = (): void => {
        drop(dropped);
        finish({ kind: 'aborted' });
      };
      // Of HTTP/1 the server itself bounds the time of a whole request.
      const timer =
        'stream' in request ? setTimeout(cutOff, REQUEST_BODY_MS_MAX, request) : undefined;
      request.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > REQUEST_BODY_DROPPED_BYTES_MAX) cutOff(request);
        else if (dropped !== undefined) return;
        else if (length > REQUEST_BODY_BYTES_MAX) drop('tooLarge');
        else if (this.heldBytes + chunk.length > this.bytesMax) drop('tooMany');
        else {
          this.heldBytes += chunk.length;
          chunks.push(chunk);
        }
      });
      request.once('end', () => {
        request.off('close', abort);
        if (dropped !== undefined) finish({ kind: dropped });
        else finish({ kind: 'complete', bytes: joined(chunks) });
      });
      request.on('error', () => undefined);
      request.once('close', abort);
    });
  }

  release(body: RequestBody): void {
    if (body.kind === 'complete') this.heldBytes -= body.bytes.length;
  }
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}

function cutOff(request: HttpRequest): void {
  if ('stream' in request) request.stream.close(HTTP2_CANCEL);
  else request.destroy();
}
