import { ExpectedError } from '../../../src/base/errors.ts';
import type { Disposable } from '../../../src/base/lifecycle.ts';
import type { StartPosition } from '../../../src/formats/position.ts';
import type { PushedBatch, PushSource } from '../../../src/tail/source.ts';
import type { FakeClock } from '../../support/fakeClock.ts';
import { type FakeShard, indexOf, millisBehindOf } from './fakeShard.ts';

const LIFE_MS = 300_000;
const HEARTBEAT_MS = 5_000;
const TAKEOVER_MS_MIN = 5_000;

export interface PushCall {
  readonly operation: 'register' | 'describe' | 'deregister' | 'subscribe';
  readonly shardId?: string;
  readonly position?: StartPosition;
}

interface Line {
  readonly begunMs: number;
  ending: ExpectedError | 'over' | undefined;
}

/** Pushes the shards of a fake source, with the rules of the service for subscriptions. */
export class FakePush implements PushSource {
  readonly calls: PushCall[] = [];
  /** ARNs of what is registered. */
  readonly consumers = new Set<string>();
  /** Makes a call fail with what it returns. */
  fault: (call: PushCall) => Error | undefined = () => undefined;
  /** Of describe until a consumer is ACTIVE. */
  inactiveLooks = 1;
  batchRecordsMax = 3;
  private readonly clock: FakeClock;
  private readonly shards: ReadonlyMap<string, FakeShard>;
  private readonly latestNumber: (shardId: string) => string;
  private readonly lines = new Map<string, Line>();
  private readonly wakes = new Set<() => void>();

  constructor(
    clock: FakeClock,
    shards: ReadonlyMap<string, FakeShard>,
    latestNumber: (shardId: string) => string,
  ) {
    this.clock = clock;
    this.shards = shards;
    this.latestNumber = latestNumber;
  }

  /** Lines that are open now. */
  get openLines(): number {
    return this.wakes.size;
  }

  async registerConsumer(streamName: string, name: string, signal: AbortSignal): Promise<string> {
    await this.enter({ operation: 'register' }, signal);
    const arn = `${streamName}/${name}`;
    this.consumers.add(arn);
    return arn;
  }

  async isConsumerActive(consumerArn: string, signal: AbortSignal): Promise<boolean> {
    await this.enter({ operation: 'describe' }, signal);
    if (!this.consumers.has(consumerArn)) throw new ExpectedError('notFound', 'No consumer');
    return this.inactiveLooks-- <= 0;
  }

  async deregisterConsumer(consumerArn: string, signal: AbortSignal): Promise<void> {
    await this.enter({ operation: 'deregister' }, signal);
    if (!this.consumers.delete(consumerArn)) throw new ExpectedError('notFound', 'No consumer');
    this.wake();
  }

  async *subscribe(
    request: { consumerArn: string; shardId: string; position: StartPosition },
    signal: AbortSignal,
  ): AsyncGenerator<PushedBatch, void, undefined> {
    const { consumerArn, shardId, position } = request;
    await this.enter({ operation: 'subscribe', shardId, position }, signal);
    const line = this.begin(consumerArn, shardId);
    const shard = this.shards.get(shardId);
    if (!shard) throw new ExpectedError('notFound', `Shard ${shardId} not found`);
    let at = indexOf(shard.records, position);
    let heardMs = Number.NEGATIVE_INFINITY;
    for (;;) {
      signal.throwIfAborted();
      if (!this.consumers.has(consumerArn)) throw new ExpectedError('notFound', 'No consumer');
      if (line.ending instanceof ExpectedError) throw line.ending;
      const nowMs = this.clock.nowMs();
      if (line.ending === 'over' || nowMs - line.begunMs >= LIFE_MS) return;
      const records = shard.records.slice(at, at + this.batchRecordsMax);
      const isEnd = shard.isClosed && at + records.length === shard.records.length;
      if (records.length === 0 && !isEnd && nowMs - heardMs < HEARTBEAT_MS) {
        await this.woken(heardMs + HEARTBEAT_MS - nowMs, signal);
        continue;
      }
      at += records.length;
      heardMs = nowMs;
      const isTip = at === shard.records.length;
      yield {
        records,
        millisBehindLatest: millisBehindOf(shard.records, at, nowMs),
        continuationSequenceNumber: isEnd
          ? undefined
          : isTip
            ? this.latestNumber(shardId)
            : records.at(-1)?.sequenceNumber,
        childShardIds: isEnd ? this.childrenOf(shardId) : [],
      };
      if (isEnd) return;
    }
  }

  /** There may be something to push. */
  wake(): void {
    for (const wake of [...this.wakes]) wake();
  }

  /** Ends every subscription, with an error or as if its time were over. */
  endAll(ending: ExpectedError | 'over'): void {
    for (const line of this.lines.values()) line.ending = ending;
    this.wake();
  }

  private begin(consumerArn: string, shardId: string): Line {
    if (!this.consumers.has(consumerArn)) throw new ExpectedError('notFound', 'No consumer');
    const key = `${consumerArn} ${shardId}`;
    const before = this.lines.get(key);
    const begunMs = this.clock.nowMs();
    const inUse = new ExpectedError('resourceInUse', 'Another active subscription');
    if (before && begunMs - before.begunMs < TAKEOVER_MS_MIN) throw inUse;
    if (before) before.ending ??= inUse;
    const line: Line = { begunMs, ending: undefined };
    this.lines.set(key, line);
    this.wake();
    return line;
  }

  private childrenOf(shardId: string): string[] {
    const children = [...this.shards.values()].filter((s) => s.parentShardIds.includes(shardId));
    return children.map((child) => child.shardId);
  }

  private async woken(withinMs: number, signal: AbortSignal): Promise<void> {
    let timer: Disposable | undefined;
    let wake = (): void => undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      this.wakes.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      timer = this.clock.schedule(withinMs, resolve);
    });
    timer?.dispose();
    this.wakes.delete(wake);
    signal.removeEventListener('abort', wake);
  }

  private async enter(call: PushCall, signal: AbortSignal): Promise<void> {
    await Promise.resolve();
    signal.throwIfAborted();
    this.calls.push(call);
    const fault = this.fault(call);
    if (fault) throw fault;
  }
}
