import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { LineageShard } from '../../../../src/protocol/webview/lineage.ts';
import { layOut, moveBand, readShare, timeScale } from '../../../../webview/tail/lineage/layout.ts';
import { shardText } from '../../../../webview/tail/lineage/lineageText.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const NOW_MS = new Date(2026, 2, 1, 12, 0, 0).getTime();
const MINUTE_MS = 60_000;

function shard(index: number, more: Partial<LineageShard> = {}): LineageShard {
  return {
    shardId: `shardId-00000000000${index}`,
    parentShardIds: [],
    hashFrom: 0,
    hashTo: 1,
    createdMs: NOW_MS - 10 * MINUTE_MS,
    closedMs: undefined,
    state: 'reading',
    recordsRead: 0,
    bytesRead: 0,
    readFromMs: undefined,
    readToMs: undefined,
    ...more,
  };
}

/** 0 was split into 1 and 2 in the middle of its ten minutes. */
const PARENT = shard(0, {
  closedMs: NOW_MS - 5 * MINUTE_MS,
  state: 'ended',
  recordsRead: 1_234,
  bytesRead: 2_200_000,
  readFromMs: NOW_MS - 10 * MINUTE_MS,
  readToMs: NOW_MS - 5 * MINUTE_MS,
});
const LEFT = shard(1, {
  parentShardIds: [PARENT.shardId],
  createdMs: NOW_MS - 5 * MINUTE_MS,
  hashTo: 0.25,
  readFromMs: NOW_MS - 5 * MINUTE_MS,
  readToMs: NOW_MS - 2.5 * MINUTE_MS,
});
const RIGHT = shard(2, {
  parentShardIds: [PARENT.shardId],
  createdMs: NOW_MS - 5 * MINUTE_MS,
  hashFrom: 0.25,
  state: 'notChosen',
});
const SHARDS = [RIGHT, LEFT, PARENT];

describe('layOut', () => {
  it('draws time to the right and hash keys downwards, filled as far as it was read', () => {
    const bands = layOut({ shards: SHARDS, left: 0, nowMs: NOW_MS }, { width: 400, height: 100 });
    assert.deepEqual(
      bands.map(({ shard: { shardId }, ...place }) => [shardId.slice(-1), place]),
      [
        ['2', { x: 200, y: 25, width: 200, height: 75, readX: 200, readWidth: 0 }],
        ['1', { x: 200, y: 0, width: 200, height: 25, readX: 200, readWidth: 100 }],
        ['0', { x: 0, y: 0, width: 200, height: 100, readX: 0, readWidth: 200 }],
      ],
    );
  });

  it('leaves out what it knows nothing of, and draws nothing outside', () => {
    const seed = 20_261_120;
    const random = seededRandom(seed);
    const shards = Array.from({ length: 300 }, (_, index) => {
      const createdMs = NOW_MS - Math.floor(random() * 5) * 1_000 - Math.floor(random() ** 9 * 9e8);
      const from = random();
      return shard(index % 10, {
        hashFrom: random() < 0.05 ? undefined : from,
        hashTo: Math.min(1, from + random()),
        createdMs: random() < 0.05 ? undefined : createdMs,
        closedMs: random() < 0.5 ? undefined : createdMs + Math.floor(random() * 3) * 1_000,
        readFromMs: createdMs - 5_000,
        readToMs: createdMs + 5_000,
      });
    });
    const bands = layOut({ shards, left: 0, nowMs: NOW_MS }, { width: 500, height: 140 });
    assert.ok(bands.length > 200 && bands.length < 300);
    for (const { x, y, width, height, readX, readWidth } of bands) {
      const all = [x, y, width, height, readX, readWidth];
      assert.ok(
        all.every((value) => Number.isFinite(value) && value >= 0),
        `${seed}: ${String(all)}`,
      );
      assert.ok(x + width <= 503.5 && y <= 140, `${seed}: ${String(all)}`);
      assert.ok(readX >= x && readX + readWidth <= x + width + 0.001, `${seed}: ${String(all)}`);
    }
  });

  it('keeps a storm visible beside a shard that lived for days', () => {
    const x = timeScale([0, 86_400_000, 86_401_000, 86_402_000, 86_403_000], 400);
    const places = [0, 86_400_000, 86_401_000, 86_402_000, 86_403_000].map(x);
    assert.ok(places.every((place, index) => index === 0 || place - (places[index - 1] ?? 0) > 49));
    assert.deepEqual([places[0], places[4]], [0, 400]);
  });
});

describe('readShare', () => {
  it('is the part of its life so far', () => {
    assert.deepEqual(
      [
        readShare(PARENT, NOW_MS),
        readShare(LEFT, NOW_MS),
        readShare(RIGHT, NOW_MS),
        readShare(shard(3), NOW_MS),
        readShare(shard(3, { createdMs: undefined, readFromMs: 1, readToMs: 2 }), NOW_MS),
        readShare({ ...PARENT, readFromMs: NOW_MS - 6 * MINUTE_MS }, NOW_MS),
        readShare({ ...PARENT, state: 'expired' }, NOW_MS),
      ],
      [1, 0.5, 0, 0, undefined, 0.2, 0],
    );
  });

  it('is told in a sentence with the rest', () => {
    assert.deepEqual(
      [LEFT, RIGHT].map((band) => shardText(band, { format: 'local', nowMs: NOW_MS })),
      [
        'Shard 0001 from 0000 · hash keys 0 – 25 % · 2026-03-01 11:55:00 to now · being read · 0 records, 0 B, 50 % of its life',
        'Shard 0002 from 0000 · hash keys 25 – 100 % · 2026-03-01 11:55:00 to now · not read by this tail',
      ],
    );
  });
});

describe('moveBand', () => {
  it('goes to parents, to children, and to neighbours of the same time', () => {
    const moves = [
      [LEFT, 'ArrowLeft'],
      [PARENT, 'ArrowRight'],
      [LEFT, 'ArrowDown'],
      [RIGHT, 'ArrowUp'],
      [LEFT, 'ArrowUp'],
      [PARENT, 'ArrowLeft'],
      [LEFT, 'Enter'],
    ] as const;
    assert.deepEqual(
      moves.map(([from, key]) => moveBand(key, from, SHARDS)?.shardId.slice(-1)),
      ['0', '2', '2', '1', undefined, undefined, undefined],
    );
  });
});
