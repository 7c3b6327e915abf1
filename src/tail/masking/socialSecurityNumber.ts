import type { TextRule } from './textRule.ts';

/**
 * Social security numbers of the United States, written in three groups. Nine digits in a row could
 * be anything, so those take a path. Numbers that are never given out (area 000, 666 and from 900,
 * group 00, serial 0000) do not count.
 */
const NUMBER = /(?<!\d)(?!000|666|9)(\d{3})([- ])(?!00)(\d{2})\2(?!0000)(\d{4})(?!\d)/g;

const CHARS = 11;

export const socialSecurityNumberRule: TextRule = {
  name: 'social security numbers',
  find(text) {
    if (text.length < CHARS) return [];
    return [...text.matchAll(NUMBER)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      shown: '•••-••-••••',
      value: `${match[1]}${match[3]}${match[4]}`,
    }));
  },
};
