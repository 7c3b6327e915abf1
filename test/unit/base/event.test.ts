import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Emitter } from '../../../src/base/event.ts';

describe('Emitter', () => {
  it('tells every listener until it is disposed, even one that subscribed twice', () => {
    const heard: string[] = [];
    const emitter = new Emitter<number>();
    const listener = (value: number): number => heard.push(`a${value}`);
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, ['a1', 'a1', 'a2']);
  });

  it('tells the others when one throws', () => {
    const heard: number[] = [];
    const errors: unknown[] = [];
    const emitter = new Emitter<number>((error) => errors.push(error));
    const failure = new Error('listener');
    emitter.event(() => {
      throw failure;
    });
    emitter.event((value) => heard.push(value));
    emitter.fire(1);
    emitter.dispose();
    assert.deepEqual([heard, errors], [[1], [failure]]);
  });

  it('does not tell a listener that came while it fires', () => {
    const heard: string[] = [];
    const emitter = new Emitter<number>();
    emitter.event((value) => {
      heard.push(`outer ${value}`);
      if (value === 1) emitter.event((later) => heard.push(`inner ${later}`));
    });
    emitter.fire(1);
    emitter.fire(2);
    emitter.dispose();
    assert.deepEqual(heard, ['outer 1', 'outer 2', 'inner 2']);
  });
});
