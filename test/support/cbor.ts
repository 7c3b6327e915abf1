/** The SDK of JavaScript has no CBOR for Kinesis, so tests speak it by hand. */
import { cbor } from '@smithy/core/cbor';
import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { SIGNATURE } from './rawHttp.ts';

export const CBOR_TYPE = 'application/x-amz-cbor-1.1';

export interface CborAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** One signed operation with a body that is sent as it is. */
export async function cborBytes(
  endpoint: string,
  target: string,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<CborAnswer> {
  const response = await cborRequest(endpoint, target, body, headers);
  const bytes = await buffer(response);
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'],
    body: bytes.length === 0 ? undefined : cbor.deserialize(bytes),
  };
}

/** One signed operation with a plain input: blobs are Uint8Array, times come from `cborTime`. */
export function cborOperation(
  endpoint: string,
  target: string,
  input: object,
): Promise<CborAnswer> {
  return cborBytes(endpoint, target, cbor.serialize(input));
}

/** The head of the answer; its body is still to be read. */
export async function cborRequest(
  endpoint: string,
  target: string,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  const sent = request(endpoint, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': CBOR_TYPE,
      'x-amz-target': `Kinesis_20131202.${target}`,
      'x-amz-date': '20260101T000000Z',
      authorization: SIGNATURE,
      ...headers,
    },
  });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  sent.end(body);
  const [response] = await answered;
  return response;
}
