import type { SchemaCache } from '../schemas/schemaCache.ts';
import { decoded, failed, type Decoder } from './decoder.ts';
import { Payload } from './payload.ts';
import { schemaDecoder } from './schemaDecoder.ts';

/** A zero, and the schema's id in four bytes. (Confluent's documentation, "Wire format".) */
const HEADER_BYTES = 5;

/**
 * What the serializers of Confluent put before Avro, Protobuf and JSON. A zero is a weak mark, so
 * this looks at nothing unless there is a place to have that schema from.
 */
export function confluentFrame(schemas: SchemaCache): Decoder {
  return {
    id: 'confluent',
    title: 'Confluent schema frame',
    detect({ kind, bytes }) {
      if (kind !== 'unread' || bytes[0] !== 0 || bytes.length < HEADER_BYTES) return undefined;
      return schemas.has({ kind: 'confluent', id: idOf(bytes) }) ? 'likely' : undefined;
    },
    decode({ bytes, isCut }) {
      if (bytes[0] !== 0 || bytes.length < HEADER_BYTES) {
        return failed('It has no header of a Confluent schema registry');
      }
      if (isCut) return { outcome: 'stopped', note: 'Too large for a preview' };
      const id = idOf(bytes);
      const next = schemaDecoder(schemas, { kind: 'confluent', id });
      const content = Payload.ofBytes(bytes.subarray(HEADER_BYTES));
      return { ...decoded(content, `Schema ${String(id)}`), next };
    },
  };
}

function idOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(1);
}
