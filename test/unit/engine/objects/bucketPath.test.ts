import assert from 'node:assert/strict';
import { resolve, sep } from 'node:path';
import { test } from 'node:test';
import { bucketPath } from '../../../../src/engine/objects/bucketPath.ts';
import { SeededRandom } from '../../../../src/engine/simulate/random.ts';

test('usual keys look as they are', () => {
  assert.deepEqual(bucketPath('my-bucket', '2026/02/03/15/orders-1-2026.gz'), [
    'my-bucket',
    '2026',
    '02',
    '03',
    '15',
    'orders-1-2026.gz',
  ]);
});

test('parts that would mean something to a file system are encoded', () => {
  assert.deepEqual(bucketPath('..', './../a//b\\c/C:/nul.txt/con/x./y /100%/\u0000é/'), [
    '%2E%2E',
    '%2E',
    '%2E%2E',
    'a',
    '%_',
    'b%5Cc',
    'C%3A',
    '%6Eul.txt',
    '%63on',
    'x%2E',
    'y%20',
    '100%25',
    '%00é',
    '%_',
  ]);
});

test('long parts are cut between characters and stay apart from short ones', () => {
  const [, ...names] = bucketPath('b', `${'é'.repeat(250)}x`);
  assert.deepEqual(names, [`${'é'.repeat(100)}%`, `${'é'.repeat(100)}%`, `${'é'.repeat(50)}x`]);
});

test('no key leaves the folder, and no two keys share a path', () => {
  const seed = 20_260_203;
  const random = new SeededRandom(seed);
  const units = ['.', '/', '\\', '%', '2', 'E', 'a', ' ', '_', '\u0000', '../', 'é'] as const;
  const seen = new Map<string, string>();
  for (let round = 0; round < 20_000; round++) {
    const key = Array.from({ length: random.below(9) }, () => random.pick(units)).join('');
    const path = resolve('/root', ...bucketPath('..', key));
    assert.ok(path.startsWith(`${sep}root${sep}`), `seed ${String(seed)}: ${key} left as ${path}`);
    assert.equal(seen.get(path) ?? key, key, `seed ${String(seed)}: ${path}`);
    seen.set(path, key);
  }
});
