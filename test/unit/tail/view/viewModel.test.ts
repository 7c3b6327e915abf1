import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RowOrder } from '../../../../src/protocol/webview/grid.ts';
import { TailView } from '../../../../src/tail/view/tailView.ts';
import type { WindowBounds, WindowRecord } from '../../../../src/tail/window/recordWindow.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import {
  isShown,
  type PlainCondition,
  randomFilter,
  randomRecord,
  SHARDS,
} from '../filter/plainFilter.ts';

interface Model {
  readonly bounds: WindowBounds;
  generation: number;
  received: WindowRecord[];
  dropped: number;
  isPaused: boolean;
  order: RowOrder;
  /** Whether the rows of this generation are in the order that was asked for. */
  isOrdered: boolean;
  frozenEnd: number | undefined;
  filter: readonly PlainCondition[];
  /** Which record each ordinal of this generation has shown. */
  seen: Map<number, string>;
}

describe('TailView', () => {
  it('shows what a plain array would show, whatever happens in which order', () => {
    let ordered = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const random = seededRandom(seed);
      const bounds = {
        recordsMax: 1 + Math.floor(random() * 50),
        // Of one run in two, the bytes are what bounds the window.
        bytesMax: random() < 0.5 ? 1_000_000 : 100 + Math.floor(random() * 1_500),
      };
      const view = new TailView(bounds);
      const model: Model = {
        bounds,
        generation: 1,
        received: [],
        dropped: 0,
        isPaused: false,
        order: 'read',
        isOrdered: false,
        frozenEnd: undefined,
        filter: [],
        seen: new Map(),
      };
      for (let step = 0; step < 200; step++) {
        act(view, model, random);
        const message = `seed ${seed} step ${step}`;
        if (random() < 0.5) {
          // Some records only, as where a slice's time is up.
          let reads = 0;
          if (random() < 0.5) view.workSlice(() => 3 * reads++);
          followOrder(view, model, message);
          compareStart(view, model, message);
          continue;
        }
        while (view.pending > 0) view.workSlice(() => 0);
        followOrder(view, model, message);
        compare(view, model, message);
        if (model.isOrdered) ordered++;
      }
    }
    assert.ok(ordered > 1_000, `only ${ordered} views were in order of arrival`);
  });
});

function act(view: TailView, model: Model, random: () => number): void {
  const choice = random();
  if (choice < 0.7) {
    const records = Array.from({ length: Math.floor(random() * 20) }, (_, index) =>
      randomRecord(random, model.received.length + index),
    );
    const [shardId = ''] = records.map((record) => record.shardId);
    const batch = records.map((record) => ({ ...record, shardId }));
    assert.equal(view.append(shardId, batch, 0), append(model, batch));
  } else if (choice < 0.75) {
    view.pause();
    model.isPaused = true;
    model.frozenEnd ??= model.received.length;
  } else if (choice < 0.8) {
    view.resume();
    Object.assign(model, { isPaused: false, frozenEnd: undefined });
    order(model, 'read');
  } else if (choice < 0.88) {
    const by = random() < 0.7 ? 'arrival' : 'read';
    view.order(by);
    order(model, by);
  } else if (choice < 0.9) {
    view.clear();
    Object.assign(model, { received: [], dropped: 0 });
    if (model.frozenEnd !== undefined) model.frozenEnd = 0;
    renew(model);
  } else if (choice < 0.92) {
    const wasOrdered = model.isOrdered;
    view.showAnew();
    renew(model);
    model.isOrdered = wasOrdered && model.filter.length === 0;
  } else {
    const before = textOf(model);
    model.filter = randomFilter(random);
    const conditions = model.filter.map(({ condition }) => condition);
    assert.equal(view.setFilter({ conditions }), undefined);
    if (textOf(model) === before) return;
    renew(model);
  }
}

function renew(model: Model): void {
  model.generation++;
  model.isOrdered = false;
  model.seen = new Map();
}

