import { type Decoder, decoded, failed } from './decoder.ts';
import { CborReader } from './cborReader.ts';
import { JsonWriter } from './jsonWriter.ts';
import { Payload } from './payload.ts';

/** CBOR as JSON, when it is a map or an array that ends where the payload does. RFC 8949. */
export const cbor: Decoder = {
  id: 'cbor',
  title: 'CBOR',
  detect(payload) {
    const { kind, isCut, bytes } = payload;
    if (kind !== 'unread' || isCut || bytes.length < 2) return undefined;
    if (isSelfDescribed(bytes)) return 'certain';
    if (!isMapOrArray(bytes[0] ?? 0) || payload.text !== undefined) return undefined;
    return startsWithTextKey(bytes) ? 'certain' : 'guess';
  },
  decode({ bytes, isCut }, { bytesMax }) {
    if (isCut) return failed('Only its start is here');
    const writer = new JsonWriter(bytesMax);
    const reader = new CborReader(bytes, writer);
    reader.value();
    if (!reader.isAtEnd) return failed('Something follows it');
    const text = writer.text;
    if (!/^[[{]/.test(text)) return failed('It is neither a map nor an array');
    return decoded(Payload.ofJson(text), writer.note);
  },
};

function isSelfDescribed(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7;
}

function isMapOrArray(byte: number): boolean {
  const argument = byte & 0x1f;
  return byte >= 0x80 && byte <= 0xbf && (argument < 28 || argument === 31);
}

/** Whether it is a map of up to 255 entries, or of no stated length, whose first key is a text. */
function startsWithTextKey(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = bytes;
  if (first === 0xb8) return third >> 5 === 3;
  return ((first > 0xa0 && first <= 0xb7) || first === 0xbf) && second >> 5 === 3;
}
