import { GONE_STREAMS_MAX } from '../limits.ts';
import { keptShards, type Stream } from './state.ts';

interface Seconds {
  readonly first: number;
  readonly last: number;
}

/**
 * In which seconds the shards of streams that are gone were made. Sequence numbers begin with that
 * second, so a stream of the same name that is made in it too would give the same numbers again.
 */
export class GoneStreams {
  private readonly seconds = new Map<string, Seconds>();

  add(key: string, stream: Stream): void {
    let { first, last } = this.seconds.get(key) ?? { first: Number.POSITIVE_INFINITY, last: 0 };
    for (const { details } of keptShards(stream)) {
      first = Math.min(first, details.createdSeconds);
      last = Math.max(last, details.createdSeconds);
    }
    this.seconds.delete(key);
    this.seconds.set(key, { first, last });
    const [oldest] = this.seconds.keys();
    if (this.seconds.size > GONE_STREAMS_MAX && oldest !== undefined) this.seconds.delete(oldest);
  }

  /** The second of now, or the next that was not used for that key. */
  nextSecond(key: string, nowMs: number): number {
    const now = Math.floor(nowMs / 1000);
    const used = this.seconds.get(key);
    return used && used.first <= now && now <= used.last ? used.last + 1 : now;
  }
}
