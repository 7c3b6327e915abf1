import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PagedList } from '../../../src/host/views/pagedList.ts';
import { TaskQueue } from '../../../src/host/views/taskQueue.ts';

const signal = new AbortController().signal;

test('pages are loaded one by one, each once', async () => {
  const asked: (string | undefined)[] = [];
  const list = new PagedList<number>({
    limit: 2,
    signal,
    fetch: ({ next }) => {
      asked.push(next);
      return Promise.resolve(
        next === undefined ? { items: [1, 2], next: 'b' } : { items: [3], next: undefined },
      );
    },
  });
  assert.deepEqual(await Promise.all([list.first(), list.first()]), [
    [1, 2],
    [1, 2],
  ]);
  assert.equal(list.hasMore, true);
  await list.more();
  await list.more();
  assert.deepEqual(
    { items: list.items, more: list.hasMore, asked },
    { items: [1, 2, 3], more: false, asked: [undefined, 'b'] },
  );
});

test('as much as was seen before is loaded at once', async () => {
  const list = new PagedList<number>({
    limit: 1,
    depth: 3,
    signal,
    fetch: ({ next }) => {
      const item = Number(next ?? 1);
      return Promise.resolve({ items: [item], next: String(item + 1) });
    },
  });
  assert.deepEqual(
    [await list.first(), await list.first()],
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
  );
});

test('a page that failed is asked for again', async () => {
  let calls = 0;
  const list = new PagedList<number>({
    limit: 2,
    signal,
    fetch: () => {
      calls += 1;
      return calls === 1
        ? Promise.reject(new Error('no network'))
        : Promise.resolve({ items: [1], next: undefined });
    },
  });
  await assert.rejects(list.first(), /no network/);
  assert.deepEqual(await list.first(), [1]);
});

test('a queue runs no more tasks at once than it may, and all of them', async () => {
  const queue = new TaskQueue(2);
  let running = 0;
  let most = 0;
  const task = async (value: number): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    if (value === 3) throw new Error('three');
    return value;
  };
  const results = await Promise.allSettled(
    [1, 2, 3, 4, 5].map((value) => queue.run(() => task(value))),
  );
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed')),
    [1, 2, 'failed', 4, 5],
  );
  assert.equal(most, 2);
});
