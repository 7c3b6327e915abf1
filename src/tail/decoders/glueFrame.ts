import { inflateSync } from 'node:zlib';
import type { SchemaCache } from '../schemas/schemaCache.ts';
import { decoded, failed, type Decoder } from './decoder.ts';
import { Payload } from './payload.ts';
import { schemaDecoder } from './schemaDecoder.ts';

/** Version, compression, and the schema version's UUID. (README of aws-glue-schema-registry.) */
const HEADER_BYTES = 18;
const VERSION = 3;
const PLAIN = 0;
const ZLIB = 5;

/** What the serializers of AWS Glue Schema Registry put before Avro, Protobuf and JSON. */
export function glueFrame(schemas: SchemaCache): Decoder {
  return {
    id: 'glue',
    title: 'Glue schema frame',
    detect: ({ kind, bytes }) => (kind === 'unread' && isGlueFrame(bytes) ? 'certain' : undefined),
    decode(payload, bounds) {
      const { bytes, isCut } = payload;
      if (!isGlueFrame(bytes)) return failed('It has no header of a Glue schema registry');
      const versionId = uuidOf(bytes.subarray(2, HEADER_BYTES));
      const isPacked = bytes[1] === ZLIB;
      const rest = bytes.subarray(HEADER_BYTES);
      if (isCut) return { outcome: 'stopped', note: 'Too large for a preview' };
      const content = isPacked ? inflateSync(rest, { maxOutputLength: bounds.bytesMax }) : rest;
      const note = `Schema version ${versionId}${isPacked ? ', compressed with zlib' : ''}`;
      const next = schemaDecoder(schemas, { kind: 'glue', versionId });
      return { ...decoded(Payload.ofBytes(content), note), next };
    },
  };
}

function isGlueFrame(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) return false;
  if (bytes[1] !== PLAIN && bytes[1] !== ZLIB) return false;
  // The registry gives random UUIDs, which say so in two places.
  return (bytes[8] ?? 0) >> 4 === 4 && (bytes[10] ?? 0) >> 6 === 2;
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
