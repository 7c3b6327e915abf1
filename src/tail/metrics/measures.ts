import { createHash } from 'node:crypto';
import { type HashKeyRange, hashKeyOfMd5 } from '../../formats/hashKey.ts';
import type {
  HeatMap,
  HotKey,
  HotKeyReport,
  SplitHint,
  WriteRate,
} from '../../protocol/webview/metrics.ts';
import {
  HEAT_MAP_COLUMNS,
  HEAT_MAP_SECONDS_PER_COLUMN,
  HEAT_MAP_SHARDS_MAX,
  HOT_KEYS_LISTED_MAX,
  SHARD_WRITE_BYTES_PER_SECOND,
  SHARD_WRITE_RECORDS_PER_SECOND,
} from '../limits.ts';
import { MASK } from '../masking/textRule.ts';
import type { SourceRecord } from '../source.ts';
import { Arrivals } from './arrivals.ts';
import { HotKeys } from './hotKeys.ts';
import { splitHintOf } from './splitHint.ts';

interface MeasuredShard {
  readonly arrivals: Arrivals;
  readonly hotKeys: HotKeys;
}

export interface MeasuresOptions {
  /** Of a shard that could be split; without one there is no hint. */
  readonly rangeOf: (shardId: string) => HashKeyRange | undefined;
  /** The records that a record packs, or itself; default itself. */
  readonly expand?: (record: SourceRecord) => readonly SourceRecord[];
  /** Where the reader of a shard stands in time; undefined, the default, when none reads it. */
  readonly asOfMs?: (shardId: string) => number | undefined;
}

/**
 * What the records that were read tell of their shards: how many arrived in which second, counted
 * as the limits of a shard count them, and with which keys. Keys are those of user records: the
 * Kinesis Producer Library puts all of its aggregates under one key, which says nothing.
 */
export class Measures {
  private readonly shards = new Map<string, MeasuredShard>();
  /** The time from which on it is known what arrived in a shard, records or none. */
  private readonly seenSinceMs = new Map<string, number>();
  private readonly options: MeasuresOptions;

  constructor(options: MeasuresOptions) {
    this.options = options;
  }

  count(shardId: string, record: SourceRecord): void {
    let shard = this.shards.get(shardId);
    if (!shard) {
      shard = { arrivals: new Arrivals(), hotKeys: new HotKeys() };
      this.shards.set(shardId, shard);
    }
    const { expand = (only) => [only] } = this.options;
    shard.arrivals.add(record.arrivalMs, bytesOf(record));
    for (const user of expand(record)) {
      shard.hotKeys.add(user.partitionKey, bytesOf(user), record.arrivalMs);
    }
  }

  forget(): void {
    this.shards.clear();
    this.seenSinceMs.clear();
  }

  /** How producers write to a shard, as far as it was read; undefined before the first record. */
  rate(shardId: string, nowMs: number): WriteRate | undefined {
    const asOfMs = this.options.asOfMs?.(shardId) ?? nowMs;
    const seenSinceMs = Math.min(this.seenSinceMs.get(shardId) ?? asOfMs, asOfMs);
    this.seenSinceMs.set(shardId, seenSinceMs);
    return this.shards.get(shardId)?.arrivals.rate(asOfMs, seenSinceMs);
  }

  /** Ends now, or with the newest record where that is in the past: a tail may read what is old. */
  heatMap(nowMs: number): HeatMap {
    const newest = Math.max(...[...this.shards.values()].map((s) => s.arrivals.newestSecond));
    const nowSecond = Math.floor(nowMs / 1_000);
    const isLive = newest > nowSecond - HEAT_MAP_COLUMNS * HEAT_MAP_SECONDS_PER_COLUMN;
    const lastSecond = isLive || !Number.isFinite(newest) ? Math.max(nowSecond, newest) : newest;
    const endSecond = ceilTo(lastSecond + 1, HEAT_MAP_SECONDS_PER_COLUMN);
    const shardIds = [...this.shards.keys()].sort();
    const shown = shardIds.slice(-HEAT_MAP_SHARDS_MAX);
    return {
      endSecond,
      secondsPerColumn: HEAT_MAP_SECONDS_PER_COLUMN,
      shards: shown.flatMap((shardId) => {
        const peaks = this.shards.get(shardId)?.arrivals.peaks({
          endSecond: endSecond - 1,
          columns: HEAT_MAP_COLUMNS,
          secondsPerColumn: HEAT_MAP_SECONDS_PER_COLUMN,
        });
        return peaks ? [{ shardId, ...peaks }] : [];
      }),
      omitted: shardIds.length - shown.length,
    };
  }

