/** Requests by hand, for what no SDK would send. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export const SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host;x-amz-date, Signature=00';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One HTTP/1.1 request as it is given; over TLS with whatever certificate there is. */
export async function rawRequest(
  endpoint: string,
  options: {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array;
  },
): Promise<RawAnswer> {
  const url = new URL(options.path ?? '/', endpoint);
  const { method = 'POST', headers = {} } = options;
  const asked = { method, headers, agent: false } as const;
  const sent =
    url.protocol === 'https:'
      ? requestTls(url, { ...asked, rejectUnauthorized: false, servername: 'localhost' })
      : request(url, asked);
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  sent.end(options.body ?? '');
  const [response] = await answered;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: await text(response),
  };
}

/** One signed operation; `body` is sent as it is. */
export function rawOperation(
  endpoint: string,
  target: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  return rawRequest(endpoint, {
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Kinesis_20131202.${target}`,
      'x-amz-date': '20260101T000000Z',
      authorization: SIGNATURE,
      ...headers,
    },
    body,
  });
}

/** Writes bytes to a new connection and gives what comes back until the other side ends it. */
export async function rawBytes(endpoint: string, ...chunks: readonly (string | Uint8Array)[]) {
  const { hostname, port } = new URL(endpoint);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  // Listened for from the first: the other side may break the connection while bytes are written,
  // and unlike `once`, an error is taken for what it is, a way to be closed.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (received += chunk));
  for (const chunk of chunks) {
    await new Promise((resolve) => socket.write(chunk, resolve));
  }
  await closed;
  return received;
}
