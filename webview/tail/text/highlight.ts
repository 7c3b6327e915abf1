const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

export interface TextPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** Finds a text without regard to case; undefined when there is nothing to find. */
export type Matcher = RegExp | undefined;

/**
 * A regular expression keeps indices right where lower-casing would change lengths (as of `İ`);
 * the text itself is taken literally.
 */
export function matcherOf(search: string): Matcher {
  return search === '' ? undefined : new RegExp(search.replace(SYNTAX, '\\$&'), 'giu');
}

/** Splits the text at the matches; the parts joined are the text again. */
export function splitMatches(text: string, matcher: Matcher): TextPart[] {
  if (!matcher) return text === '' ? [] : [{ text, isMatch: false }];
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(matcher)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), isMatch: false });
    parts.push({ text: match[0], isMatch: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMatch: false });
  return parts;
}
