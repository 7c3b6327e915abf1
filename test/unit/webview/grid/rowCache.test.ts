import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RowCache } from '../../../../webview/tail/grid/rowCache.ts';
import { pageOf } from '../tailRows.ts';

function cacheOf(rowsMax = 100): RowCache {
  const cache = new RowCache(rowsMax);
  cache.reset(1);
  return cache;
}

describe('the cache of rows', () => {
  test('gives back what was put, and counts only what is new', () => {
    const cache = cacheOf();
    const added = [cache.put(pageOf(1, 10, 5)), cache.put(pageOf(1, 12, 5))];
    assert.deepEqual(
      { added, row: cache.get(16)?.partitionKey, none: cache.get(17), end: cache.loadedEnd },
      { added: [5, 2], row: 'key-16', none: undefined, end: 17 },
    );
  });

  test('ignores a page of another generation', () => {
    const cache = cacheOf();
    assert.deepEqual([cache.put(pageOf(2, 0, 5)), cache.size], [0, 0]);
  });

  test('forgets everything when a generation starts', () => {
    const cache = cacheOf();
    cache.put(pageOf(1, 0, 5));
    cache.reset(2);
    assert.deepEqual([cache.size, cache.generation, cache.loadedEnd], [0, 2, 0]);
  });

  test('names the smallest range that covers what is missing', () => {
    const cache = cacheOf();
    cache.put(pageOf(1, 0, 10));
    cache.put(pageOf(1, 20, 10));
    assert.deepEqual(
      [cache.missing(0, 10), cache.missing(5, 25), cache.missing(15, 40), cache.missing(7, 7)],
      [undefined, { from: 10, to: 20 }, { from: 15, to: 40 }, undefined],
    );
  });

  test('forgets the rows far from sight when it holds too many', () => {
    const cache = cacheOf(100);
    for (let from = 0; from < 500; from += 50) {
      cache.put(pageOf(1, from, 50));
      cache.trim(from + 20, from + 50);
    }
    assert.equal(cache.missing(470, 500), undefined);
    assert.ok(cache.size <= 100 + 50, `${cache.size} rows are held`);
  });
});
