import { constants } from 'node:http2';
import {
  REQUEST_BODY_BYTES_MAX,
  REQUEST_BODY_DROPPED_BYTES_MAX,
  REQUEST_BODY_MS_MAX,
} from '../limits.ts';
import type { HttpRequest } from './http.ts';

export type RequestBody =
  | { readonly kind: 'complete'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLarge' }
  /** The peer went away or was too slow: there is nobody to answer. */
  | { readonly kind: 'aborted' };

/**
 * Reads a whole body, bounded in size and time. One that is too large is read on and dropped, within
 * bounds too, because a client that is still sending does not hear an answer.
 */
export function readBody(request: HttpRequest): Promise<RequestBody> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let length = 0;
    const finish = (body: RequestBody): void => {
      clearTimeout(timer);
      resolve(body);
    };
    const timer = setTimeout(() => {
      cutOff(request);
    }, REQUEST_BODY_MS_MAX);
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= REQUEST_BODY_BYTES_MAX) chunks.push(chunk);
      else if (length <= REQUEST_BODY_DROPPED_BYTES_MAX) chunks = [];
      else cutOff(request);
    });
    request.on('end', () => {
      if (length > REQUEST_BODY_BYTES_MAX) finish({ kind: 'tooLarge' });
      else finish({ kind: 'complete', bytes: joined(chunks) });
    });
    request.on('error', () => {
      finish({ kind: 'aborted' });
    });
    request.on('close', () => {
      finish({ kind: 'aborted' });
    });
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}

function cutOff(request: HttpRequest): void {
  if ('stream' in request) request.stream.close(constants.NGHTTP2_CANCEL);
  else request.destroy();
}
