import protobuf from 'protobufjs';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import { AVRO_SCHEMA_NODES_MAX } from '../decoders/limits.ts';
import { checkAvroSchema } from './checkAvroSchema.ts';
import { messagesOf } from './protobufMessages.ts';
import type { SchemaText } from './schema.ts';

/** The types of a schema that a record can be of, in their order. Throws for a schema that is none. */
export function schemaTypeNames({ format, text, origin }: SchemaText): string[] {
  try {
    return format === 'PROTOBUF' ? messageNames(text) : recordNames(JSON.parse(text));
  } catch (cause) {
    const message = `${origin} is no schema: ${messageOf(cause)}. Correct it first.`;
    throw new ExpectedError('invalidInput', message, { cause });
  }
}

function messageNames(text: string): string[] {
  const { root } = protobuf.parse(text, new protobuf.Root(), { keepCase: true });
  const names = (type: protobuf.Type): string[] => [
    type.fullName.slice(1),
    ...messagesOf(type).flatMap(names),
  ];
  return messagesOf(root).flatMap(names);
}

function recordNames(schema: unknown): string[] {
  checkAvroSchema(schema, AVRO_SCHEMA_NODES_MAX);
  const definitions: unknown[] = Array.isArray(schema) ? schema : [schema];
  return definitions.flatMap((definition) => {
    const { type, name, namespace } = (definition ?? {}) as Record<string, unknown>;
    if (type !== 'record' || typeof name !== 'string') return [];
    const isQualified = name.includes('.') || typeof namespace !== 'string' || namespace === '';
    return [isQualified ? name : `${namespace}.${name}`];
  });
}
