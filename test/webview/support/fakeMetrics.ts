/** What the fake host tells of its shards; the third is hot. */
import type { HeatMap, HotKeyReport } from '../../../src/protocol/webview/metrics.ts';
import type {
  MetricsSample,
  ShardMetrics,
  TailReading,
  TailState,
} from '../../../src/protocol/webview/tail.ts';

/** The third shard is hot, and had a burst in the middle. */
export function heatMapOf(shardIds: readonly string[], endMs: number): HeatMap {
  const shards = shardIds.map((shardId, index) => ({
    shardId,
    records: Array.from({ length: 60 }, (_, column) =>
      Math.round((index === 2 ? 700 : 40 * (index + 1)) * (1 + Math.sin(column / 9) / 3)),
    ),
    bytes: Array.from({ length: 60 }, (_, column) =>
      index === 2 && column === 30 ? 1_258_291 : 9_000,
    ),
  }));
  return { endSecond: endMs / 1_000, secondsPerColumn: 5, shards, omitted: 0 };
}

export function hotKeysOf({
  knownShardIds,
  masking,
}: Pick<TailState, 'knownShardIds' | 'masking'>): HotKeyReport {
  const [shardId = ''] = knownShardIds.slice(2);
  const keys = ['truck_71', 'truck_07', '<b>bold</b>'].map((partitionKey, index) => ({
    shardId,
    partitionKey: masking.isOn ? `•••• #${index}` : partitionKey,
    hashKey: String(170_141_183_460 + index),
    recordsPerSecond: 540 / (index + 1),
    bytesPerSecond: 118_000 / (index + 1),
    share: 0.62 / (index + 1),
    error: index === 2 ? 0.04 : 0,
  }));
  const hint = { kind: 'oneKey', partitionKey: 'truck_71', share: 0.62 } as const;
  return { keys, hints: [{ shardId, hint }] };
}

/** The rates follow the index, so that one shard is hot. */
export function metricsOf({
  knownShardIds: shardIds,
  reading,
}: Pick<TailState, 'knownShardIds' | 'reading'>): ShardMetrics[] {
  const isPushed = reading.push === 'on';
  return shardIds.map((shardId, index) => ({
    shardId,
    recordsPerSecond: index === 2 ? 868.2 : 31 * (index + 1),
    bytesPerSecond: index === 2 ? 190_000 : 6400 * (index + 1),
    millisBehindLatest: index === 2 ? 4200 : 0,
    recordsRead: 12_345 * (index + 1),
    throttles: index === 2 ? 3 : 0,
    written: {
      recordsPerSecond: index === 2 ? 868.2 : 31 * (index + 1),
      bytesPerSecond: index === 2 ? 190_000 : 6400 * (index + 1),
      peakRecords: index === 2 ? 1_204 : 60 * (index + 1),
      peakBytes: index === 2 ? 260_000 : 12_800 * (index + 1),
    },
    hashKeyShare: 1 / shardIds.length,
    state: 'reading',
    mode: isPushed ? 'push' : 'polling',
    readsPerSecond: isPushed ? 0 : 1,
    readBytesPerSecond: index === 2 ? 190_000 : 6400 * (index + 1),
    readsPerSecondMax: index === 2 ? 0.5 : 1,
  }));
}

export function readingOf(isPushed: boolean): TailReading {
  return {
    pushMode: 'push',
    push: isPushed ? 'on' : 'off',
    consumerName: isPushed ? 'kinesis-workbench-0a1b2c3d' : undefined,
    refusal: undefined,
  };
}

/** Two waves in the last 200 seconds. */
export function historyOf(nowMs: number): MetricsSample[] {
  return Array.from({ length: 200 }, (_, index) => ({
    timeMs: nowMs - (200 - index) * 1000,
    recordsPerSecond: 420 + 180 * Math.sin(index / 14) + 25 * Math.sin(index / 2.1),
    bytesPerSecond: 88_000 + 39_000 * Math.sin(index / 14 + 0.7),
  }));
}
