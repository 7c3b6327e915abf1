import { decoded, failed, type Decoder } from './decoder.ts';
import { Payload } from './payload.ts';

/** UTF-16 by its byte order mark; when it is pinned and has none, little endian. */
export const utf16: Decoder = {
  id: 'utf16',
  title: 'UTF-16',
  detect: ({ kind, bytes, isCut }) =>
    kind === 'unread' && markOf(bytes) && (isCut || bytes.length % 2 === 0) ? 'likely' : undefined,
  decode({ bytes, isCut }) {
    if (bytes.length % 2 !== 0 && !isCut) return failed('It has half a character at its end');
    const mark = markOf(bytes);
    const encoding = mark ?? 'utf-16le';
    try {
      const decoder = new TextDecoder(encoding, { fatal: true });
      const text = decoder.decode(bytes, { stream: isCut });
      const order = encoding === 'utf-16be' ? 'Big endian' : 'Little endian';
      return decoded(Payload.ofText(text, isCut), mark ? order : `${order}; it has no mark`);
    } catch {
      return failed('It has half a surrogate pair');
    }
  },
};

function markOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}
