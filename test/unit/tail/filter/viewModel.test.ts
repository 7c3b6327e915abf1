import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { TailView } from '../../../../src/tail/view.ts';
import type { WindowRecord } from '../../../../src/tail/window.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const encoder = new TextEncoder();

function record(fields: Partial<WindowRecord> & { text?: string }): WindowRecord {
  return {
    shardId: 'shardId-000000000000',
    sequenceNumber: '495',
    partitionKey: 'truck_7',
    arrivalMs: 0,
    data: encoder.encode(fields.text ?? ''),
    encryptionType: undefined,
    ...fields,
  };
}

interface Model {
  generation: number;
  received: WindowRecord[];
  dropped: number;
  frozenEnd: number | undefined;
  text: string;
  /** Which record each ordinal of this generation has shown. */
  seen: Map<number, string>;
}

describe('TailView', () => {
  it('shows what a plain array would show, whatever happens in which order', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const recordsMax = 1 + Math.floor(random() * 50);
      const view = new TailView({ recordsMax, bytesMax: 1_000_000 });
      const model: Model = {
        generation: 1,
        received: [],
        dropped: 0,
        frozenEnd: undefined,
        text: '',
        seen: new Map(),
      };
      for (let step = 0; step < 300; step++) {
        act(view, model, random, recordsMax);
        if (random() < 0.5) continue;
        while (view.filterPending > 0) view.filterSlice(() => 0);
        compare(view, model, `seed ${seed} step ${step}`);
      }
    }
  });
});

function act(view: TailView, model: Model, random: () => number, recordsMax: number): void {
  const choice = random();
  if (choice < 0.7) {
    const records = Array.from({ length: Math.floor(random() * 20) }, (_, index) =>
      record({
        text: `v${Math.floor(random() * 4)}`,
        sequenceNumber: String(1_000_000 + model.received.length + index),
      }),
    );
    const taken = view.append('s', records, 0);
    const held = model.received.length - model.dropped;
    const room = model.frozenEnd === undefined ? records.length : recordsMax - held;
    assert.equal(taken, Math.min(records.length, Math.max(0, room)));
    model.received.push(...records.slice(0, taken));
    model.dropped = Math.max(model.dropped, model.received.length - recordsMax);
  } else if (choice < 0.78) {
    view.pause();
    model.frozenEnd ??= model.received.length;
  } else if (choice < 0.88) {
    view.resume();
    model.frozenEnd = undefined;
  } else if (choice < 0.9) {
    view.clear();
    Object.assign(model, { received: [], dropped: 0, seen: new Map() });
    if (model.frozenEnd !== undefined) model.frozenEnd = 0;
    model.generation++;
  } else {
    model.text = ['', 'V1', 'v2', 'nothing'][Math.floor(random() * 4)] ?? '';
    const { text } = model;
    view.setFilter({ conditions: text === '' ? [] : [{ kind: 'text', text }] });
    model.seen = new Map();
    model.generation++;
  }
}

function compare(view: TailView, model: Model, message: string): void {
  const viewEnd = model.frozenEnd ?? model.received.length;
  const shown = model.received
    .slice(model.dropped, viewEnd)
    .filter(({ data }) => new TextDecoder().decode(data).includes(model.text.toLowerCase()))
    .map(({ sequenceNumber }) => sequenceNumber);
  const { counts } = view;
  const { generation, first, end, received, dropped, waiting } = counts;
  const page = view.rows({ generation, from: first - 3, count: 500 });
  assert.deepEqual(
    {
      counts: [generation, end - first, received, dropped, waiting],
      from: page.from,
      rows: page.rows.map((row) => row.sequenceNumber),
    },
    {
      counts: [
        model.generation,
        shown.length,
        model.received.length,
        model.dropped,
        model.received.length - viewEnd,
      ],
      from: first,
      rows: shown,
    },
    message,
  );
  for (const [index, sequenceNumber] of shown.entries()) {
    const before = model.seen.get(first + index) ?? sequenceNumber;
    assert.equal(sequenceNumber, before, `${message}: ordinal ${first + index} changed`);
    model.seen.set(first + index, sequenceNumber);
  }
}
