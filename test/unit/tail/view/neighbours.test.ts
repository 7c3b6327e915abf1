import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NeighbourSearch } from '../../../../src/tail/view/neighbours.ts';
import { TailView } from '../../../../src/tail/view/tailView.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

function viewOf(keys: readonly string[]): TailView {
  const view = new TailView({ recordsMax: 200_000, bytesMax: 10_000_000 });
  const records = keys.map((partitionKey, index) => ({
    sequenceNumber: String(index),
    partitionKey,
    arrivalMs: 0,
    data: new Uint8Array(1),
    encryptionType: undefined,
  }));
  view.append('s', records, 0);
  return view;
}

test('finds the nearest row with the same key, as a plain search does', async () => {
  const random = seededRandom(11);
  const keys = Array.from({ length: 500 }, () => `k${Math.floor(random() * 40)}`);
  const view = viewOf(keys);
  const search = new NeighbourSearch(view, new FakeClock());
  const { generation } = view.counts;
  for (let round = 0; round < 200; round++) {
    const ordinal = Math.floor(random() * keys.length);
    const next = keys.indexOf(keys[ordinal] ?? '', ordinal + 1);
    const previous = ordinal === 0 ? -1 : keys.lastIndexOf(keys[ordinal] ?? '', ordinal - 1);
    if (next >= 0) {
      assert.equal(await search.find({ generation, ordinal, direction: 'next' }), next);
    }
    if (previous >= 0) {
      assert.equal(await search.find({ generation, ordinal, direction: 'previous' }), previous);
    }
  }
});

test('searches a long way in slices, and gives up when another search begins', async () => {
  const keys = ['first', ...Array<string>(90_000).fill('other'), 'first'];
  const view = viewOf(keys);
  const clock = new FakeClock();
  const search = new NeighbourSearch(view, clock);
  const start = { generation: view.counts.generation, ordinal: 0, direction: 'next' } as const;
  const given = search.find(start).catch((error: unknown) => error);
  const found = search.find(start);
  assert.equal(((await given) as { code: string }).code, 'cancelled');
  await clock.advance(10);
  assert.equal(await found, 90_001);
});

test('finds nothing beyond the ends, in another generation, or past a pause', async () => {
  const view = viewOf(['a', 'b']);
  const search = new NeighbourSearch(view, new FakeClock());
  const { generation } = view.counts;
  view.pause();
  view.append(
    's',
    [
      {
        sequenceNumber: '2',
        partitionKey: 'a',
        arrivalMs: 0,
        data: new Uint8Array(1),
        encryptionType: undefined,
      },
    ],
    0,
  );
  const asked = [
    { generation: generation + 1, ordinal: 0, direction: 'next' },
    { generation, ordinal: 7, direction: 'next' },
  ] as const;
  for (const start of asked) assert.equal(await search.find(start), undefined);
});
