import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpectedError } from '../../../src/base/errors.ts';
import { parseMaskingSettings } from '../../../src/host/maskingSettings.ts';
import { Emitter } from '../../../src/base/event.ts';
import {
  maskWhereCalledFor,
  maskingOf,
  switchMasking,
} from '../../../src/host/panels/tailMasking.ts';

const BUILT_IN = ['cardNumber', 'socialSecurityNumber', 'email'];

function parse(values: Record<string, unknown>): ReturnType<typeof parseMaskingSettings> {
  return parseMaskingSettings((name) => values[name]);
}

describe('the settings of masking', () => {
  it('are those of package.json by default', () => {
    assert.deepEqual(parse({}), {
      settings: { enabled: 'production', rules: BUILT_IN, fingerprints: false },
      problems: [],
    });
  });

  it('keep the rules that can be understood, name the others, and hide all that is built in for them', () => {
    const rules = ['email', { path: '$.a' }, { pattern: 'x', name: 'X' }, 'phone', {}, null];
    const { settings, problems } = parse({ 'masking.rules': rules });
    const others = ['cardNumber', 'socialSecurityNumber'];
    assert.deepEqual(settings.rules, [...rules.slice(0, 3), ...others]);
    assert.deepEqual(parse({ 'masking.rules': ['cardnumber'] }).settings.rules, BUILT_IN);
    assert.deepEqual(parse({ 'masking.rules': ['email'] }).settings.rules, ['email']);
    assert.deepEqual(parse({ 'masking.rules': [] }).settings.rules, []);
    assert.deepEqual(
      problems.map((problem) => /^Masking rule (\d)/.exec(problem)?.[1]),
      ['4', '5', '6'],
    );
  });

  it('that are wrong hide more and not less', () => {
    const { settings, problems } = parse({
      'masking.enabled': 'sometimes',
      'masking.rules': 'email',
      'masking.fingerprints': 1,
    });
    assert.deepEqual(settings, { enabled: 'always', rules: BUILT_IN, fingerprints: false });
    assert.equal(problems.length, 3);
  });
});

describe('masking in a tail that opens', () => {
  const aws = { name: 'p', kind: 'aws', profile: 'p', region: 'r' } as const;
  const production = { ...aws, production: true } as const;
  const local = { name: 'Local engine', kind: 'local' } as const;

  it('is on where the setting says so', () => {
    const { settings } = parse({});
    const table = (['production', 'always', 'never'] as const).map((enabled) =>
      [production, aws, local, undefined].map(
        (entry) => maskingOf(entry, { ...settings, enabled }).isOn,
      ),
    );
    assert.deepEqual(table, [
      [true, false, false, false],
      [true, true, true, true],
      [false, false, false, false],
    ]);
  });

  it('is turned off on production only after a person agreed', async () => {
    const switched: boolean[] = [];
    const state = { connectionName: 'p' };
    const session = { state, setMasking: (isOn: boolean) => void switched.push(isOn) } as never;
    const refuse = (): Promise<void> => Promise.reject(new ExpectedError('cancelled', 'Cancelled'));
    const agree = (): Promise<void> => Promise.resolve();
    await switchMasking(session, { isOn: false, entry: aws, confirm: refuse });
    await switchMasking(session, { isOn: true, entry: production, confirm: refuse });
    await assert.rejects(
      switchMasking(session, { isOn: false, entry: production, confirm: refuse }),
      { code: 'cancelled' },
    );
    await switchMasking(session, { isOn: false, entry: production, confirm: agree });
    assert.deepEqual(switched, [false, true, false]);
  });

  it('is turned on where a connection is marked while it is open, and not again', () => {
    const changed = new Emitter<void>();
    const masked = new Set(['marked before']);
    const sessions = ['p', 'other', 'marked before'].map((connectionName) => {
      const session = {
        state: { connectionName, masking: { isOn: false, rules: [] as string[] } },
        setMasking: (isOn: boolean) => void (session.state.masking.isOn = isOn),
      };
      return session;
    });
    const isOn = (): boolean[] => sessions.map(({ state }) => state.masking.isOn);
    const listening = maskWhereCalledFor({
      onDidChange: changed.event,
      names: () => ['p', 'other', 'marked before'],
      isMasked: (name) => masked.has(name),
      sessions: () => sessions as never,
    });
    masked.add('p');
    changed.fire();
    assert.deepEqual(isOn(), [true, false, false]);
    // The person agreed to see the data; another change of the settings does not undo that.
    sessions[0]?.setMasking(false);
    changed.fire();
    assert.deepEqual(isOn(), [false, false, false]);
    listening.dispose();
    changed.dispose();
  });
});
