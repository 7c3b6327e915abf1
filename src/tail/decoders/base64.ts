import { decoded, failed, type Decoder } from './decoder.ts';
import { Payload } from './payload.ts';

/** Shorter words are often made of the same letters. */
const CHARS_MIN = 8;

const STANDARD = /^[A-Za-z0-9+/]+={0,2}$/;
const URL_SAFE = /^[A-Za-z0-9_-]+={0,2}$/;

/** Base64, standard or URL-safe, with or without padding, in one line or in lines of one length. */
export const base64: Decoder = {
  id: 'base64',
  title: 'base64',
  detect(payload) {
    if (payload.kind !== 'unread') return undefined;
    if (!payload.cameAsText && !isBase64Byte(payload.bytes[0] ?? 0)) return undefined;
    const { text } = payload;
    if (text === undefined || text.length < CHARS_MIN) return undefined;
    return alphabetOf(joinLines(text), payload.isCut) ? 'guess' : undefined;
  },
  decode(payload) {
    const { text, isCut } = payload;
    if (text === undefined) return failed('Not text');
    const joined = joinLines(text);
    const alphabet = alphabetOf(joined, isCut);
    if (!alphabet) return failed('It has characters or a length that base64 does not have');
    const whole = isCut ? joined.slice(0, joined.length - (joined.length % 4)) : joined;
    const bytes = Buffer.from(whole, alphabet === 'standard' ? 'base64' : 'base64url');
    return decoded(Payload.ofBytes(bytes, isCut), alphabet === 'standard' ? '' : 'URL-safe');
  },
};

function isBase64Byte(byte: number): boolean {
  return /[A-Za-z0-9+/_-]/.test(String.fromCharCode(byte));
}

/** Lines as MIME and PEM have them; other text in lines is no base64. */
function joinLines(text: string): string {
  const lines = text.trimEnd().split(/\r?\n/);
  const [first = ''] = lines;
  const last = lines.pop() ?? '';
  const isWrapped = lines.every(({ length }) => length === first.length && length % 4 === 0);
  if (lines.length === 0 || !isWrapped || last.length > first.length) return text.trimEnd();
  return lines.join('') + last;
}

/** A last group of one character holds no whole byte, and padding fills up to groups of four. */
function alphabetOf(text: string, isCut: boolean): 'standard' | 'urlSafe' | undefined {
  if (!isCut) {
    if (text.endsWith('=') ? text.length % 4 !== 0 : text.length % 4 === 1) return undefined;
  }
  if (STANDARD.test(text)) return 'standard';
  return URL_SAFE.test(text) ? 'urlSafe' : undefined;
}
