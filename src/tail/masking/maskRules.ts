import { ExpectedError } from '../../base/errors.ts';
import { MASK_RULES_MAX } from '../limits.ts';
import { cardNumberRule } from './cardNumber.ts';
import { emailAddressRule } from './emailAddress.ts';
import { type PathRule, pathRule } from './pathRule.ts';
import { patternRule } from './pattern.ts';
import { socialSecurityNumberRule } from './socialSecurityNumber.ts';
import type { TextRule } from './textRule.ts';

/** A rule as the settings write it: one that is built in, a JSON path, or a regular expression. */
export type MaskRuleSetting =
  | 'cardNumber'
  | 'socialSecurityNumber'
  | 'email'
  | { readonly path: string }
  | { readonly pattern: string; readonly name?: string };

export interface MaskRules {
  readonly texts: readonly TextRule[];
  readonly paths: readonly PathRule[];
}

const BUILT_IN = {
  cardNumber: cardNumberRule,
  socialSecurityNumber: socialSecurityNumberRule,
  email: emailAddressRule,
} as const;

/**
 * Throws `invalidInput` for a rule that cannot be understood: to leave it out would show what a
 * person believes to be hidden.
 */
export function compileMaskRules(settings: readonly MaskRuleSetting[]): MaskRules {
  if (settings.length > MASK_RULES_MAX) {
    throw new ExpectedError('invalidInput', `There are more than ${MASK_RULES_MAX} masking rules.`);
  }
  const texts: TextRule[] = [];
  const paths: PathRule[] = [];
  for (const setting of settings) {
    if (typeof setting === 'string') texts.push(BUILT_IN[setting]);
    else if ('path' in setting) paths.push(pathRule(setting.path));
    else texts.push(patternRule(setting.pattern, setting.name ?? setting.pattern));
  }
  return { texts, paths };
}
