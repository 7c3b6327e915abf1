import { DECODERS_PINNED_MAX } from './limits.ts';
import { type ReadSetting, SECTION } from './settings.ts';

/**
 * The decoders by the ids that the settings name them by, as a person picks them. The tail, which has
 * them, is loaded only when one is opened; a test holds this list and package.json against it.
 */
export const DECODER_NAMES = [
  ['json', 'JSON', 'An object or array in UTF-8'],
  ['text', 'UTF-8 text', 'Any text, also JSON, as it is'],
  ['base64', 'base64', 'Standard or URL-safe'],
  ['hex', 'hex', 'Hexadecimal digits'],
  ['gzip', 'gzip', ''],
  ['zlib', 'zlib', 'Deflate with the header of zlib'],
  ['deflate', 'deflate', 'Without a header; never detected'],
  ['zstd', 'zstd', ''],
  ['kpl', 'KPL aggregate', 'User records of the Kinesis Producer Library; as the first step'],
  ['glue', 'Glue schema frame', 'A schema of the Glue Schema Registry'],
  ['confluent', 'Confluent schema frame', 'A schema of a Confluent Schema Registry'],
  ['streamSchema', 'Schema of the stream', 'Avro or Protobuf by the schema that the settings name'],
  ['avroFile', 'Avro file', 'An object container file'],
  ['protobufRaw', 'Protobuf without a schema', 'Fields by their numbers; never detected'],
  ['messagepack', 'MessagePack', ''],
  ['cbor', 'CBOR', ''],
  ['cloudwatchlogs', 'CloudWatch Logs', 'The envelope of a subscription filter; after JSON'],
  ['dynamodb', 'DynamoDB', 'A change of an item; after JSON'],
  ['dms', 'DMS', 'A change of a row; after JSON'],
  ['utf16', 'UTF-16', 'Little endian where it has no mark'],
  ['latin1', 'Latin-1', 'ISO 8859-1; never detected'],
  ['binary', 'Bytes', 'As they are, in hex'],
] as const;

export type DecoderId = (typeof DECODER_NAMES)[number][0];

/** Streams by name or pattern, and the decoders that run for their records, in order; none: detected. */
export type DecoderSettings = readonly {
  readonly pattern: string;
  readonly decoders: readonly DecoderId[];
}[];

export interface StreamName {
  readonly connectionName: string;
  readonly streamName: string;
}

export function parseDecoderSettings(read: ReadSetting): {
  settings: DecoderSettings;
  problems: string[];
} {
  const value = read('decoders');
  if (value === undefined) return { settings: [], problems: [] };
  const name = `${SECTION}.decoders`;
  if (!isObject(value)) {
    return { settings: [], problems: [`The setting ${name} is not an object; it is not used.`] };
  }
  const problems: string[] = [];
  const settings = Object.entries(value).flatMap(([pattern, decoders]) => {
    const problem = problemOf(decoders);
    if (problem === undefined) return [{ pattern, decoders: decoders as DecoderId[] }];
    problems.push(`${name} has ${problem} for "${pattern}"; its decoders are detected.`);
    return [];
  });
  return { settings, problems };
}

/**
 * The decoders that are pinned to a stream, undefined where they are detected. A name goes before a
 * pattern, and one with the connection before one without; of patterns the first counts.
 */
export function pinnedDecoders(
  settings: DecoderSettings,
  stream: StreamName,
): readonly DecoderId[] | undefined {
  const { streamName } = stream;
  const whole = wholeName(stream);
  const exact = (name: string): DecoderSettings[number] | undefined =>
    settings.find(({ pattern }) => pattern === name);
  const matching = settings.find(
    ({ pattern }) => matches(pattern, whole) || matches(pattern, streamName),
  );
  const decoders = (exact(whole) ?? exact(streamName) ?? matching)?.decoders;
  return decoders?.length === 0 ? undefined : decoders;
}

/**
 * The setting with other decoders for a stream, or with those detected. They go where they are for it
 * now, under the name with the connection or without; a stream means the same on each connection
 * unless it says otherwise. `others` is what else the settings have, in another scope.
 */
export function withPinned(
  value: unknown,
  stream: StreamName,
  { decoders, others }: { decoders: readonly DecoderId[] | undefined; others?: unknown },
): Record<string, unknown> {
  const before = isObject(value) ? value : {};
  const whole = wholeName(stream);
  const name = Object.hasOwn(before, whole) ? whole : stream.streamName;
  const { [name]: _before, ...rest } = before;
  if (decoders) return { ...rest, [name]: decoders };
  const left = { ...(isObject(others) ? others : {}), ...rest };
  const { settings } = parseDecoderSettings(() => left);
  // A pattern may still match: an empty list says that it does not count here.
  return pinnedDecoders(settings, stream) ? { ...rest, [name]: [] } : rest;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problemOf(decoders: unknown): string | undefined {
  if (!Array.isArray(decoders)) return 'no list of decoders';
  if (decoders.length > DECODERS_PINNED_MAX) {
    return `more than ${String(DECODERS_PINNED_MAX)} decoders`;
  }
  const unknown: unknown = decoders.find((id) => !DECODER_NAMES.some(([known]) => known === id));
  return unknown === undefined ? undefined : `the unknown decoder ${JSON.stringify(unknown)}`;
}

/** No stream has a slash in its name, so this cannot be the name of another one. */
function wholeName({ connectionName, streamName }: StreamName): string {
  return `${connectionName}/${streamName}`;
}

/**
 * `*` stands for any characters. Part by part and each as early as it can be: one try decides, where
 * a regular expression of many `*` would try all ways to share the name among them.
 */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...parts] = pattern.split(/\*+/);
  const last = parts.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts) {
    const index = name.indexOf(part, from);
    if (index < 0) return false;
    from = index + part.length;
  }
  return from + last.length <= name.length;
}
