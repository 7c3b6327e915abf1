import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasCode, messageOf } from '../../../../src/base/errors.ts';
import { parseProducerSpec } from '../../../../src/engine/simulate/producerSpec.ts';

test('what is not given gets its default', () => {
  assert.deepEqual(parseProducerSpec({ streamName: 'trucks', kind: 'gps' }), {
    streamName: 'trucks',
    kind: 'gps',
    recordsPerSecond: 20,
    keys: 100,
    keySkew: 0,
    seed: 1,
    shardCount: 2,
  });
});

test('the ends of every range are allowed', () => {
  const least = { recordsPerSecond: 0.1, keys: 1, keySkew: 0, seed: 0, shardCount: 1 };
  const most = {
    recordsPerSecond: 20_000,
    keys: 1_000_000,
    keySkew: 3,
    seed: 0xffffffff,
    shardCount: 100,
  };
  for (const numbers of [least, most]) {
    const spec = { streamName: 'a', kind: 'logs', ...numbers };
    assert.deepEqual(parseProducerSpec(spec), spec);
  }
});

const named = { streamName: 'trucks', kind: 'gps' };

test('what is wrong is named, with what is right', () => {
  const cases: [unknown, string][] = [
    [undefined, 'A producer is described by a JSON object.'],
    [[], 'A producer is described by a JSON object.'],
    [
      { ...named, streamName: 'a/b' },
      'streamName must be 1 to 128 letters, digits, underscores, dots and hyphens.',
    ],
    [{ ...named, kind: 'toString' }, 'kind must be one of gps, transactions, clicks, logs.'],
    [{ ...named, recordsPerSecond: 0 }, 'recordsPerSecond must be a number from 0.1 to 20000.'],
    [{ ...named, recordsPerSecond: '5' }, 'recordsPerSecond must be a number from 0.1 to 20000.'],
    [{ ...named, keys: 1.5 }, 'keys must be a whole number from 1 to 1000000.'],
    [{ ...named, keySkew: Number.NaN }, 'keySkew must be a number from 0 to 3.'],
    [{ ...named, seed: -1 }, 'seed must be a whole number from 0 to 4294967295.'],
    [{ ...named, shardCount: 101 }, 'shardCount must be a whole number from 1 to 100.'],
    [
      { ...named, rate: 5 },
      'rate is not a parameter of a producer; use streamName, kind, recordsPerSecond, keys, keySkew, seed, shardCount.',
    ],
  ];
  for (const [value, message] of cases) {
    assert.throws(
      () => parseProducerSpec(value),
      (error) => {
        assert.deepEqual([hasCode(error, 'invalidInput'), messageOf(error)], [true, message]);
        return true;
      },
    );
  }
});
