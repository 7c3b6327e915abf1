import { RE2JS } from 're2js';
import { ExpectedError } from '../../base/errors.ts';
import { MASK_RULE_CHARS_MAX } from '../limits.ts';
import { type Hit, MASK, type TextRule } from './textRule.ts';

/**
 * Hides what a regular expression of RE2 matches, whose time is linear in the text. Throws
 * `invalidInput` when it is none.
 */
export function patternRule(pattern: string, name: string): TextRule {
  const compiled = compile(pattern);
  return {
    name,
    find(text) {
      const hits: Hit[] = [];
      const matcher = compiled.matcher(text);
      while (matcher.find()) {
        const [start, end] = [matcher.start(), matcher.end()];
        if (end > start) hits.push({ start, end, shown: MASK, value: text.slice(start, end) });
      }
      return hits;
    },
  };
}

function compile(pattern: string): RE2JS {
  if (pattern.length > MASK_RULE_CHARS_MAX) {
    throw new ExpectedError(
      'invalidInput',
      `A masking pattern has at most ${MASK_RULE_CHARS_MAX} characters.`,
    );
  }
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExpectedError('invalidInput', `"${pattern}" is no regular expression: ${reason}.`);
  }
}
