import type { MaskRuleSetting } from '../tail/masking/maskRules.ts';
import { type ReadSetting, SECTION } from './settings.ts';

/** Where masking is on when a tail opens: on connections that are marked as production, or … */
export type MaskingPolicy = 'production' | 'always' | 'never';

export interface MaskingSettings {
  readonly enabled: MaskingPolicy;
  readonly rules: readonly MaskRuleSetting[];
  /** Values that differ look different, by a few characters after the mask. */
  readonly fingerprints: boolean;
}

const POLICIES: readonly MaskingPolicy[] = ['production', 'always', 'never'];
const BUILT_IN = ['cardNumber', 'socialSecurityNumber', 'email'] as const;
const DEFAULTS: MaskingSettings = { enabled: 'production', rules: BUILT_IN, fingerprints: false };

/**
 * The defaults of package.json, which a test holds against these. What is not understood hides more
 * and not less: the rules that are built in stand in for a list that is none, and a policy that is
 * none means always.
 */
export function parseMaskingSettings(read: ReadSetting): {
  settings: MaskingSettings;
  problems: string[];
} {
  const problems: string[] = [];
  const settings = {
    enabled: enabledOf(read('masking.enabled'), problems),
    rules: rulesOf(read('masking.rules'), problems),
    fingerprints: fingerprintsOf(read('masking.fingerprints'), problems),
  };
  return { settings, problems };
}

function enabledOf(value: unknown, problems: string[]): MaskingPolicy {
  if (value === undefined) return DEFAULTS.enabled;
  const known = POLICIES.find((policy) => policy === value);
  if (known) return known;
  const wanted = POLICIES.map((policy) => `"${policy}"`).join(', ');
  problems.push(`The setting ${SECTION}.masking.enabled is none of ${wanted}; "always" is used.`);
  return 'always';
}

function fingerprintsOf(value: unknown, problems: string[]): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  const name = `${SECTION}.masking.fingerprints`;
  problems.push(`The setting ${name} is not true or false; false is used.`);
  return false;
}

function rulesOf(value: unknown, problems: string[]): readonly MaskRuleSetting[] {
  if (value === undefined) return DEFAULTS.rules;
  if (!Array.isArray(value)) {
    const name = `${SECTION}.masking.rules`;
    problems.push(`The setting ${name} is not a list; the rules that are built in are used.`);
    return DEFAULTS.rules;
  }
  const rules = value.flatMap((item: unknown, index) => {
    const rule = ruleOf(item);
    if (rule) return [rule];
    problems.push(
      `Masking rule ${index + 1} in the settings is neither ${BUILT_IN.map((name) => `"${name}"`).join(', ')} ` +
        `nor an object with a "path" or a "pattern"; all rules that are built in are used as well.`,
    );
    return [];
  });
  if (rules.length === value.length) return rules;
  // It may be one of them, misspelt.
  return [...rules, ...BUILT_IN.filter((name) => !rules.includes(name))];
}

function ruleOf(item: unknown): MaskRuleSetting | undefined {
  const builtIn = BUILT_IN.find((name) => name === item);
  if (builtIn || typeof item !== 'object' || item === null) return builtIn;
  const { path, pattern, name } = item as Record<string, unknown>;
  if (typeof path === 'string' && path !== '') return { path };
  if (typeof pattern !== 'string' || pattern === '') return undefined;
  return { pattern, ...(typeof name === 'string' && name !== '' ? { name } : {}) };
}