  /** `shown` says what may be seen of a key. */
  hotKeys(shown: (key: string) => string = (key) => key): HotKeyReport {
    const perShard = [...this.shards].map(([shardId, { hotKeys }]) => ({
      shardId,
      keys: keysOf(shardId, hotKeys),
    }));
    const hints = perShard.flatMap(({ shardId, keys }) => {
      const hint = this.hintOf(shardId, keys, shown);
      return hint ? [{ shardId, hint: withShownKey(hint, shown) }] : [];
    });
    const keys = perShard
      .flatMap((shard) => shard.keys)
      .sort((a, b) => b.recordsPerSecond - a.recordsPerSecond || b.share - a.share)
      .slice(0, HOT_KEYS_LISTED_MAX)
      .map((key) => shownKey(key, shown));
    return { keys, hints };
  }

  private hintOf(
    shardId: string,
    keys: readonly HotKey[],
    shown: (key: string) => string,
  ): ReturnType<typeof splitHintOf> {
    const range = this.options.rangeOf(shardId);
    const arrivals = this.shards.get(shardId)?.arrivals;
    if (!range || !arrivals) return undefined;
    // Of a shard that is read no more: as it was when its newest record came.
    const newestMs = (arrivals.newestSecond + 1) * 1_000;
    const rate = arrivals.rate(this.options.asOfMs?.(shardId) ?? newestMs);
    return splitHintOf({
      limitShare: Math.max(
        rate.recordsPerSecond / SHARD_WRITE_RECORDS_PER_SECOND,
        rate.bytesPerSecond / SHARD_WRITE_BYTES_PER_SECOND,
      ),
      startingHashKey: range.start,
      endingHashKey: range.end,
      keys: keys.map(({ partitionKey, hashKey, share }) => ({
        partitionKey,
        hashKey: BigInt(hashKey),
        share,
        isHidden: shown(partitionKey) !== partitionKey,
      })),
    });
  }
}

/** As the service counts: data and partition key. */
function bytesOf({ data, partitionKey }: SourceRecord): number {
  return data.length + Buffer.byteLength(partitionKey);
}

function keysOf(shardId: string, hotKeys: HotKeys): HotKey[] {
  const { keys, records, durationMs } = hotKeys.seen();
  const seconds = durationMs / 1_000;
  return (
    keys
      // A counter that is all error says nothing of its key.
      .filter((key) => key.records > 2 * key.error)
      .slice(0, HOT_KEYS_LISTED_MAX)
      .map((key) => ({
        shardId,
        partitionKey: key.key,
        hashKey: hashKeyOfMd5(createHash('md5').update(key.key, 'utf8').digest()).toString(),
        recordsPerSecond: key.records / seconds,
        bytesPerSecond: key.bytes / seconds,
        share: key.records / records,
        error: key.error / records,
      }))
  );
}

/** The hash of a key that is hidden would tell it to who tries all keys. */
function shownKey(key: HotKey, shown: (key: string) => string): HotKey {
  const partitionKey = shown(key.partitionKey);
  return partitionKey === key.partitionKey ? key : { ...key, partitionKey, hashKey: MASK };
}

function withShownKey(hint: SplitHint, shown: (key: string) => string): SplitHint {
  return hint.kind === 'oneKey' ? { ...hint, partitionKey: shown(hint.partitionKey) } : hint;
}

function ceilTo(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
