/**
 * Puts records into a stream: each key's in their order, no faster than the chosen pace and than the
 * shards take. The order of a key holds whatever fails, because a call has at most one record of it
 * and the next goes only when that one is stored. Start with `run`.
 */
import { setImmediate } from 'node:timers/promises';
import { Backoff } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import { isExpected } from '../../base/errors.ts';
import {
  PUT_BYTES_MAX,
  PUT_CALLS_MAX,
  PUT_RECORDS_MAX,
  REPLAY_ATTEMPTS_MAX,
  REPLAY_QUEUE_BYTES_MAX,
  REPLAY_QUEUE_RECORDS_MAX,
  REPLAY_TROUBLES_MAX,
  THROTTLE_BACKOFF_MS,
  TROUBLE_BACKOFF_MS,
} from '../limits.ts';
import { mayPassLater } from '../reading/passing.ts';
import { HashRouting, hashKeyOf } from './hashRouting.ts';
import { ReplayQueue, type Waiting } from './replayQueue.ts';
import { ShardAllowance } from './shardAllowance.ts';
import type { HashKeyRangeOfShard, PutResult, PutTarget, RecordToPut } from './target.ts';

/** A record, and when it arrived the first time. */
export interface ReplayRecord extends RecordToPut {
  readonly arrivalMs: number;
}

/** `factor` 1 is the original pace, 10 ten times as fast; `allowed` is limited by the shards alone. */
export type ReplayPace = { readonly factor: number } | 'allowed';

export interface ReplayCounts {
  readonly sent: number;
  readonly bytes: number;
  /** Records that were put again because they were not stored the first time. */
  readonly retried: number;
  /** Records that were given up. */
  readonly failed: number;
  /** Records of calls without an answer, which may be stored twice. */
  readonly unsure: number;
  /** What is in the way now; empty when all is well. */
  readonly problem: string;
  /** Why the last of those that failed was given up. */
  readonly failure: string;
  /** How long until the next record is due, when nothing else is to do. */
  readonly idleMs: number;
}

export interface ReplayOptions {
  readonly target: PutTarget;
  readonly streamName: string;
  /** The open shards. */
  readonly shards: readonly HashKeyRangeOfShard[];
  readonly records: AsyncIterable<ReplayRecord>;
  readonly pace: ReplayPace;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onProgress: (counts: ReplayCounts) => void;
}

export class Replayer {
  private readonly options: ReplayOptions;
  private readonly queue = new ReplayQueue();
  private readonly routing: HashRouting;
  private readonly allowances = new Map<string, ShardAllowance>();
  private readonly throttleBackoff: Backoff;
  private readonly troubleBackoff: Backoff;
  private readonly records: AsyncIterator<ReplayRecord>;
  private reading: Promise<IteratorResult<ReplayRecord, unknown>> | undefined;
  private isRead = false;
  private calls = 0;
  private troubles = 0;
  private restUntilMs = 0;
  private firstArrivalMs: number | undefined;
  private startMs = 0;
  private lastDueMs = 0;
  private counted = {
    sent: 0,
    bytes: 0,
    retried: 0,
    failed: 0,
    unsure: 0,
    problem: '',
    failure: '',
  };
  private defeat: { readonly error: unknown } | undefined;
  private wake = (): void => undefined;

  constructor(options: ReplayOptions) {
    const { random } = options;
    this.options = options;
    this.routing = new HashRouting(options.shards);
    this.records = options.records[Symbol.asyncIterator]();
    const backoff = (range: { first: number; max: number }): Backoff =>
      new Backoff({ firstMs: range.first, maxMs: range.max, random });
    this.throttleBackoff = backoff(THROTTLE_BACKOFF_MS);
    this.troubleBackoff = backoff(TROUBLE_BACKOFF_MS);
  }

  get counts(): ReplayCounts {
    return { ...this.counted, idleMs: 0 };
  }

