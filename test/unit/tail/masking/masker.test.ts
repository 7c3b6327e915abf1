import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonValueOf } from '../../../../src/tail/jsonValue.ts';
import { Masker } from '../../../../src/tail/masking/masker.ts';
import { type MaskRuleSetting, compileMaskRules } from '../../../../src/tail/masking/maskRules.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const BUILT_IN = ['cardNumber', 'socialSecurityNumber', 'email'] as const;

function masker(rules: readonly MaskRuleSetting[], fingerprints = false): Masker {
  return new Masker(compileMaskRules(rules), { fingerprints });
}

describe('the mask of JSON', () => {
  it('replaces what it hides and leaves every other character as it was written', () => {
    const json =
      '{ "id":12345678901234567890,\t"n":1.50e+3, "to" : "ana@example.com",\n "card":4242424242424242, "again":1,"again":2, "x":[true,null,"\\u0041"] }';
    assert.equal(
      masker(BUILT_IN).json(json),
      '{ "id":12345678901234567890,\t"n":1.50e+3, "to" : "••••@example.com",\n "card":"•••• 4242", "again":1,"again":2, "x":[true,null,"\\u0041"] }',
    );
  });

  it('sees through escapes', () => {
    const json = String.raw`{"a":"ana\u0040example.com","b":"4242\u00204242\u00204242\u00204242","c":"\"x@y.z\""}`;
    assert.deepEqual(JSON.parse(masker(BUILT_IN).json(json)), {
      a: '••••@example.com',
      b: '•••• 4242',
      c: '"••••@y.z"',
    });
  });

  it('keeps names apart that hide different things', () => {
    const shown = JSON.parse(masker(BUILT_IN).json('{"a@x.com":1,"b@x.com":2}')) as object;
    const names = Object.keys(shown);
    assert.equal(names.length, 2);
    for (const name of names) assert.match(name, /^••••@x\.com #[0-9a-f]{4}$/);
  });

  const paths: [string, string, string][] = [
    [
      'customer.name',
      '{"customer":{"name":"Ana","age":5}}',
      '{"customer":{"name":"••••","age":5}}',
    ],
    ['$.a[*].n', '{"a":[{"n":1},{"n":[2,{"n":3}]}]}', '{"a":[{"n":"••••"},{"n":"••••"}]}'],
    ['$..n', '{"n":{"n":1},"b":[{"n":"x"}]}', '{"n":"••••","b":[{"n":"••••"}]}'],
    ['$[1]', '[1,{"a":[1,2]},3]', '[1,"••••",3]'],
    [
      '$.a[?@.k == "s"].v',
      '{"a":[{"k":"s","v":1},{"k":"t","v":2}]}',
      '{"a":[{"k":"s","v":"••••"},{"k":"t","v":2}]}',
    ],
    ["$['a\"b']", '{"a\\"b":1,"c":2}', '{"a\\"b":"••••","c":2}'],
    ['$', '{"a":1}', '["••••"]'],
    ['name', '{"user":"Ana"}', '{"user":"Ana"}'],
    ['__proto__', '{"__proto__":"Ana"}', '{"__proto__":"••••"}'],
  ];
  for (const [path, json, shown] of paths) {
    it(`hides ${path} in ${json}`, () => assert.equal(masker([{ path }]).json(json), shown));
  }

  it('hides everything where a name stands twice, of which a path sees one', () => {
    const json = '{"user":{"name":"Ana"},"user":1}';
    assert.equal(masker([{ path: 'user.name' }]).json(json), '["••••"]');
  });

  it('hides everything that is too deep for a path to follow', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    assert.equal(masker([{ path: '$..name' }]).json(deep), '["••••"]');
    assert.equal(masker(BUILT_IN).json(deep), deep);
  });

  it('stays JSON with the same shape, whatever the JSON', () => {
    const seed = 20_261_120;
    const random = seededRandom(seed);
    const mask = masker([...BUILT_IN, { path: '$..secret' }]);
    for (let round = 0; round < 400; round++) {
      const value = junk(random, 4);
      const json = JSON.stringify(value, undefined, round % 3);
      const shown = mask.json(json);
      assert.deepEqual(jsonValueOf(shown), expected(value, mask), `seed ${seed}, round ${round}`);
    }
  });
});

/** The plain model: walks the value instead of the text. */
function expected(value: unknown, mask: Masker): unknown {
  if (typeof value === 'string') return mask.text(value);
  if (typeof value === 'number') {
    const shown = mask.text(String(value));
    return shown === String(value) ? value : shown;
  }
  if (Array.isArray(value)) return value.map((item) => expected(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      mask.name(name),
      name === 'secret' ? '••••' : expected(member, mask),
    ]),
  );
}

const STRINGS = [
  '',
  'a@b.io',
  '4242 4242 4242 4242',
  '"\\\n',
  '123-45-6789',
  'é😀',
  '[1,{"a":2}]',
  ':,{',
];
const NAMES = ['a', 'secret', 'x@y.z', '"', 'b\\', 'toString', '0'];

function junk(random: () => number, depth: number): object {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const leaf = (): unknown => pick([...STRINGS, 0, -1.5, 4_242_424_242_424_242, true, false, null]);
  const value = (): unknown => (depth > 0 && random() < 0.5 ? junk(random, depth - 1) : leaf());
  const count = Math.floor(random() * 4);
  if (random() < 0.5) return Array.from({ length: count }, value);
  return Object.fromEntries(Array.from({ length: count }, () => [pick(NAMES), value()]));
}

describe('the mask of a text', () => {
  it('is the same for the same value, and tells different ones apart if that is wanted', () => {
    const mask = masker(BUILT_IN, true);
    const [first, second, third] = [
      '4242424242424242',
      '4242 4242 4242 4242',
      '4000056655665556',
    ].map((text) => mask.text(text));
    assert.match(first ?? '', /^•••• 4242 #[0-9a-f]{4}$/);
    assert.equal(first, second);
    assert.notEqual(first, third);
    assert.equal(masker(BUILT_IN).text('4242424242424242'), '•••• 4242');
  });

  it('has a key of its own in each tail', () => {
    const shown = new Set(Array.from({ length: 8 }, () => masker(BUILT_IN, true).text('a@b.io')));
    assert.ok(shown.size > 1);
  });
});

describe('the mask of bytes', () => {
  it('keeps their number and everything else', () => {
    const bytes = Buffer.from('\u0000\u00ffana@example.com\u0000 4242424242424242\u0080', 'latin1');
    const shown = Buffer.from(masker(BUILT_IN).bytes(bytes)).toString('latin1');
    assert.equal(shown, `\u0000${'*'.repeat(16)}\u0000 ${'*'.repeat(16)}\u0080`);
  });

  it('gives the same array when nothing is hidden', () => {
    const bytes = new Uint8Array([0, 1, 255]);
    assert.equal(masker(BUILT_IN).bytes(bytes), bytes);
  });
});
