import { unreachable } from '../../base/errors.ts';
import { compileAvro } from './avroSchema.ts';
import { compileProtobuf } from './protobufSchema.ts';
import type { CompiledSchema, SchemaText } from './schema.ts';

/** Throws for a schema that is none, with a message that says why. */
export function compileSchema(schema: SchemaText): CompiledSchema {
  switch (schema.format) {
    case 'AVRO':
      return compileAvro(schema);
    case 'PROTOBUF':
      return compileProtobuf(schema);
    case 'JSON':
      return jsonSchema(schema);
    default:
      return unreachable(schema.format);
  }
}

/** A JSON schema checks what producers write; reading takes none. */
function jsonSchema({ origin }: SchemaText): CompiledSchema {
  return {
    title: 'JSON',
    note: `Of the JSON schema ${origin}`,
    read: (payload) => new TextDecoder('utf-8', { fatal: true }).decode(payload),
  };
}
