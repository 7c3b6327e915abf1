import avsc from 'avsc';
import { AVRO_SCHEMA_NODES_MAX, SCHEMA_CHARS_MAX } from '../decoders/limits.ts';
import { beginPayload, Decimal, typeHook } from './avroTypes.ts';
import { checkAvroSchema } from './checkAvroSchema.ts';
import type { CompiledSchema, SchemaText } from './schema.ts';
import { ValueWriter } from './valueWriter.ts';

/** A type of Avro that reads values one after another. */
export class AvroReader {
  readonly typeName: string;
  private readonly type: avsc.Type;

  constructor(type: avsc.Type) {
    this.type = type;
    this.typeName = type.name ?? type.typeName;
  }

  /** The value that begins at `offset`, and where the next one does. Throws when it does not fit. */
  readAt(payload: Uint8Array, offset: number): { value: unknown; end: number } {
    beginPayload(payload.length);
    const buffer = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    const decoded: { readonly value: unknown; readonly offset: number } = this.type.decode(
      buffer,
      offset,
    );
    if (decoded.offset < 0) throw new Error('It ends too early');
    return { value: unwrapped(decoded.value), end: decoded.offset };
  }
}

/** Throws for a schema that is none, with a message that says why. */
export function avroReader(
  schema: Pick<SchemaText, 'text' | 'typeName' | 'references'> & { readonly nodesMax?: number },
): AvroReader {
  const registry: { [name: string]: avsc.Type } = Object.create(null) as Record<string, avsc.Type>;
  const options: Partial<avsc.ForSchemaOptions> = {
    registry,
    typeHook,
    wrapUnions: 'always',
    omitRecordMethods: true,
    logicalTypes: { decimal: Decimal },
  };
  const { nodesMax = AVRO_SCHEMA_NODES_MAX } = schema;
  for (const { text } of schema.references ?? []) compile(text, options, nodesMax);
  const type = compile(schema.text, options, nodesMax);
  if (schema.typeName === undefined) return new AvroReader(chosen(type));
  const named = registry[schema.typeName];
  if (!named) throw new Error(`The schema has no type ${schema.typeName}`);
  return new AvroReader(named);
}

export function compileAvro(schema: SchemaText): CompiledSchema {
  const reader = avroReader(schema);
  return {
    title: 'Avro',
    note: `${reader.typeName}, from ${schema.origin}`,
    read(payload, { charsMax }) {
      const { value, end } = reader.readAt(payload, 0);
      if (end !== payload.length) {
        const left = payload.length - end;
        throw new Error(`${String(left)} bytes are left over: it was written by another schema`);
      }
      const writer = new ValueWriter(charsMax);
      writer.write(value);
      return writer.json;
    },
  };
}

function compile(
  text: string,
  options: Partial<avsc.ForSchemaOptions>,
  nodesMax: number,
): avsc.Type {
  if (text.length > SCHEMA_CHARS_MAX) throw new Error('The schema is too large');
  const schema = JSON.parse(text) as avsc.Schema;
  checkAvroSchema(schema, nodesMax);
  return avsc.Type.forSchema(schema, options);
}

/** Of a file that lists several types, the last is the one that the others are parts of. */
function chosen(type: avsc.Type): avsc.Type {
  const isUnion = type.typeName.startsWith('union:');
  const { types } = type as avsc.Type & { readonly types?: readonly avsc.Type[] };
  const records = isUnion ? (types ?? []).filter(({ typeName }) => typeName === 'record') : [];
  return records.length === types?.length ? (records.at(-1) ?? type) : type;
}

/**
 * Takes values out of the branches of their unions, in place. The library wraps them, because it has
 * to know the branch when it writes.
 */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const { unwrap } = Object.getPrototypeOf(value) as { unwrap?: unknown };
  if (typeof unwrap === 'function') return unwrapped(unwrap.call(value));
  if (value instanceof Map) {
    for (const [name, member] of value as Map<string, unknown>) value.set(name, unwrapped(member));
    return value;
  }
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (typeof member === 'object') members[name] = unwrapped(member);
  }
  return value;
}