  /**
   * Resolves when everything is put or given up. When `signal` aborts it sends nothing more, waits for
   * what is under way, and rejects with its reason; `abandon` ends those calls too. Rejects with the
   * first error that does not pass by itself. `counts` says what was done in each case.
   */
  async run(signal: AbortSignal, abandon: AbortSignal): Promise<void> {
    const onAbort = (): void => this.wake();
    signal.addEventListener('abort', onAbort);
    this.startMs = this.options.clock.nowMs();
    try {
      while (!signal.aborted && !this.defeat) {
        await this.fill();
        if (this.queue.count === 0 && this.isRead) break;
        const { batch, nextMs } = this.pick();
        if (batch.length > 0) void this.put(batch, abandon);
        else await this.wait(nextMs);
      }
    } finally {
      while (this.calls > 0) await this.wait(Number.POSITIVE_INFINITY);
      signal.removeEventListener('abort', onAbort);
      await this.records.return?.();
    }
    if (this.defeat) throw this.defeat.error;
    signal.throwIfAborted();
  }

  /** Takes what is there; it waits for more only when there is nothing else to do. */
  private async fill(): Promise<void> {
    const { queue } = this;
    const turn = setImmediate(undefined);
    while (!this.isRead && queue.count < REPLAY_QUEUE_RECORDS_MAX) {
      if (queue.bytes >= REPLAY_QUEUE_BYTES_MAX) return;
      this.reading ??= this.readNext();
      const isIdle = queue.count === 0 && this.calls === 0;
      const next = await (isIdle ? this.reading : Promise.race([this.reading, turn]));
      if (!next) return;
      this.reading = undefined;
      if (next.done === true) this.isRead = true;
      else this.enqueue(next.value);
    }
  }

  private readNext(): Promise<IteratorResult<ReplayRecord, unknown>> {
    const reading = this.records.next();
    // Whoever awaits it hears of a failure, which may be later than it happens.
    reading.catch(() => undefined);
    return reading;
  }

  private enqueue({ arrivalMs, ...record }: ReplayRecord): void {
    const { pace } = this.options;
    this.firstArrivalMs ??= arrivalMs;
    const sinceMs = pace === 'allowed' ? 0 : (arrivalMs - this.firstArrivalMs) / pace.factor;
    // Times may go back between shards; the records go on in the order in which they come.
    this.lastDueMs = Math.max(this.lastDueMs, this.startMs + sinceMs);
    this.queue.push({
      record,
      bytes: record.data.length + Buffer.byteLength(record.partitionKey),
      hashKey: hashKeyOf(record),
      dueMs: this.lastDueMs,
      attempts: 0,
      goesAlone: false,
      state: 'waiting',
    });
  }

  /** The records of the next call, or when it is worth looking again. */
  private pick(): { batch: Waiting[]; nextMs: number } {
    const nowMs = this.options.clock.nowMs();
    const batch: Waiting[] = [];
    if (this.calls >= PUT_CALLS_MAX) return { batch, nextMs: Number.POSITIVE_INFINITY };
    if (this.restUntilMs > nowMs) return { batch, nextMs: this.restUntilMs };
    const full = new Set<ShardAllowance>();
    let nextMs = Number.POSITIVE_INFINITY;
    let bytes = 0;
    for (const item of this.queue.heads()) {
      if (item.dueMs > nowMs) {
        nextMs = Math.min(nextMs, item.dueMs);
        break;
      }
      const allowance = this.allowanceOf(item);
      if (full.has(allowance)) continue;
      const allowedMs = allowance.nextMs(item.bytes, nowMs);
      if (allowedMs > nowMs) {
        nextMs = Math.min(nextMs, allowedMs);
        full.add(allowance);
        continue;
      }
      if (batch.length > 0 && (item.goesAlone || bytes + item.bytes > PUT_BYTES_MAX)) continue;
      allowance.take({ records: 1, bytes: item.bytes }, nowMs);
      batch.push(item);
      bytes += item.bytes;
      if (item.goesAlone || batch.length === PUT_RECORDS_MAX) break;
    }
    return { batch, nextMs };
  }

