import { type Hit, MASK, type TextRule } from './textRule.ts';

const DIGITS_MIN = 13;
const DIGITS_MAX = 19;
const ZERO = 0x30;
/** What may stand, once, between two groups of digits. */
const SEPARATOR = /[\s.\u2010-\u2015-]/;
/** How the numbers of card issuers begin; times in milliseconds and the like begin otherwise. */
const ISSUER = /^(?:4|5|6|3[0-9]|2[2-7]|8[12])/;
/** Most groups of digits end here. */
const ISSUER_STARTS: ReadonlySet<string> = new Set('234568');

/** Numbers of payment cards: 13 to 19 digits with a right check digit. The last four stay. */
export const cardNumberRule: TextRule = {
  name: 'card numbers',
  find(text) {
    // Most texts are the short ones of JSON, and a search costs more than this.
    if (text.length < DIGITS_MIN) return [];
    const hits: Hit[] = [];
    for (let at = 0; at < text.length; at++) {
      if (!isDigit(text, at)) continue;
      const hit = ISSUER_STARTS.has(text.charAt(at)) ? longestFrom(text, at) : undefined;
      if (hit) hits.push(hit);
      at = hit?.end ?? groupEnd(text, at);
    }
    return hits;
  },
};

/**
 * The longest card of whole groups of digits from `start` on: what stands near a card, such as its
 * expiry date, may look like more of it. Looks at few characters, whatever the text.
 */
function longestFrom(text: string, start: number): Hit | undefined {
  let digits = '';
  let longest: Hit | undefined;
  for (let at = start; digits.length <= DIGITS_MAX && isDigit(text, at); at++) {
    digits += text.charAt(at);
    if (isDigit(text, at + 1)) continue;
    const end = at + 1;
    if (isCard(digits)) {
      longest = { start, end, shown: `${MASK} ${digits.slice(-4)}`, value: digits };
    }
    if (SEPARATOR.test(text.charAt(end))) at++;
  }
  return longest;
}

function groupEnd(text: string, start: number): number {
  let end = start;
  while (isDigit(text, end)) end++;
  return end;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= ZERO + 9;
}

function isCard(digits: string): boolean {
  return (
    digits.length >= DIGITS_MIN &&
    digits.length <= DIGITS_MAX &&
    ISSUER.test(digits) &&
    hasCheckDigit(digits)
  );
}

/** The sum of Luhn: every second digit from the right counts twice, with its own digits summed. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 0x30;
    const counted = place % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}
