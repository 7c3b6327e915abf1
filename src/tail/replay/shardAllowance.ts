import {
  SHARD_WRITE_BYTES_PER_SECOND,
  SHARD_WRITE_RECORDS_PER_SECOND,
  WRITE_WINDOW_MS,
} from '../limits.ts';

interface Put {
  readonly records: number;
  readonly bytes: number;
  readonly untilMs: number;
}

/**
 * What may be written to one shard now. It looks back over a sliding window and not at a bucket that
 * fills: in no second, wherever it begins, is more put than the shard takes.
 */
export class ShardAllowance {
  private readonly puts: Put[] = [];
  private records = 0;
  private bytes = 0;
  private restUntilMs = 0;

  /** When a record of this size may be put, at the earliest; a time in the past means now. */
  nextMs(bytes: number, nowMs: number): number {
    this.forget(nowMs);
    let at = Math.max(nowMs, this.restUntilMs);
    let { records, bytes: used } = this;
    for (const put of this.puts) {
      // What is larger than a second's share goes alone, and is paid for afterwards.
      const fits = used + bytes <= SHARD_WRITE_BYTES_PER_SECOND || used === 0;
      if (fits && records < SHARD_WRITE_RECORDS_PER_SECOND) break;
      at = Math.max(at, put.untilMs);
      records -= put.records;
      used -= put.bytes;
    }
    return at;
  }

  /** Counts what is about to be put. */
  take(put: { records: number; bytes: number }, nowMs: number): void {
    const seconds = Math.max(1, put.bytes / SHARD_WRITE_BYTES_PER_SECOND);
    this.puts.push({ ...put, untilMs: nowMs + seconds * WRITE_WINDOW_MS });
    this.records += put.records;
    this.bytes += put.bytes;
  }

  /** The shard has said that it is too much, perhaps because others write too. */
  rest(untilMs: number): void {
    this.restUntilMs = Math.max(this.restUntilMs, untilMs);
  }

  private forget(nowMs: number): void {
    for (let oldest = this.puts[0]; oldest && oldest.untilMs <= nowMs; oldest = this.puts[0]) {
      this.puts.shift();
      this.records -= oldest.records;
      this.bytes -= oldest.bytes;
    }
  }
}
