import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { encodeSequenceNumber, RECORD_INDEX_MAX } from '../../../../src/formats/sequenceNumber.ts';
import { LineageLog } from '../../../../src/tail/reading/lineageLog.ts';
import { LINEAGE_AT_END_MS, LINEAGE_SHARDS_MAX } from '../../../../src/tail/limits.ts';
import type { SourceShard } from '../../../../src/tail/source.ts';

const CREATED_MS = 1_700_000_000_000;
const HALF = 1n << 127n;

function listed(index: number, more: Partial<SourceShard> = {}): SourceShard {
  const shardCreatedSeconds = CREATED_MS / 1_000 + index * 60;
  const parts = { shardCreatedSeconds, shardIndex: index, timeSeconds: shardCreatedSeconds };
  return {
    shardId: `shardId-${String(index).padStart(12, '0')}`,
    endingSequenceNumber: undefined,
    parentShardIds: [],
    startingHashKey: '0',
    endingHashKey: String(HALF - 1n),
    startingSequenceNumber: encodeSequenceNumber({ ...parts, recordIndex: 0n }),
    ...more,
  };
}

function endOf(index: number, closedMs: number): string {
  return encodeSequenceNumber({
    shardCreatedSeconds: CREATED_MS / 1_000 + index * 60,
    shardIndex: index,
    recordIndex: RECORD_INDEX_MAX,
    timeSeconds: closedMs / 1_000,
  });
}

describe('LineageLog', () => {
  it('knows of a shard where it lies, when it lived and what was read of it', () => {
    const log = new LineageLog();
    const parent = listed(0, { endingSequenceNumber: endOf(0, CREATED_MS + 60_000) });
    const child = listed(1, { parentShardIds: [parent.shardId] });
    log.listed([parent, child]);
    log.chosen(parent, { type: 'TRIM_HORIZON' });
    log.setState(parent.shardId, 'reading');
    log.positioned(parent.shardId, CREATED_MS + 300_000);
    log.answered(parent.shardId, 270_000, CREATED_MS + 300_000);
    const data = new Uint8Array(7);
    const record = { partitionKey: 'k', data, encryptionType: undefined };
    log.took(parent.shardId, [{ ...record, sequenceNumber: '1', arrivalMs: CREATED_MS + 20_000 }]);
    const [shown, other] = log.snapshot(CREATED_MS + 300_000).shards;
    assert.deepEqual(shown, {
      shardId: parent.shardId,
      parentShardIds: [],
      hashFrom: 0,
      hashTo: 0.5,
      createdMs: CREATED_MS,
      closedMs: CREATED_MS + 60_000,
      state: 'reading',
      recordsRead: 1,
      bytesRead: 7,
      readFromMs: CREATED_MS,
      readToMs: CREATED_MS + 30_000,
    });
    assert.deepEqual([other?.state, other?.parentShardIds], ['notChosen', [parent.shardId]]);
    log.ended(parent.shardId, false);
    assert.equal(log.snapshot(0).shards[0]?.readToMs, CREATED_MS + 60_000);
  });

  it('is behind as the shard that is furthest behind, one that waits for its parents included', () => {
    const log = new LineageLog();
    const nowMs = CREATED_MS + 600_000;
    const child = listed(1, { parentShardIds: ['shardId-000000000000'] });
    log.listed([listed(0), child]);
    assert.equal(log.behindMs(nowMs), undefined);
    log.chosen(listed(0), { type: 'TRIM_HORIZON' });
    log.setState('shardId-000000000000', 'reading');
    assert.equal(log.behindMs(nowMs), undefined);
    log.answered('shardId-000000000000', 5_000, nowMs);
    assert.equal(log.behindMs(nowMs), 5_000);
    log.chosen(child, { type: 'TRIM_HORIZON' });
    assert.equal(log.behindMs(nowMs), 540_000);
    log.ended('shardId-000000000000', false);
    log.ended(child.shardId, true);
    assert.equal(log.behindMs(nowMs), undefined);
    assert.equal(log.snapshot(nowMs).shards[0]?.state, 'expired');
  });

  it('shows the shards of the tail first, the youngest of them, and counts the others', () => {
    const log = new LineageLog();
    const shards = Array.from({ length: LINEAGE_SHARDS_MAX + 40 }, (_, index) => listed(index));
    log.listed(shards);
    const chosen = shards.slice(10, 20);
    for (const shard of chosen) log.chosen(shard, { type: 'LATEST' });
    const { shards: shown, left } = log.snapshot(0);
    assert.deepEqual([shown.length, left], [LINEAGE_SHARDS_MAX, 40]);
    assert.deepEqual(
      shown.slice(0, 11).map(({ shardId }) => Number(shardId.slice(-4))),
      [19, 18, 17, 16, 15, 14, 13, 12, 11, 10, LINEAGE_SHARDS_MAX + 39],
    );
    assert.deepEqual(
      log.chosenShardIds,
      chosen.map(({ shardId }) => shardId),
    );
  });

  it('is read up to now at the end of a shard, until nothing was heard for long', () => {
    const log = new LineageLog();
    const shard = listed(0);
    log.listed([shard]);
    log.chosen(shard, { type: 'TRIM_HORIZON' });
    log.setState(shard.shardId, 'reading');
    log.positioned(shard.shardId, CREATED_MS);
    log.answered(shard.shardId, 0, CREATED_MS + 60_000);
    const readTo = (afterMs: number): number | undefined => {
      const [shown] = log.snapshot(CREATED_MS + 60_000 + afterMs).shards;
      return shown?.readToMs === undefined ? undefined : shown.readToMs - CREATED_MS - 60_000;
    };
    const reached = [0, 5_000, LINEAGE_AT_END_MS, LINEAGE_AT_END_MS + 1].map(readTo);
    assert.deepEqual(reached, [0, 5_000, LINEAGE_AT_END_MS, 0]);
    log.answered(shard.shardId, 1, CREATED_MS + 60_000);
    assert.equal(readTo(5_000), 0);
  });
});
