import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import { ConnectionCut } from './connectionCut.ts';
import { type CredentialScope, readAuthorization, type SignedRequest } from './authorization.ts';
import { AwsError, ERROR_TYPES } from './awsError.ts';
import { cborCodec } from './cborCodec.ts';
import type { WireCodec } from './codec.ts';
import { EVENT_STREAM_TYPE, EventStream, type Frames, framesOf } from './eventStream.ts';
import { jsonCodec } from './jsonCodec.ts';
import type { Operation } from './operation.ts';
import { parseInput } from './parseInput.ts';
import { validateInput } from './validateInput.ts';

export interface WireRequest extends SignedRequest {
  readonly method: string;
  readonly contentType: string | undefined;
  readonly target: string | undefined;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | Frames;
}

const CODECS = new Map<string, WireCodec>([
  [jsonCodec.contentType, jsonCodec],
  [cborCodec.contentType, cborCodec],
]);
/** The service knows this one too, and only ever answers it with errors in an envelope. */
const ENVELOPE_TYPE = 'application/json';

/** Turns requests into operations and their results into answers, checking in the service's order. */
export class Dispatcher {
  private readonly operations = new Map<string, Operation>();
  private readonly account: string;
  private readonly region: string;
  private readonly log: Log;

  constructor(options: {
    operations: readonly Operation[];
    account: string;
    region: string;
    log: Log;
  }) {
    for (const operation of options.operations) {
      this.operations.set(`${operation.target}.${operation.name}`, operation);
    }
    this.account = options.account;
    this.region = options.region;
    this.log = options.log;
  }

  /** Rejects with ConnectionCut only: every failure has its answer. */
  async dispatch(request: WireRequest): Promise<WireResponse> {
    if (request.method !== 'POST') return accessDenied();
    const contentType = request.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
    const codec = CODECS.get(contentType);
    if (codec === undefined) {
      if (contentType === ENVELOPE_TYPE) return envelope(request.body);
      return request.target === undefined ? accessDenied() : unknownContentType();
    }
    try {
      const output = await this.run(request, codec);
      if (output instanceof EventStream) return this.stream(output);
      return answer(200, codec, output === undefined ? '' : codec.encode(output));
    } catch (error) {
      if (error instanceof ConnectionCut) throw error;
      return this.failure(error, codec, request.target);
    }
  }

  private async run(request: WireRequest, codec: WireCodec): Promise<object | undefined> {
    const operation = this.operations.get(request.target ?? '');
    const isEmpty = request.body.length === 0;
    const scanned = operation && codec.scan?.(operation.input, request.body);
    const decoded = isEmpty || scanned !== undefined ? undefined : codec.decode(request.body);
    if (operation === undefined) throw new AwsError('UnknownOperationException');
    if (isEmpty) throw new AwsError('SerializationException');
    const scope = readAuthorization(request);
    const input = scanned ?? parseInput(operation.input, decoded, codec);
    validateInput(operation.input, input, {
      echoValues: operation.target === 'Kinesis_20131202',
    });
    return operation.run(input, this.caller(scope));
  }

  private stream(stream: EventStream): WireResponse {
    return {
      status: 200,
      headers: { ...identity(), 'content-type': EVENT_STREAM_TYPE },
      body: (signal) => framesOf(stream, this.log, signal),
    };
  }

  private caller(scope: CredentialScope): { account: string; region: string } {
    return { account: scope.account ?? this.account, region: scope.region ?? this.region };
  }

  private failure(error: unknown, codec: WireCodec, target: string | undefined): WireResponse {
    if (error instanceof AwsError) {
      return answer(ERROR_TYPES[error.type].status, codec, codec.encodeError(error));
    }
    this.log.error(`wire: ${target ?? 'no target'} failed:`, error);
    const internal = new AwsError('InternalFailure', internalMessage(error));
    return answer(ERROR_TYPES.InternalFailure.status, codec, codec.encodeError(internal));
  }
}

/** What a person needs to know; the rest is in the log. */
function internalMessage(error: unknown): string {
  const reason = error instanceof Error ? error.message : 'unknown';
  return `The local engine could not do this: ${reason}.`;
}

function answer(status: number, codec: WireCodec, body: Uint8Array | string): WireResponse {
  return { status, headers: { ...identity(), 'content-type': codec.contentType }, body };
}

/** Both ids are opaque to clients; the second one only looks like the service's. */
function identity(): Record<string, string> {
  const requestId = randomUUID();
  return {
    'x-amzn-requestid': requestId,
    'x-amz-id-2': Buffer.from(`${requestId}${requestId}`).toString('base64'),
  };
}

function accessDenied(): WireResponse {
  return {
    status: 403,
    headers: { ...identity(), 'content-type': 'text/xml' },
    body: '<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>\n',
  };
}

/** 200 for an error, as the service has it. */
function envelope(body: Uint8Array): WireResponse {
  let output: object = {
    __type: 'com.amazon.coral.service#UnknownOperationException',
    message: null,
  };
  try {
    jsonCodec.decode(body);
  } catch {
    output = { __type: 'com.amazon.coral.service#SerializationException', Message: null };
  }
  return {
    status: 200,
    headers: { ...identity(), 'content-type': ENVELOPE_TYPE },
    body: JSON.stringify({ Output: output, Version: '1.0' }),
  };
}

function unknownContentType(): WireResponse {
  return {
    status: 404,
    headers: { ...identity(), 'content-type': 'text/xml' },
    body: '<UnknownOperationException/>\n',
  };
}
