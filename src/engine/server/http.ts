import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { TEXT_ANSWER_LENGTH_MAX } from '../limits.ts';

/** What HTTP/1.1 and HTTP/2 requests have in common is all that the engine uses. */
export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;

/** Undefined when the header is missing or repeated. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

export function send(
  response: HttpResponse,
  answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array | string;
  },
): void {
  if (response.headersSent || response.destroyed) return;
  const { body } = answer;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (typeof body === 'string' && body.length <= TEXT_ANSWER_LENGTH_MAX) {
    response.setHeader('content-length', String(Buffer.byteLength(body)));
    response.end(body);
  } else {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    response.setHeader('content-length', String(bytes.length));
    response.end(bytes);
  }
}
