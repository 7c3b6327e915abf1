import { AwsError, ERROR_TYPES } from './awsError.ts';
import { decodeCbor } from './cborDecoder.ts';
import { encodeCbor } from './cborEncoder.ts';
import type { WireCodec } from './codec.ts';
import { conversionError } from './parseInput.ts';
import { Timestamp } from './timestamp.ts';

/**
 * What the Java SDK, KCL and KPL speak: blobs are byte strings and timestamps are tag 1 with epoch
 * milliseconds, where CBOR itself has seconds.
 */
export const cborCodec: WireCodec = {
  contentType: 'application/x-amz-cbor-1.1',

  decode(body) {
    try {
      return decodeCbor(body);
    } catch (error) {
      // The service answers a broken body with the type alone.
      throw new AwsError('SerializationException', '', { cause: error });
    }
  },

  blobOf(value) {
    if (value instanceof Uint8Array) return value;
    throw conversionError(value, 'blob');
  },

  timestampOf(value) {
    if (value instanceof Timestamp) return value.epochMs;
    if (typeof value === 'number') return value;
    throw conversionError(value, 'timestamp');
  },

  encode: encodeCbor,

  encodeError({ type, message }) {
    if (message === '') return encodeCbor({ __type: type });
    return encodeCbor({ __type: type, [ERROR_TYPES[type].messageKey]: message });
  },
};
