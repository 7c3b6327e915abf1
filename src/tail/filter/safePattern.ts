import { RE2JS } from 're2js';
import { messageOf } from '../../base/errors.ts';
import { REGEX_PROGRAM_MAX, REGEX_TEXT_CHARS_MAX } from '../limits.ts';
import { ConditionError } from './recordTest.ts';
import { Undecided } from './undecided.ts';

/**
 * Compiles RE2 syntax. Matching takes time in proportion to the text, whatever the pattern: no
 * pattern and no payload can hang the editor. Throws `ConditionError`. The test throws `Undecided`
 * for a text of which only the start could be looked at, and which did not match there.
 */
export function safePattern(pattern: string): (text: string) => boolean {
  const compiled = compile(pattern);
  return (text) => {
    if (text.length <= REGEX_TEXT_CHARS_MAX) return compiled.test(text);
    if (compiled.test(text.slice(0, REGEX_TEXT_CHARS_MAX))) return true;
    const count = REGEX_TEXT_CHARS_MAX.toLocaleString('en');
    throw new Undecided(`A pattern looks at the first ${count} characters only.`);
  };
}

function compile(pattern: string): RE2JS {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    throw new ConditionError(`This is no regular expression: ${reasonOf(error)}.`);
  }
  if (compiled.programSize() > REGEX_PROGRAM_MAX) {
    throw new ConditionError('This regular expression is too large: repeat less in it.');
  }
  return compiled;
}

/** "error parsing regexp: missing closing ): `(a`", without its start. */
function reasonOf(error: unknown): string {
  return messageOf(error).replace(/^error parsing regexp: /, '');
}
