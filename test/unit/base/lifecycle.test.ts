import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { DisposableStore, toDisposable } from '../../../src/base/lifecycle.ts';

describe('toDisposable', () => {
  it('runs once, even when it disposes itself', () => {
    let runs = 0;
    const disposable = toDisposable(() => {
      runs++;
      disposable.dispose();
    });
    disposable.dispose();
    disposable.dispose();
    assert.equal(runs, 1);
  });
});

describe('DisposableStore', () => {
  it('disposes newest first, and once', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    for (const name of ['a', 'b', 'c']) store.add({ dispose: () => order.push(name) });
    store.dispose();
    store.dispose();
    assert.deepEqual([order, store.disposed], [['c', 'b', 'a'], true]);
  });

  it('disposes newcomers at once when it is disposed', () => {
    const store = new DisposableStore();
    store.dispose();
    let runs = 0;
    store.add({ dispose: () => runs++ });
    assert.equal(runs, 1);
  });

  it('stays usable after clear', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add({ dispose: () => order.push('a') });
    store.clear();
    const kept = store.add({ dispose: () => order.push('b') });
    assert.deepEqual([order, store.disposed], [['a'], false]);
    store.delete(kept);
    store.delete(kept);
    store.dispose();
    assert.deepEqual(order, ['a', 'b']);
  });

  it('disposes the others when one throws, and then says so', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    const failure = new Error('cannot close');
    store.add({ dispose: () => order.push('a') });
    store.add({
      dispose: () => {
        throw failure;
      },
    });
    store.add({ dispose: () => order.push('c') });
    assert.throws(
      () => store.dispose(),
      (error) => error instanceof AggregateError && error.errors[0] === failure,
    );
    assert.deepEqual(order, ['c', 'a']);
  });
});