  /** What no open shard has is paced as one shard of its own. */
  private allowanceOf({ hashKey }: Waiting): ShardAllowance {
    const shardId = this.routing.shardOf(hashKey) ?? '';
    let allowance = this.allowances.get(shardId);
    if (!allowance) {
      allowance = new ShardAllowance();
      this.allowances.set(shardId, allowance);
    }
    return allowance;
  }

  private async put(batch: readonly Waiting[], abandon: AbortSignal): Promise<void> {
    const { target, streamName } = this.options;
    this.calls++;
    for (const item of batch) {
      item.state = 'underway';
      item.attempts++;
    }
    try {
      const records = batch.map(({ record }) => record);
      this.settle(batch, await target.putRecords(streamName, records, abandon));
    } catch (error) {
      this.fail(batch, error);
    }
    this.calls--;
    this.tell(0);
    this.wake();
  }

  private settle(batch: readonly Waiting[], results: readonly PutResult[]): void {
    this.troubles = 0;
    this.troubleBackoff.reset();
    const stored: Waiting[] = [];
    let hasThrottle = false;
    for (const [index, item] of batch.entries()) {
      const result = results[index];
      if (result && !('problem' in result)) {
        stored.push(item);
        continue;
      }
      const problem = result?.problem ?? { code: 'serviceFailed', message: 'No answer for it' };
      hasThrottle ||= problem.code === 'throttled';
      this.counted.problem = problem.message;
      this.giveBack(item);
    }
    this.count(stored);
    if (stored.length === batch.length) {
      this.throttleBackoff.reset();
      this.counted.problem = '';
      return;
    }
    const delayMs = this.throttleBackoff.nextDelayMs();
    const untilMs = this.options.clock.nowMs() + delayMs;
    const storedSet = new Set(stored);
    for (const item of batch) if (!storedSet.has(item)) this.allowanceOf(item).rest(untilMs);
  }

  private count(stored: readonly Waiting[]): void {
    for (const { bytes } of stored) this.counted.bytes += bytes;
    this.counted.sent += stored.length;
    this.queue.finish(stored);
  }

  private giveBack(item: Waiting): void {
    item.state = 'waiting';
    if (item.attempts < REPLAY_ATTEMPTS_MAX) this.counted.retried++;
    else this.giveUp(item);
  }

  private giveUp(item: Waiting): void {
    this.counted.failed++;
    this.counted.failure = this.counted.problem;
    this.queue.finish([item]);
  }

  private fail(batch: readonly Waiting[], error: unknown): void {
    const [only] = batch;
    for (const item of batch) item.state = 'waiting';
    if (!isExpected(error)) {
      this.defeat ??= { error };
      return;
    }
    this.counted.problem = error.message;
    if (error.code === 'invalidInput' && only) {
      // One of them cannot be stored, ever; by themselves they tell which.
      if (batch.length === 1) this.giveUp(only);
      for (const item of batch) item.goesAlone = true;
      return;
    }
    const isTooMuch = ++this.troubles > REPLAY_TROUBLES_MAX;
    if (!mayPassLater(error) || isTooMuch) {
      this.defeat ??= { error };
      return;
    }
    if (error.code === 'networkUnreachable' || error.code === 'serviceFailed') {
      this.counted.unsure += batch.length;
    }
    this.counted.retried += batch.length;
    this.restUntilMs = this.options.clock.nowMs() + this.troubleBackoff.nextDelayMs();
  }

  private tell(idleMs: number): void {
    this.options.onProgress({ ...this.counted, idleMs });
  }

  /** Until a time, until a call has ended, or until somebody wakes us. */
  private wait(untilMs: number): Promise<void> {
    const { clock } = this.options;
    const delayMs = untilMs - clock.nowMs();
    if (Number.isFinite(delayMs) && this.calls === 0) this.tell(delayMs);
    return new Promise((resolve) => {
      const timer = Number.isFinite(delayMs)
        ? clock.schedule(Math.min(delayMs, 0x7fff_ffff), () => this.wake())
        : undefined;
      this.wake = () => {
        this.wake = () => undefined;
        timer?.dispose();
        resolve();
      };
    });
  }
}
