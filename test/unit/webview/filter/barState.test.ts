import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition, TailFilter } from '../../../../src/formats/filter.ts';
import {
  type BarState,
  barOf,
  chipOf,
  filterOf,
  withChip,
  withoutChip,
} from '../../../../webview/tail/filter/barState.ts';

const shard: Condition = { kind: 'shard', shardIds: ['shardId-000000000001'] };
const time: Condition = { kind: 'time', fromMs: 1_000, toMs: 2_000 };
const text: Condition = { kind: 'text', text: 'truck' };

test('holds a filter and gives it back', () => {
  const filters: TailFilter[] = [
    { conditions: [] },
    { conditions: [text] },
    { conditions: [{ kind: 'regex', pattern: 'a+' }, shard] },
    { conditions: [{ kind: 'expression', expression: 'size > 1' }, shard, time] },
    { conditions: [{ ...text, negated: true }] },
    { conditions: [{ kind: 'text', text: '' }] },
  ];
  for (const filter of filters) {
    for (const mode of ['text', 'regex', 'expression', 'query'] as const) {
      assert.deepEqual(filterOf(barOf(filter, mode)), filter, mode);
    }
  }
  // What is typed comes first.
  assert.deepEqual(filterOf(barOf({ conditions: [shard, text] }, 'text')).conditions, [
    text,
    shard,
  ]);
});

test('puts what the box can hold into the box, and the rest into chips', () => {
  const filter = { conditions: [shard, { kind: 'regex', pattern: 'a+' } as const, text] };
  assert.deepEqual(barOf(filter, 'text'), { mode: 'regex', box: 'a+', chips: [shard, text] });
  assert.deepEqual(barOf(filter, 'query'), {
    mode: 'query',
    box: 'shard:1 /a+/ truck',
    chips: [],
  });
});

test('finds the chip that a problem is about', () => {
  const bar: BarState = { mode: 'text', box: 'a', chips: [shard, time] };
  assert.deepEqual(
    [
      chipOf(bar, 0),
      chipOf(bar, 2),
      chipOf({ ...bar, box: '' }, 0),
      chipOf({ ...bar, mode: 'query' }, 1),
    ],
    [undefined, 1, 0, undefined],
  );
});

test('adds a chip once, and has one time at most', () => {
  const later: Condition = { kind: 'time', fromMs: 5_000 };
  const bar: BarState = { mode: 'text', box: 'a', chips: [time, shard] };
  assert.deepEqual(withChip(bar, later).chips, [shard, later]);
  assert.deepEqual(withChip(bar, { ...shard }).chips, [time, shard]);
  assert.equal(
    withChip({ mode: 'query', box: 'a shard:1', chips: [] }, { kind: 'time', fromMs: 0 }).box,
    'a shard:1 time:1970-01-01T00:00:00.000Z..',
  );
});

test('takes out a refused chip only, and keeps what was typed meanwhile', () => {
  const later: Condition = { kind: 'time', fromMs: 5_000 };
  const before: BarState = { mode: 'text', box: 'a', chips: [time, shard] };
  const after = withChip(before, later);
  assert.deepEqual(withoutChip({ ...after, box: 'abc' }, { before, after }), {
    mode: 'text',
    box: 'abc',
    chips: [shard, time],
  });
  const asked: BarState = { mode: 'query', box: 'a', chips: [] };
  const told = withChip(asked, shard);
  assert.equal(withoutChip(told, { before: asked, after: told }).box, 'a');
  const typed = { ...told, box: 'a shard:1 b' };
  assert.equal(withoutChip(typed, { before: asked, after: told }), typed);
});
