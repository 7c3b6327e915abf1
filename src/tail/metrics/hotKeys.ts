import { HOT_KEY_COUNTERS, HOT_KEY_PERIOD_MS } from '../limits.ts';
import { type FrequentKey, SpaceSaving } from './spaceSaving.ts';

export interface HotKeysSeen {
  readonly keys: readonly FrequentKey[];
  /** Of all keys of the shard. */
  readonly records: number;
  readonly bytes: number;
  /** How much time of arrival that covers. */
  readonly durationMs: number;
}

interface Period {
  readonly startMs: number;
  readonly sketch: SpaceSaving;
}

/**
 * The hottest keys of a shard in the last one or two periods of arrival. Two sketches take turns, so
 * that a key that was hot an hour ago does not hide the one that is hot now.
 */
export class HotKeys {
  private current: Period | undefined;
  private previous: Period | undefined;
  private newestMs = 0;

  add(key: string, bytes: number, arrivalMs: number): void {
    this.newestMs = Math.max(this.newestMs, arrivalMs);
    const current = this.periodOf(arrivalMs);
    current.sketch.add(key, bytes);
  }

  seen(): HotKeysSeen {
    const periods = [this.previous, this.current].filter((period) => period !== undefined);
    const merged = new Map<string, FrequentKey>();
    let records = 0;
    let bytes = 0;
    for (const { sketch } of periods) {
      records += sketch.total.records;
      bytes += sketch.total.bytes;
      for (const key of sketch.keys()) merged.set(key.key, sum(merged.get(key.key), key));
    }
    const startMs = periods[0]?.startMs ?? this.newestMs;
    const keys = [...merged.values()].sort((a, b) => b.records - a.records);
    return { keys, records, bytes, durationMs: Math.max(1_000, this.newestMs - startMs) };
  }

  private periodOf(arrivalMs: number): Period {
    const { current } = this;
    if (current && arrivalMs < current.startMs + HOT_KEY_PERIOD_MS) return current;
    // After a long silence the period before is of no interest any more.
    const isNext = current && arrivalMs < current.startMs + 2 * HOT_KEY_PERIOD_MS;
    this.previous = isNext ? current : undefined;
    this.current = { startMs: arrivalMs, sketch: new SpaceSaving(HOT_KEY_COUNTERS) };
    return this.current;
  }
}

function sum(one: FrequentKey | undefined, other: FrequentKey): FrequentKey {
  if (!one) return other;
  return {
    key: one.key,
    records: one.records + other.records,
    bytes: one.bytes + other.bytes,
    error: one.error + other.error,
  };
}
