import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { StoredRecord } from '../../../../src/engine/store/recordTable.ts';
import { Store } from '../../../../src/engine/store/store.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const SHARD_KEY = 3;
/** What SQLite's JSON has to carry. */
const KEYS = ['', 'plain', '"quoted\\', 'line\n\u2028', 'ключ 🔑', 'nothing \0 after', '\u0001'];

describe('RecordTable', () => {
  let store: Store;

  beforeEach(() => {
    store = new Store();
  });
  afterEach(() => {
    store.close();
  });

  it('reads a range up to its bounds, as a plain list would be cut', async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = seededRandom(seed);
    const upTo = (max: number): number => Math.floor(random() * (max + 1));
    const kept: StoredRecord[] = Array.from({ length: 300 }, (_, index) => ({
      position: index + 1,
      arrivedMs: 1_700_000_000_000 + index,
      partitionKey: `${KEYS[upTo(KEYS.length - 1)] ?? ''}${'k'.repeat(upTo(20))}`,
      // Some are large, so that reading changes its pace on the way; some are empty.
      data: randomBytes(random, random() < 0.1 ? upTo(400_000) : upTo(20) * upTo(20)),
    }));
    await store.write(() => {
      for (const shardKey of [SHARD_KEY - 1, SHARD_KEY, SHARD_KEY + 1]) {
        for (const record of kept) store.records.insert(shardKey, record);
      }
    });
    for (let run = 0; run < 100; run += 1) {
      const options = {
        shardKey: SHARD_KEY,
        from: upTo(310),
        end: upTo(310),
        recordsMax: 1 + upTo(120),
        bytesMax: upTo(1_000_000),
      };
      const positions = store.records.read(options).map((record) => record.position);
      assert.deepEqual(positions, cut(kept, options), `seed ${String(seed)}`);
    }
    const all = { shardKey: SHARD_KEY, from: 0, end: 1_000, recordsMax: 1_000, bytesMax: Infinity };
    assert.deepEqual(store.records.read(all), kept);
  });
});

function randomBytes(random: () => number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  // Enough of them to tell places and records apart, and not only what is text in UTF-8.
  for (let at = 0; at < length; at += 1 + (length >>> 6)) bytes[at] = random() * 256;
  return bytes;
}

function cut(
  kept: readonly StoredRecord[],
  options: { from: number; end: number; recordsMax: number; bytesMax: number },
): number[] {
  const positions: number[] = [];
  let bytes = 0;
  for (const { position, partitionKey, data } of kept) {
    if (position < options.from || position >= options.end) continue;
    bytes += data.length + partitionKey.length;
    if (bytes > options.bytesMax && positions.length > 0) break;
    positions.push(position);
    if (positions.length === options.recordsMax) break;
  }
  return positions;
}
