import { JSON_ITEMS_MAX, JSON_TRUSTED_BYTES_MAX } from '../limits.ts';
import { AwsError, ERROR_TYPES } from './awsError.ts';
import type { WireCodec } from './codec.ts';
import { encodeJson } from './jsonEncoder.ts';
import { conversionError, echoText } from './parseInput.ts';
import { scanInput } from './scanInput.ts';

/** AWS JSON 1.1: blobs as base64, timestamps as epoch seconds with a fraction. */
export const jsonCodec: WireCodec = {
  contentType: 'application/x-amz-json-1.1',

  scan: scanInput,

  decode(body) {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
    if (isTooIntricate(bytes)) throw new AwsError('SerializationException');
    try {
      return JSON.parse(bytes.toString('utf8')) as unknown;
    } catch (error) {
      // The service answers broken JSON with the type alone.
      throw new AwsError('SerializationException', '', { cause: error });
    }
  },

  blobOf(value) {
    if (typeof value !== 'string') throw conversionError(value, 'blob');
    return decodeBase64(value);
  },

  timestampOf(value) {
    if (typeof value !== 'number') throw conversionError(value, 'timestamp');
    return Math.round(value * 1000);
  },

  encode: encodeJson,

  encodeError({ type, message }) {
    if (message === '') return JSON.stringify({ __type: type });
    return JSON.stringify({ __type: type, [ERROR_TYPES[type].messageKey]: message });
  },
};

/** The characters that items of JSON come with: each may be one more value in memory. */
const STRUCTURE = [...'[{:,'].map((character) => character.charCodeAt(0));

/** A large body is looked through before it is parsed: sixteen million lists would be a gigabyte. */
function isTooIntricate(body: Buffer): boolean {
  if (body.length <= JSON_TRUSTED_BYTES_MAX) return false;
  let count = 0;
  for (const character of STRUCTURE) {
    for (let at = body.indexOf(character); at >= 0; at = body.indexOf(character, at + 1)) {
      count += 1;
      if (count > JSON_ITEMS_MAX) return true;
    }
  }
  return false;
}

function decodeBase64(text: string): Buffer {
  if (text.length % 4 !== 0) {
    throw blobError(
      text,
      `Base64 encoded length is expected a multiple of 4 bytes but found: ${String(text.length)}`,
    );
  }
  const bytes = Buffer.from(text, 'base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  // Node skips what is not base64 and accepts the URL alphabet too; the service does neither.
  const isWhole =
    bytes.length === (text.length / 4) * 3 - padding && !text.includes('-') && !text.includes('_');
  if (!isWhole) {
    const character = /[^a-zA-Z0-9+/=]|=(?=[^=])/.exec(text)?.[0];
    if (character !== undefined) throw blobError(text, `Invalid Base64 character: '${character}'`);
  }
  // The last character before the padding has bits that no byte takes; they must be 0.
  if (
    !isWhole ||
    (padding > 0 && bytes.subarray(-3 + padding).toString('base64') !== text.slice(-4))
  ) {
    throw blobError(text, 'Invalid last non-pad Base64 character dectected');
  }
  return bytes;
}

function blobError(text: string, reason: string): AwsError {
  return new AwsError(
    'SerializationException',
    `'${echoText(text)}' can not be converted to a Blob: ${reason}`,
  );
}
