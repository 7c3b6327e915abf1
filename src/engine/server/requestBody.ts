import { REQUEST_BODY_BYTES_MAX, REQUEST_BODY_MS_MAX } from '../limits.ts';
import { headerOf, type HttpRequest } from './http.ts';

export type RequestBody =
  | { readonly kind: 'complete'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLarge' }
  /** The peer went away or was too slow: there is nobody to answer. */
  | { readonly kind: 'aborted' };

/** Reads a whole body, bounded in size and time. */
export function readBody(request: HttpRequest): Promise<RequestBody> {
  if (Number(headerOf(request, 'content-length') ?? 0) > REQUEST_BODY_BYTES_MAX) {
    return Promise.resolve({ kind: 'tooLarge' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (body: RequestBody): void => {
      clearTimeout(timer);
      resolve(body);
    };
    const timer = setTimeout(() => {
      request.destroy();
      finish({ kind: 'aborted' });
    }, REQUEST_BODY_MS_MAX);
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > REQUEST_BODY_BYTES_MAX) {
        request.pause();
        finish({ kind: 'tooLarge' });
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => {
      finish({
        kind: 'complete',
        bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
      });
    });
    request.on('error', () => {
      finish({ kind: 'aborted' });
    });
    request.on('close', () => {
      finish({ kind: 'aborted' });
    });
  });
}
