import protobuf from 'protobufjs';
import { PROTOBUF_INDEXES_MAX } from '../decoders/limits.ts';

/** The messages that are declared right in a file or message, in order. */
export function messagesOf(scope: protobuf.NamespaceBase): protobuf.Type[] {
  return scope.nestedArray.flatMap((item) => {
    if (item instanceof protobuf.Type) return [item];
    // A package is a namespace that is neither a message nor a service.
    return scope instanceof protobuf.Type || !(item instanceof protobuf.Namespace)
      ? []
      : messagesOf(item);
  });
}

/**
 * The names of a file's messages by the index that AWS's serializers write: all of them, nested ones
 * and the entries of maps included, sorted by name. (`MessageIndexFinder` of aws-glue-schema-registry.)
 */
export function glueMessageNames(own: readonly protobuf.Type[]): string[] {
  const names = own.flatMap((type) => allNames(type));
  return names.sort((left, right) => (left < right ? -1 : 1));
}

function allNames(type: protobuf.Type): string[] {
  const name = type.fullName.slice(1);
  const entries = type.fieldsArray
    .filter((field) => field.map)
    .map((field) => `${name}.${entryName(field.name)}`);
  return [name, ...entries, ...messagesOf(type).flatMap((nested) => allNames(nested))];
}

/** As protoc names the message that a map's entries are: `by_id` gives `ByIdEntry`. */
function entryName(fieldName: string): string {
  const camel = fieldName.replace(/(?:^|_)([a-z0-9])?/g, (_, letter: string | undefined) =>
    (letter ?? '').toUpperCase(),
  );
  return `${camel}Entry`;
}

/**
 * Confluent's path to a message: how many steps, then the index in the file and in each message. A
 * single 0 stands for the first message.
 */
export function messageIndexes(payload: Uint8Array): { indexes: number[]; end: number } {
  const count = zigzag(payload, 0);
  if (count.value === 0) return { indexes: [0], end: count.end };
  if (count.value < 0 || count.value > PROTOBUF_INDEXES_MAX) {
    throw new Error('It does not name a message as Confluent does');
  }
  const indexes: number[] = [];
  let end = count.end;
  for (let step = 0; step < count.value; step++) {
    const index = zigzag(payload, end);
    indexes.push(index.value);
    ({ end } = index);
  }
  return { indexes, end };
}

function zigzag(bytes: Uint8Array, at: number): { value: number; end: number } {
  const { value, end } = varint(bytes, at);
  return { value: (value >>> 1) ^ -(value & 1), end };
}

/** Of at most 32 bits. */
export function varint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let index = at; index < at + 5; index++) {
    const byte = bytes[index];
    if (byte === undefined) throw new Error('It ends too early');
    value |= (byte & 0x7f) << ((index - at) * 7);
    if (byte < 0x80) return { value: value >>> 0, end: index + 1 };
  }
  throw new Error('It does not name a message');
}
