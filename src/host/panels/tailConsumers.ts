import type { Connection, ConsumersService } from '../../aws/service.ts';
import { ExpectedError, hasCode, messageOf } from '../../base/errors.ts';
import { isTailConsumer } from '../../formats/consumerName.ts';
import type { PushSource } from '../../tail/source.ts';
import type { KeptConsumer, KeptConsumers } from '../connections/keptConsumers.ts';
import { CONSUMER_PAGES_MAX } from '../limits.ts';

/** A consumer with our prefix, as a stream lists it. */
export interface TailConsumer {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  /** Of a tail that is open in this window. */
  readonly isInUse: boolean;
}

export interface TailConsumersOptions {
  readonly kept: KeptConsumers;
  /** Opens the connection of that name anew for each call. */
  readonly connect: (connectionName: string) => Promise<Connection>;
  /** Where it leads, see `placeOf` in `keptConsumers.ts`. */
  readonly placeOf: (connectionName: string) => string | undefined;
  readonly log: (text: string, error?: unknown) => void;
}

/** The consumers that the tails of this window register, and those that others left behind. */
export class TailConsumers {
  private readonly options: TailConsumersOptions;
  /** Names. */
  private readonly inUse = new Set<string>();
  private readonly ending = new Set<Promise<void>>();

  constructor(options: TailConsumersOptions) {
    this.options = options;
  }

  /** What a tail of the connection is pushed with; `connect` opens it anew for each call. */
  sourceFor(connectionName: string, connect: () => Promise<Connection>): PushSource {
    const { kept } = this.options;
    const consumers = async (): Promise<ConsumersService> => (await connect()).consumers;
    return {
      registerConsumer: async (streamName, consumerName, signal) => {
        const service = await consumers();
        // Before it is there, so that it is known even if this process ends in between.
        const place = this.options.placeOf(connectionName);
        const consumer = { connectionName, streamName, consumerName, ...(place && { place }) };
        await kept.keep(consumer);
        this.inUse.add(consumerName);
        const arn = await service.registerConsumer(streamName, consumerName, signal);
        // Without it, the consumer is found by its name.
        await kept.keep({ ...consumer, arn }).catch((error: unknown) => {
          this.options.log('The ARN of a consumer could not be remembered', error);
        });
        return arn;
      },
      isConsumerActive: async (consumerArn, signal) =>
        (await consumers()).isConsumerActive(consumerArn, signal),
      deregisterConsumer: async (consumerArn, signal) => {
        this.inUse.delete(nameOf(consumerArn));
        const ending = consumers().then((service) => this.deregister(service, consumerArn, signal));
        const settled = ending.catch(() => undefined).finally(() => this.ending.delete(settled));
        this.ending.add(settled);
        await ending;
      },
      subscribe: async function* (request, signal) {
        yield* (await consumers()).subscribe(request, signal);
      },
    };
  }

  /** Every consumer of the stream that a tail has registered, oldest first. */
  async of(
    connectionName: string,
    streamName: string,
    signal: AbortSignal,
  ): Promise<TailConsumer[]> {
    const { consumers } = await this.options.connect(connectionName);
    const found: TailConsumer[] = [];
    let next: string | undefined;
    for (let page = 0; page < CONSUMER_PAGES_MAX; page++) {
      const answer = await consumers.listConsumers(streamName, { signal, next });
      for (const { name, arn, status, createdMs } of answer.items) {
        if (!isTailConsumer(name) || status === 'DELETING') continue;
        found.push({ name, arn, createdMs, isInUse: this.inUse.has(name) });
      }
      next = answer.next;
      if (next === undefined) break;
    }
    return found.sort((a, b) => a.createdMs - b.createdMs);
  }

  /** Deregisters them; the first failure is thrown when the others are done. */
  async remove(
    connectionName: string,
    arns: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const { consumers } = await this.options.connect(connectionName);
    const failures: unknown[] = [];
    for (const arn of arns) {
      await this.deregister(consumers, arn, signal).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** What windows that ended without a goodbye have left registered. */
  leftovers(): Promise<KeptConsumer[]> {
    return this.options.kept.leftovers();
  }

  /**
   * Deregisters a leftover. It is forgotten only when that very consumer is gone: credentials may
   * lead to another account by now, which does not know it either. Never throws.
   */
  async removeLeftover(left: KeptConsumer, signal: AbortSignal): Promise<boolean> {
    const { connectionName, consumerName, place } = left;
    try {
      const connection = await this.options.connect(connectionName);
      const arn = left.arn ?? (await this.arnOf(left, signal));
      if (arn !== undefined) {
        const isThere = place === 'local' || (await isAccountOf(connection, arn, signal));
        if (!isThere) throw new ExpectedError('accessDenied', 'It is of another account.');
        await this.deregister(connection.consumers, arn, signal);
      }
      await this.options.kept.forget(consumerName);
      return true;
    } catch (error) {
      this.options.log(`A leftover consumer stays: ${messageOf(error)}`, error);
      return false;
    }
  }

  /** Of one that was left while it was registered; undefined when its stream does not have it. */
  private async arnOf(
    { connectionName, streamName, consumerName, place }: KeptConsumer,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      const found = await this.of(connectionName, streamName, signal);
      return found.find(({ name }) => name === consumerName)?.arn;
    } catch (error) {
      // Elsewhere the account may be another one, where the stream never was.
      if (place === 'local' && hasCode(error, 'notFound')) return undefined;
      throw error;
    }
  }

  /** Resolves when no deregistration is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.ending);
  }

  private async deregister(
    consumers: ConsumersService,
    consumerArn: string,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await consumers.deregisterConsumer(consumerArn, signal);
    } catch (error) {
      if (!hasCode(error, 'notFound')) throw error;
    }
    await this.options.kept.forget(nameOf(consumerArn));
  }
}

/** `arn:…:stream/NAME/consumer/NAME:TIME`. */
function nameOf(consumerArn: string): string {
  return /\/consumer\/([^:]+):/.exec(consumerArn)?.[1] ?? consumerArn;
}

/** Whether the connection works in the account of the ARN, by what its streams say. */
async function isAccountOf(
  { streams }: Connection,
  arn: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { items } = await streams.listStreams({ signal });
  return items.some((stream) => accountOf(stream.arn) === accountOf(arn));
}

/** `arn:aws:kinesis:REGION:ACCOUNT:…`. */
function accountOf(arn: string): string | undefined {
  return arn.split(':')[4];
}
