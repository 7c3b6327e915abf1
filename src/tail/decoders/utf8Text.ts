import { decoded, failed, type Decoder } from './decoder.ts';
import { isPrintable } from './payload.ts';

/** Any UTF-8; the last that is tried, since it says nothing about what the text means. */
export const utf8Text: Decoder = {
  id: 'text',
  title: 'UTF-8 text',
  detect: (payload) =>
    payload.kind === 'unread' && !payload.cameAsText && payload.text !== undefined
      ? 'certain'
      : undefined,
  decode(payload) {
    const { text } = payload;
    if (text === undefined) return failed('Not UTF-8');
    return decoded(
      payload.as('text', text),
      isPrintable(text) ? '' : 'It has control characters, so it may be something binary',
    );
  },
};
