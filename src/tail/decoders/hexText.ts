import { decoded, failed, type Decoder } from './decoder.ts';
import { Payload } from './payload.ts';

/** Shorter ones are numbers and words. */
const CHARS_MIN = 8;
const HEX = /^(?:0x|\\x)?[0-9a-fA-F\s]+$/;

/** Bytes written as hexadecimal digits, with or without spaces and a 0x before them. */
export const hexText: Decoder = {
  id: 'hex',
  title: 'hex',
  detect(payload) {
    if (payload.kind !== 'unread') return undefined;
    if (!payload.cameAsText && !/[0-9a-fA-F\\\s]/.test(String.fromCharCode(payload.bytes[0] ?? 0)))
      return undefined;
    const { text, isCut } = payload;
    if (text === undefined || text.length < CHARS_MIN || !HEX.test(text)) return undefined;
    return isCut || digitsOf(text).length % 2 === 0 ? 'guess' : undefined;
  },
  decode({ text, isCut }) {
    if (text === undefined || !HEX.test(text)) return failed('It has other characters than digits');
    const digits = digitsOf(text);
    if (digits.length % 2 !== 0 && !isCut) return failed('It has half a byte at its end');
    return decoded(Payload.ofBytes(Buffer.from(digits, 'hex'), isCut));
  },
};

function digitsOf(text: string): string {
  return text.replace(/^(?:0x|\\x)/, '').replace(/\s+/g, '');
}
