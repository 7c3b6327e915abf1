import { decoded, failed, type Decoder } from './decoder.ts';

/** A JSON object or array in UTF-8, as it was written: digits, the order of keys, all of them. */
export const json: Decoder = {
  id: 'json',
  title: 'JSON',
  detect: (payload) => (payload.kind === 'unread' && payload.isJson ? 'certain' : undefined),
  decode(payload) {
    const { text } = payload;
    if (text === undefined) return failed('Not UTF-8');
    if (!payload.isJson) return failed('Not a JSON object or array');
    const isMarked = text.startsWith('\ufeff');
    return decoded(
      payload.as('json', isMarked ? text.slice(1) : text),
      isMarked ? 'After a byte order mark' : '',
    );
  },
};
