import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { RowPage } from '../../../../src/protocol/webview/tail.ts';
import { RowCache } from '../../../../webview/tail/grid/rowCache.ts';
import { RowLoader } from '../../../../webview/tail/grid/rowLoader.ts';
import { deferred } from '../deferred.ts';
import { pageOf } from '../tailRows.ts';

interface Asked {
  readonly generation: number;
  readonly from: number;
  readonly count: number;
}

describe('the loader of rows', () => {
  let cache: RowCache;
  let loader: RowLoader;
  let asked: Asked[];
  let answer: (page: RowPage | Error) => Promise<void>;
  let loadedCount: number;

  beforeEach(() => {
    cache = new RowCache(1000);
    cache.reset(1);
    asked = [];
    loadedCount = 0;
    loader = new RowLoader({
      cache,
      rowsPerRequestMax: 200,
      request: (request) => {
        asked.push(request);
        const { promise, settle } = deferred<RowPage>();
        answer = settle;
        return promise;
      },
      onLoaded: () => loadedCount++,
    });
  });

  test('asks for what is missing, and no more at once than the contract allows', () => {
    cache.put(pageOf(1, 0, 10));
    loader.want(5, 500);
    assert.deepEqual(asked, [{ generation: 1, from: 10, count: 200 }]);
  });

  test('asks for nothing when everything is here', () => {
    cache.put(pageOf(1, 0, 10));
    loader.want(0, 10);
    assert.deepEqual(asked, []);
  });

  test('has one request under way, whatever is wanted meanwhile', async () => {
    loader.want(0, 20);
    for (let from = 100; from < 1000; from += 100) loader.want(from, from + 20);
    assert.equal(asked.length, 1);
    await answer(pageOf(1, 0, 20));
    loader.want(900, 920);
    assert.deepEqual([asked[1], loadedCount], [{ generation: 1, from: 900, count: 20 }, 1]);
  });

  test('ignores rows of an old generation and asks in the new one', async () => {
    loader.want(0, 20);
    cache.reset(2);
    loader.want(0, 20);
    await answer(pageOf(1, 0, 20));
    assert.deepEqual(
      [asked[1], cache.size, loadedCount],
      [{ generation: 2, from: 0, count: 20 }, 0, 0],
    );
  });

  test('drops rows that were asked for before the columns changed, and asks again', async () => {
    loader.want(0, 20);
    cache.outdate();
    loader.want(0, 20);
    await answer(pageOf(1, 0, 20));
    assert.deepEqual(
      [asked[1], cache.size, loadedCount],
      [{ generation: 1, from: 0, count: 20 }, 0, 0],
    );
    await answer(pageOf(1, 0, 20));
    assert.deepEqual([cache.size, loadedCount], [20, 1]);
  });

  test('asks ahead of a view that moves, as far as there are rows, and not of one that jumps', async () => {
    const rows = { first: 0, end: 1000 };
    const steps: [number, number][] = [
      [500, 540],
      [510, 550],
      [505, 545],
      [300, 340],
      [940, 980],
      [950, 990],
      [2, 42],
      [1, 41],
    ];
    for (const [from, to] of steps) {
      cache.reset(1);
      loader.want(from, to, rows);
      await answer(pageOf(1, 0, 0));
    }
    assert.deepEqual(
      asked.map(({ from, count }) => [from, from + count]),
      [
        [500, 540],
        [510, 610],
        [475, 545],
        [300, 340],
        [940, 980],
        [950, 1000],
        [2, 42],
        [0, 41],
      ],
    );
  });

  test('does not spin on an answer that brings nothing', async () => {
    loader.want(0, 20);
    await answer(pageOf(1, 0, 0));
    assert.deepEqual([asked.length, loadedCount], [1, 0]);
  });

  test('asks again after a failure when something is wanted', async () => {
    loader.want(0, 20);
    await answer(new Error('The host is gone'));
    loader.want(0, 20);
    assert.equal(asked.length, 2);
  });
});
