import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type KeyLoad, splitHintOf } from '../../../../src/tail/metrics/splitHint.ts';

const RANGE = { startingHashKey: 1_000n, endingHashKey: 1_999n };

function key(hashKey: bigint, share: number): KeyLoad {
  return { partitionKey: `key ${hashKey}`, hashKey, share };
}

describe('the hint to split a shard', () => {
  it('is not given while the shard has room', () => {
    assert.equal(splitHintOf({ ...RANGE, limitShare: 0.79, keys: [] }), undefined);
  });

  it('names the middle where the keys are even', () => {
    assert.deepEqual(splitHintOf({ ...RANGE, limitShare: 0.9, keys: [] }), {
      kind: 'split',
      newStartingHashKey: '1500',
      lowerShare: 0.5,
    });
  });

  it('goes between two hot keys that lie in one half', () => {
    const hint = splitHintOf({
      ...RANGE,
      limitShare: 1.2,
      keys: [key(1_100n, 0.5), key(1_110n, 0.5)],
    });
    assert.equal(hint?.kind, 'split');
    const point = BigInt(hint.newStartingHashKey);
    assert.ok(point > 1_100n && point <= 1_110n, hint.newStartingHashKey);
    assert.equal(hint.lowerShare, 0.5);
  });

  it('does not name the hash of a key that is hidden', () => {
    const hintOf = (...keys: KeyLoad[]): unknown =>
      splitHintOf({
        ...RANGE,
        limitShare: 1.2,
        keys: keys.map((it) => ({ ...it, isHidden: true })),
      });
    assert.deepEqual(
      [
        hintOf(key(1_100n, 0.5), key(1_900n, 0.5)),
        hintOf(key(1_101n, 0.5), key(1_102n, 0.5)),
        hintOf(key(1_101n, 0.9), key(1_102n, 0.1)),
      ],
      [
        { kind: 'split', newStartingHashKey: '1500', lowerShare: 0.5 },
        undefined,
        { kind: 'oneKey', partitionKey: 'key 1101', share: 0.9 },
      ],
    );
  });

  it('says so when one key takes most of the shard', () => {
    assert.deepEqual(
      splitHintOf({ ...RANGE, limitShare: 1, keys: [key(1_500n, 0.2), key(1_400n, 0.8)] }),
      { kind: 'oneKey', partitionKey: 'key 1400', share: 0.8 },
    );
  });

  it('is none where much of the load came by hash keys that nobody tells', () => {
    const few = [key(5n, 0.2), key(1_500n, 0.3)];
    assert.equal(splitHintOf({ ...RANGE, limitShare: 1, keys: few })?.kind, 'split');
    const most = [key(5n, 0.9), key(1_500n, 0.1)];
    assert.equal(splitHintOf({ ...RANGE, limitShare: 1, keys: most }), undefined);
  });

  it('is none for a shard of a single hash key', () => {
    const range = { startingHashKey: 7n, endingHashKey: 7n };
    assert.equal(splitHintOf({ ...range, limitShare: 1, keys: [key(7n, 1)] }), undefined);
  });
});
