import { type Hit, MASK, type TextRule } from './textRule.ts';

const DIGITS_MIN = 13;
const DIGITS_MAX = 19;
/** Digits with at most one space, dot or dash of any kind between two of them. */
const RUN = /\d(?:[\s.\u2010-\u2015-]?\d){12,}/g;
/** How the numbers of card issuers begin; times in milliseconds and the like begin otherwise. */
const ISSUER = /^(?:4|5|6|3[0-9]|2[2-7]|8[12])/;

/** Numbers of payment cards: 13 to 19 digits with a right check digit. The last four stay. */
export const cardNumberRule: TextRule = {
  name: 'card numbers',
  find(text) {
    // Most texts are the short ones of JSON, and a search costs more than this.
    if (text.length < DIGITS_MIN) return [];
    const hits: Hit[] = [];
    for (const { 0: run, index } of text.matchAll(RUN)) {
      for (const hit of cardsIn(run)) {
        hits.push({ ...hit, start: index + hit.start, end: index + hit.end });
      }
    }
    return hits;
  },
};

/**
 * A run may be more than a card, such as a card and its expiry date, so each stretch of whole groups
 * of digits is tried, the longest first.
 */
function* cardsIn(run: string): Iterable<Hit> {
  const groups = [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ digits, index }));
  for (let first = 0; first < groups.length; first++) {
    const found = longestFrom(groups, first);
    if (!found) continue;
    const start = groups[first]?.index ?? 0;
    const last = groups[found.last];
    const end = (last?.index ?? 0) + (last?.digits.length ?? 0);
    yield { start, end, shown: `${MASK} ${found.digits.slice(-4)}`, value: found.digits };
    first = found.last;
  }
}

function longestFrom(
  groups: readonly { readonly digits: string }[],
  first: number,
): { readonly digits: string; readonly last: number } | undefined {
  let digits = '';
  let longest: { digits: string; last: number } | undefined;
  for (let last = first; last < groups.length; last++) {
    const group = groups[last]?.digits ?? '';
    if (digits.length + group.length > DIGITS_MAX) break;
    digits += group;
    if (isCard(digits)) longest = { digits, last };
  }
  return longest;
}

function isCard(digits: string): boolean {
  return digits.length >= DIGITS_MIN && ISSUER.test(digits) && hasCheckDigit(digits);
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
