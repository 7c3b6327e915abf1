import protobuf from 'protobufjs';
import { ExactNumber, floatNumber } from './valueWriter.ts';

type Value = Record<string, unknown>;

const WIDE = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);
const WIDE_UNSIGNED = new Set(['uint64', 'fixed64']);

/**
 * What a message says, by the names of the schema: fields in the order of their numbers, those that
 * are not there left out, integers of 64 bits with all digits, enums by name.
 */
export function messageValue(type: protobuf.Type, payload: Uint8Array): Map<string, unknown> {
  return valueOf(type, type.decode(payload));
}

function valueOf(type: protobuf.Type, message: Value): Map<string, unknown> {
  const members = new Map<string, unknown>();
  const fields = [...type.fieldsArray].sort((left, right) => left.id - right.id);
  for (const field of fields) {
    if (!Object.hasOwn(message, field.name)) continue;
    const value = message[field.name];
    if (field instanceof protobuf.MapField) {
      const map = mapOf(field, value as Value);
      if (map.size > 0) members.set(field.name, map);
    } else if (!Array.isArray(value)) members.set(field.name, singleOf(field, value));
    else if (value.length > 0) {
      members.set(
        field.name,
        value.map((item) => singleOf(field, item)),
      );
    }
  }
  return members;
}

function mapOf(field: protobuf.MapField, map: Value): Map<string, unknown> {
  const members = new Map<string, unknown>();
  for (const [key, value] of Object.entries(map)) {
    members.set(keyText(field.keyType, key), singleOf(field, value));
  }
  return members;
}

/** The library keeps keys of 64 bits as their eight bytes. */
function keyText(keyType: string, key: string): string {
  if (!WIDE.has(keyType)) return key;
  return wideNumber(protobuf.util.longFromHash(key, WIDE_UNSIGNED.has(keyType))).json;
}

function singleOf(field: protobuf.FieldBase, value: unknown): unknown {
  const { resolvedType, type } = field;
  if (resolvedType instanceof protobuf.Enum) {
    return resolvedType.valuesById[value as number] ?? value;
  }
  if (resolvedType instanceof protobuf.Type) return valueOf(resolvedType, value as Value);
  if (WIDE.has(type)) return wideNumber(value);
  return type === 'float' ? floatNumber(value as number) : value;
}

/** An integer of 64 bits as the library gives it: an object with a `toString` that it does not declare. */
export function wideNumber(value: unknown): ExactNumber {
  return new ExactNumber(String(value));
}
