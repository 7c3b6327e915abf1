/**
 * Faults: what can go wrong with the real service, on request and repeatable. `Faults` keeps the
 * rules and wraps the operations of Kinesis; records are struck where they are routed to their
 * shards, so simulated producers feel it too. It refuses to lose or repeat anything by itself: what
 * is struck was not done, or was done and only not answered. Start reading here, then `fault.ts`.
 */
import { randomUUID } from 'node:crypto';
import { sleep } from '../../base/clock.ts';
import { ExpectedError, isCancellation } from '../../base/errors.ts';
import type { FaultStatus } from '../../protocol/engine/control.ts';
import type { PutErrorCode } from '../kinesis/recordWriter.ts';
import type { KinesisService } from '../kinesis/service.ts';
import type { Shard, Stream } from '../kinesis/state.ts';
import { ConnectionCut } from '../wire/connectionCut.ts';
import { EventStream } from '../wire/eventStream.ts';
import type { Caller, Operation } from '../wire/operation.ts';
import { Fault, type FaultTarget } from './fault.ts';
import { parseFaultRule } from './faultRule.ts';
import { FAULTS_MAX } from './limits.ts';
import { faultOfRead } from './readFaults.ts';
import { requestTarget } from './requestTarget.ts';

export class Faults {
  private readonly kinesis: KinesisService;
  private readonly controller = new AbortController();
  private faults: Fault[] = [];

  constructor(kinesis: KinesisService) {
    this.kinesis = kinesis;
  }

  list(): FaultStatus[] {
    return this.faults.map(statusOf);
  }

  /** A rule that is at work already is not doubled. Throws `invalidInput`. */
  inject(request: unknown): FaultStatus {
    const rule = parseFaultRule(request);
    const same = this.faults.find((fault) => JSON.stringify(fault.rule) === JSON.stringify(rule));
    if (same !== undefined) return statusOf(same);
    if (this.faults.length >= FAULTS_MAX) {
      throw new ExpectedError(
        'invalidInput',
        `There are already ${String(FAULTS_MAX)} faults; clear some first.`,
      );
    }
    const fault = new Fault(randomUUID(), rule);
    this.change([...this.faults, fault]);
    return statusOf(fault);
  }

  /** One, or all. Gives how many there were. */
  clear(id?: string): number {
    const left = id === undefined ? [] : this.faults.filter((fault) => fault.id !== id);
    const cleared = this.faults.length - left.length;
    this.change(left);
    return cleared;
  }

  /** The same operation, struck by whatever faults there are when it is called. */
  wrap(operation: Operation): Operation {
    if (operation.target !== 'Kinesis_20131202') return operation;
    return {
      ...operation,
      run: (input, caller) =>
        this.faults.length === 0
          ? operation.run(input, caller)
          : this.run(operation, input, caller),
    };
  }

  /** Answers that are held back go out now. */
  close(): void {
    this.clear();
    this.controller.abort();
  }

  private async run(
    operation: Operation,
    input: unknown,
    caller: Caller,
  ): Promise<object | undefined> {
    const target = requestTarget(this.kinesis, operation.name, input);
    if (this.strikes('cut', { ...target, moment: 'before' })) throw new ConnectionCut();
    let answer: object | undefined;
    try {
      if (operation.name === 'GetRecords') answer = this.read(input, caller);
      answer ??= await operation.run(input, caller);
      return answer;
    } finally {
      await this.holdBack({ ...target, moment: 'after' }, answer);
    }
  }

  private read(input: unknown, caller: Caller): object | undefined {
    return faultOfRead(this.kinesis, input, caller, (kind, target) => this.strikes(kind, target));
  }

  private async holdBack(target: FaultTarget, answer: object | undefined): Promise<void> {
    const delay = this.faults.find((fault) => fault.strikes('delay', target));
    if (delay?.rule.delayMs !== undefined) {
      await sleep(this.kinesis.clock, delay.rule.delayMs, this.controller.signal).catch(
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
    }
    if (!this.strikes('cut', target)) return;
    // Nobody will read it to its end.
    if (answer instanceof EventStream) answer.source.close();
    throw new ConnectionCut();
  }

  private strikes(kind: Fault['rule']['kind'], target: FaultTarget): boolean {
    return this.faults.some((fault) => fault.strikes(kind, target));
  }

  /** Writers ask only while there is something to ask about. */
  private change(faults: Fault[]): void {
    this.faults = faults;
    const concernsPuts = faults.some(
      ({ rule }) => rule.kind === 'throttlePuts' || rule.kind === 'failRecords',
    );
    this.kinesis.writer.gate = concernsPuts
      ? (stream, shard) => this.refusalOf(stream, shard)
      : undefined;
  }

  private refusalOf(stream: Stream, shard: Shard): PutErrorCode | undefined {
    const target = { streamName: stream.name, shardId: shard.id };
    if (this.strikes('throttlePuts', target)) return 'ProvisionedThroughputExceededException';
    return this.strikes('failRecords', target) ? 'InternalFailure' : undefined;
  }
}

function statusOf({ id, rule, hits }: Fault): FaultStatus {
  // Through JSON, so that what is not said is left out.
  return JSON.parse(JSON.stringify({ id, ...rule, hits })) as FaultStatus;
}
