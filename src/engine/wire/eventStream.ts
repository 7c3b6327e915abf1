import { crc32 } from 'node:zlib';
import type { Log } from '../log.ts';
import { AwsError } from './awsError.ts';
import { jsonCodec } from './jsonCodec.ts';

export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream';

export interface StreamEvent {
  readonly type: string;
  readonly payload: object;
}

/**
 * What an operation gives instead of an answer when it answers bit by bit. Events are pulled: the
 * next one is made when the client has taken the last one. What `events` throws ends the stream as
 * the exception that it is. `close` is called when it is over, whoever ended it.
 */
export interface EventSource {
  events(signal: AbortSignal): AsyncIterable<StreamEvent>;
  close(): void;
}

/** Marks an operation's output as a stream of events. */
export class EventStream {
  readonly source: EventSource;

  constructor(source: EventSource) {
    this.source = source;
  }
}

/** The bytes of a stream, frame by frame, until it ends or the signal aborts. */
export type Frames = (signal: AbortSignal) => AsyncIterable<Uint8Array>;

/**
 * Frames a stream of events: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html.
 * The first frame is there at once, because the JavaScript client waits for it. Payloads are JSON
 * for clients that speak CBOR too.
 */
export async function* framesOf(
  { source }: EventStream,
  log: Log,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield encodeEvent({ type: 'initial-response', payload: {} });
    for await (const event of source.events(signal)) yield encodeEvent(event);
  } catch (error) {
    if (!(error instanceof AwsError)) log.error('wire: an event stream failed:', error);
    yield encodeException(error);
  } finally {
    source.close();
  }
}

export function encodeEvent({ type, payload }: StreamEvent): Uint8Array {
  return encodeMessage(
    {
      ':message-type': 'event',
      ':event-type': type,
      ':content-type': 'application/json',
    },
    payload,
  );
}

function encodeException(error: unknown): Uint8Array {
  const isExpected = error instanceof AwsError && error.type !== 'InternalFailure';
  return encodeMessage(
    {
      ':message-type': 'exception',
      ':exception-type': isExpected ? error.type : 'InternalFailureException',
      ':content-type': 'application/json',
    },
    { message: error instanceof Error ? error.message : 'The local engine failed.' },
  );
}

const STRING_HEADER = 7;
const PRELUDE_BYTES = 8;
const CRC_BYTES = 4;

/** Lengths and headers, each with a checksum behind it, around a JSON payload. */
function encodeMessage(headers: Readonly<Record<string, string>>, payload: object): Uint8Array {
  const head = Buffer.concat(Object.entries(headers).map(encodeHeader));
  const body = Buffer.from(jsonCodec.encode(payload));
  const headStart = PRELUDE_BYTES + CRC_BYTES;
  const length = headStart + head.length + body.length + CRC_BYTES;
  const message = Buffer.allocUnsafe(length);
  message.writeUInt32BE(length, 0);
  message.writeUInt32BE(head.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, PRELUDE_BYTES)), PRELUDE_BYTES);
  message.set(head, headStart);
  message.set(body, headStart + head.length);
  message.writeUInt32BE(crc32(message.subarray(0, length - CRC_BYTES)), length - CRC_BYTES);
  return message;
}

function encodeHeader([name, value]: [string, string]): Buffer {
  const nameBytes = Buffer.from(name);
  const valueBytes = Buffer.from(value);
  const header = Buffer.allocUnsafe(1 + nameBytes.length + 3 + valueBytes.length);
  header.writeUInt8(nameBytes.length, 0);
  header.set(nameBytes, 1);
  header.writeUInt8(STRING_HEADER, 1 + nameBytes.length);
  header.writeUInt16BE(valueBytes.length, 2 + nameBytes.length);
  header.set(valueBytes, 4 + nameBytes.length);
  return header;
}
