import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpectedError } from '../../../src/base/errors.ts';
import { type MaskingSettings, parseMaskingSettings } from '../../../src/host/maskingSettings.ts';
import { Emitter } from '../../../src/base/event.ts';
import {
  followMaskingSettings,
  maskingOf,
  switchMasking,
} from '../../../src/host/panels/tailMasking.ts';
import type { ConnectionEntry } from '../../../src/host/connections/connectionRegistry.ts';
import { plainDecoder } from '../../../src/tail/decoding.ts';
import { Masking } from '../../../src/tail/masking/masking.ts';

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
});

describe('masking in tails that are open', () => {
  const entry = (name: string, production = false): ConnectionEntry => ({
    name,
    kind: 'aws',
    profile: 'p',
    region: 'r',
    ...(production && { production }),
  });

  function follow(entries: ConnectionEntry[]): {
    readonly sessions: readonly { state: { connectionName: string }; masking: Masking }[];
    readonly change: (values: Record<string, unknown>) => void;
    readonly dispose: () => void;
  } {
    let values: Record<string, unknown> = {};
    const changed = new Emitter<void>();
    const settings = (): MaskingSettings => parse(values).settings;
    const sessions = entries.map((opened) => ({
      state: { connectionName: opened.name },
      masking: new Masking(plainDecoder, maskingOf(opened, settings())),
    }));
    const following = followMaskingSettings({
      changes: [changed.event],
      settings,
      entries: () => entries,
      sessions: () => sessions as never,
    });
    return {
      sessions,
      change: (next) => {
        values = next;
        changed.fire();
      },
      dispose: () => {
        following.dispose();
        changed.dispose();
      },
    };
  }

  it('is turned on where a connection is marked, and not again', () => {
    const entries = [entry('p'), entry('other'), entry('marked before', true)];
    const { sessions, change, dispose } = follow(entries);
    const isOn = (): boolean[] => sessions.map(({ masking }) => masking.state.isOn);
    sessions[2]?.masking.switch(false);
    entries[0] = entry('p', true);
    change({});
    assert.deepEqual(isOn(), [true, false, false]);
    // The person agreed to see the data; another change of the settings does not undo that.
    sessions[0]?.masking.switch(false);
    change({});
    assert.deepEqual(isOn(), [false, false, false]);
    dispose();
  });

  it('is turned on where the setting says so now, and off only by a person', () => {
    const { sessions, change, dispose } = follow([entry('a'), entry('p', true)]);
    const isOn = (): boolean[] => sessions.map(({ masking }) => masking.state.isOn);
    assert.deepEqual(isOn(), [false, true]);
    change({ 'masking.enabled': 'always' });
    assert.deepEqual(isOn(), [true, true]);
    change({ 'masking.enabled': 'never' });
    assert.deepEqual(isOn(), [true, true]);
    dispose();
  });

  it('goes by the rules of now, and hides everything for what is no rule', () => {
    const { sessions, change, dispose } = follow([entry('p', true), entry('q', true)]);
    const problems = (): (string | undefined)[] => sessions.map((it) => it.masking.state.problem);
    const seen = (): string[] =>
      sessions.map(({ masking }) => {
        const { text } = masking.decoder.decode(Buffer.from('{"to":"ana@example.com","iban":7}'));
        return `${masking.key('k')} ${text}`;
      });
    const masked = (text: string): string[] => [text, text];
    assert.deepEqual(seen(), masked('k {"to":"••••@example.com","iban":7}'));
    change({ 'masking.rules': [{ path: '$.iban' }] });
    assert.deepEqual(seen(), masked('k {"to":"ana@example.com","iban":"••••"}'));
    change({ 'masking.rules': ['email', { pattern: '(' }] });
    assert.ok(seen().every((text) => /^•••• #[0-9a-f]{4} \["••••"\]$/.test(text)));
    assert.ok(problems().every((text) => text?.startsWith('"(" is no regular expression')));
    change({ 'masking.rules': ['email'] });
    assert.deepEqual(seen(), masked('k {"to":"••••@example.com","iban":7}'));
    assert.deepEqual(problems(), [undefined, undefined]);
    dispose();
  });
});
