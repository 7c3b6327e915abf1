/**
 * Simulate: producers inside the engine that put made-up records into streams, through the same
 * path as PutRecords. They are started by a control call, survive no restart, and refuse to create a
 * stream that was deleted under them. Start reading here; `producer.ts` is the loop, `gps.ts` and
 * its siblings make the records, `producerKinds.ts` lists them.
 */
import { ExpectedError } from '../../base/errors.ts';
import type { ProducerKind, ProducerStatus } from '../../protocol/engine/control.ts';
import { PRODUCERS_MAX } from './limits.ts';
import { Producer, type ProducerDependencies } from './producer.ts';
import { parseProducerName, parseProducerSpec } from './producerSpec.ts';

export class Producers {
  private readonly dependencies: ProducerDependencies;
  private readonly running = new Map<string, Producer>();
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(dependencies: ProducerDependencies) {
    this.dependencies = dependencies;
  }

  list(): ProducerStatus[] {
    return [...this.running.values()].map((producer) => producer.status());
  }

  /** Starts a producer, in place of the one of the same stream and kind. Throws `invalidInput`. */
  start(request: unknown): Promise<ProducerStatus> {
    return this.inTurn(async () => {
      const spec = parseProducerSpec(request);
      if (this.closed) throw new ExpectedError('engineStopped', 'The engine is stopping.');
      const name = nameOf(spec);
      const previous = this.running.get(name);
      if (previous === undefined && this.running.size >= PRODUCERS_MAX) {
        throw new ExpectedError(
          'invalidInput',
          `There are already ${String(PRODUCERS_MAX)} producers; stop one first.`,
        );
      }
      await previous?.stop();
      const producer = new Producer(spec, this.dependencies);
      this.running.set(name, producer);
      return producer.status();
    });
  }

  /** Answers when nothing more will be put. Throws `invalidInput`. */
  stop(request: unknown): Promise<{ stopped: boolean }> {
    return this.inTurn(async () => {
      const name = nameOf(parseProducerName(request));
      const producer = this.running.get(name);
      this.running.delete(name);
      await producer?.stop();
      return { stopped: producer !== undefined };
    });
  }

  stopAll(): Promise<void> {
    return this.inTurn(async () => {
      const producers = [...this.running.values()];
      this.running.clear();
      await Promise.all(producers.map((producer) => producer.stop()));
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.stopAll();
  }

  /** One call after the other, so that two starts of one producer cannot both win. */
  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.queue.then(task);
    this.queue = result.catch(() => undefined);
    return result;
  }
}

function nameOf(spec: { streamName: string; kind: ProducerKind }): string {
  return `${spec.streamName} ${spec.kind}`;
}