function order(model: Model, by: RowOrder): void {
  if (by === model.order) return;
  model.order = by;
  if (by === 'arrival') model.frozenEnd ??= model.received.length;
  else if (!model.isPaused) model.frozenEnd = undefined;
  if (model.isOrdered) renew(model);
}

/** Rows are in order all at once, as a generation of their own. */
function followOrder(view: TailView, model: Model, message: string): void {
  const { order: now, orderPending = 0, first, end } = view.counts;
  assert.equal(now, model.order === 'arrival' && orderPending === 0 ? 'arrival' : 'read', message);
  if (now === 'read' || model.isOrdered || end === first) return;
  renew(model);
  model.isOrdered = true;
}

/** The same for filters that show the same, whatever the order of their conditions. */
function textOf({ filter }: Model): string {
  const texts = filter.map(({ condition }) => JSON.stringify(condition));
  return texts.sort().join();
}

/** How many of them the window takes; while paused it drops nothing for them. */
function append(model: Model, records: readonly WindowRecord[]): number {
  const { received, bounds, frozenEnd } = model;
  for (const [index, record] of records.entries()) {
    const isTooMuch = (): boolean => {
      const held = [...received.slice(model.dropped), record];
      const bytes = held.reduce((sum, it) => sum + it.data.length + it.partitionKey.length, 0);
      return held.length > 1 && (held.length > bounds.recordsMax || bytes > bounds.bytesMax);
    };
    if (frozenEnd !== undefined && isTooMuch()) return index;
    while (isTooMuch()) model.dropped++;
    received.push(record);
  }
  return records.length;
}

function expectedNumbers({ received, dropped, frozenEnd, filter, isOrdered }: Model): string[] {
  const shown = received
    .slice(dropped, frozenEnd ?? received.length)
    .filter((record) => isShown(filter, record));
  return (isOrdered ? merged(shown) : shown).map(({ sequenceNumber }) => sequenceNumber);
}

/** Of the records that are next in their shards, the one that arrived, or else was read, first. */
function merged(records: readonly WindowRecord[]): WindowRecord[] {
  const left = [...records];
  const result: WindowRecord[] = [];
  while (left.length > 0) {
    const heads = SHARDS.flatMap((shardId) => left.find((it) => it.shardId === shardId) ?? []);
    const firstMs = Math.min(...heads.map(({ arrivalMs }) => arrivalMs));
    const next = left.find((it) => heads.includes(it) && it.arrivalMs === firstMs);
    assert.ok(next);
    result.push(...left.splice(left.indexOf(next), 1));
  }
  return result;
}

function shownNumbers(view: TailView): string[] {
  const { generation, first } = view.counts;
  const page = view.rows({ generation, from: first - 3, count: 500 });
  assert.equal(page.from, first);
  return page.rows.map((row) => row.sequenceNumber);
}

/** While it is being looked through: nothing that does not match, nothing left out, nothing gone. */
function compareStart(view: TailView, model: Model, message: string): void {
  const shown = shownNumbers(view);
  assert.deepEqual(shown, expectedNumbers(model).slice(0, shown.length), message);
  checkOrdinals(view, model, shown, message);
}

function compare(view: TailView, model: Model, message: string): void {
  const shown = expectedNumbers(model);
  const { generation, first, end, received, dropped, waiting } = view.counts;
  const viewEnd = model.frozenEnd ?? model.received.length;
  assert.deepEqual(
    { counts: [generation, end - first, received, dropped, waiting], rows: shownNumbers(view) },
    {
      counts: [
        model.generation,
        shown.length,
        model.received.length,
        model.dropped,
        model.received.length - viewEnd,
      ],
      rows: shown,
    },
    message,
  );
  checkOrdinals(view, model, shown, message);
}

function checkOrdinals(
  view: TailView,
  model: Model,
  shown: readonly string[],
  message: string,
): void {
  const { first } = view.counts;
  for (const [index, sequenceNumber] of shown.entries()) {
    const before = model.seen.get(first + index) ?? sequenceNumber;
    assert.equal(sequenceNumber, before, `${message}: ordinal ${first + index} changed`);
    model.seen.set(first + index, sequenceNumber);
  }
}
