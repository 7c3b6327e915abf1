import { unreachable } from '../../base/errors.ts';
import { INPUT_DEPTH_MAX } from '../limits.ts';
import { AwsError } from './awsError.ts';
import type { WireCodec } from './codec.ts';
import type { ListShape, MapShape, Shape, StructureShape } from './shapes.ts';
import { Timestamp } from './timestamp.ts';

/**
 * Checks the types of a decoded body against a shape and converts blobs and timestamps. Members
 * that are null count as absent and unknown ones are ignored, as the service does. Throws AwsError
 * `SerializationException` for the first value of a wrong type.
 */
export function parseInput(shape: StructureShape, decoded: unknown, codec: WireCodec): unknown {
  // A body that is no structure at all is answered with the type alone, as broken JSON is.
  const isBody = typeof decoded === 'object' && decoded !== null && !isScalar(decoded);
  if (!isBody) throw new AwsError('SerializationException');
  return parseStructure(shape, decoded, codec, 0);
}

/** What the service calls the types that it converts scalars to, with their articles. */
const TARGETS = {
  string: 'an String',
  integer: 'an Integer',
  long: 'an Long',
  double: 'an Double',
  boolean: 'an Boolean',
  blob: 'a Blob',
  timestamp: 'milliseconds since epoch',
} as const;

/** "class X can not be converted to an Y", as the service words it. */
export function conversionError(value: unknown, target: keyof typeof TARGETS): AwsError {
  return (
    nestingError(value) ??
    new AwsError(
      'SerializationException',
      `class ${javaClassOf(value)} can not be converted to ${TARGETS[target]}`,
    )
  );
}

/** The error for a list, structure or map where something else belongs; undefined for a scalar. */
function nestingError(value: unknown): AwsError | undefined {
  if (Array.isArray(value)) {
    return new AwsError('SerializationException', 'Start of list found where not expected');
  }
  if (typeof value !== 'object' || isScalar(value)) return undefined;
  return new AwsError(
    'SerializationException',
    'Start of structure or map found where not expected.',
  );
}

/** CBOR has byte strings and times of its own, which are no structures. */
function isScalar(value: unknown): boolean {
  return value instanceof Uint8Array || value instanceof Timestamp;
}

function javaClassOf(value: unknown): string {
  if (value instanceof Uint8Array) return 'java.nio.HeapByteBuffer';
  if (value instanceof Timestamp) return 'java.util.Date';
  if (typeof value === 'number') return 'com.amazon.coral.value.json.numbers.TruncatingBigNumber';
  return typeof value === 'boolean' ? 'java.lang.Boolean' : 'java.lang.String';
}

function parseValue(shape: Shape, value: unknown, codec: WireCodec, depth: number): unknown {
  switch (shape.kind) {
    case 'string':
    case 'enum':
      if (typeof value !== 'string') throw conversionError(value, 'string');
      return value;
    case 'integer':
    case 'long':
      return parseNumber(value, shape.kind);
    case 'double':
      if (typeof value !== 'number') throw conversionError(value, 'double');
      return value;
    case 'boolean':
      return parseBoolean(value);
    case 'timestamp':
      return codec.timestampOf(value);
    case 'blob':
      return codec.blobOf(value);
    case 'list':
      return parseList(shape, value, codec, depth + 1);
    case 'map':
      return parseMap(shape, value, codec, depth + 1);
    case 'structure':
      return parseStructure(shape, value, codec, depth + 1);
    default:
      return unreachable(shape);
  }
}

/** The service cuts fractions off. */
function parseNumber(value: unknown, target: 'integer' | 'long'): number {
  // CBOR can say NaN, which no range would refuse.
  if (typeof value !== 'number' || Number.isNaN(value)) throw conversionError(value, target);
  return Math.trunc(value);
}

/** The service reads some texts as booleans, in any case. */
const BOOLEAN_TEXTS = new Map([
  ['TRUE', true],
  ['YES', true],
  ['1', true],
  ['FALSE', false],
  ['NO', false],
  ['0', false],
]);

function parseBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw conversionError(value, 'boolean');
  const text = value.toUpperCase();
  const parsed = BOOLEAN_TEXTS.get(text);
  if (parsed !== undefined) return parsed;
  throw new AwsError(
    'SerializationException',
    `'${echoText(text)}' can not be converted to an Boolean`,
  );
}

/** The start of a text that a message repeats. */
export function echoText(text: string): string {
  return text.length <= 64 ? text : `${text.slice(0, 64)}…`;
}

function parseList(
  shape: ListShape,
  value: unknown,
  codec: WireCodec,
  depth: number,
): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw nestingError(value) ?? new AwsError('SerializationException', 'Expected list or null');
  }
  checkDepth(depth);
  return value.map((member) => {
    if (member === null) throw new AwsError('SerializationException', 'Unexpected null in a list');
    return parseValue(shape.member, member, codec, depth);
  });
}

function parseMap(
  shape: MapShape,
  value: unknown,
  codec: WireCodec,
  depth: number,
): Readonly<Record<string, unknown>> {
  const members = asObject(value, 'Expected map or null');
  checkDepth(depth);
  const parsed: [string, unknown][] = [];
  for (const [key, member] of Object.entries(members)) {
    if (member !== null) parsed.push([key, parseValue(shape.value, member, codec, depth)]);
  }
  // fromEntries defines own members, so a key such as __proto__ stays a key.
  return Object.fromEntries(parsed);
}

function parseStructure(
  shape: StructureShape,
  value: unknown,
  codec: WireCodec,
  depth: number,
): Readonly<Record<string, unknown>> {
  const members = asObject(value, 'Expected null');
  checkDepth(depth);
  const parsed: Record<string, unknown> = {};
  for (const name in shape.members) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    const memberShape = shape.members[name];
    if (member === undefined || member === null || memberShape === undefined) continue;
    parsed[name] = parseValue(memberShape, member, codec, depth);
  }
  return parsed;
}

function asObject(value: unknown, expectation: string): Readonly<Record<string, unknown>> {
  const isList = Array.isArray(value);
  if (typeof value !== 'object' || value === null || isList || isScalar(value)) {
    throw (isList && nestingError(value)) || new AwsError('SerializationException', expectation);
  }
  return value as Readonly<Record<string, unknown>>;
}

function checkDepth(depth: number): void {
  if (depth > INPUT_DEPTH_MAX) {
    throw new AwsError('SerializationException', 'The request is nested too deeply');
  }
}
