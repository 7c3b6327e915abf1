/**
 * Seed: brings the engine to what a seed file says. The file is checked as a whole before anything is
 * made; what exists stays as it is, so a file can be applied again and again, also when the engine
 * ended in the middle: each thing is made in one write. It works through the operations of the API and
 * the engine's own control calls, and refuses to know another way in; only the retention of a new
 * stream has no parameter there. Start reading here, then `seedSchema.ts` for what a file may say.
 */
import { sleep } from '../../base/clock.ts';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import type { SeedResult } from '../../protocol/engine/control.ts';
import { s3SettingsOf } from '../firehose/s3Settings.ts';
import type { ExtendedS3Request } from '../firehose/shapes.ts';
import { newStream } from '../kinesis/operations/createStream.ts';
import type { ControlHandlers, EngineCore } from '../part.ts';
import { AwsError } from '../wire/awsError.ts';
import type { Operation } from '../wire/operation.ts';
import { validateInput } from '../wire/validateInput.ts';
import type { Problem } from './checkSchema.ts';
import { SEED_CREATING_MAX, SEED_POLL_INTERVAL_MS, SEED_RETRIES_MAX } from './limits.ts';
import { type Call, type Resource, resourcesOf } from './resources.ts';
import { parseSeed, refuse, type Seed } from './seedFile.ts';

export interface SeederOptions {
  readonly core: EngineCore;
  readonly operations: readonly Operation[];
  readonly control: Pick<
    ControlHandlers,
    'listProducers' | 'startProducer' | 'listFaults' | 'injectFault'
  >;
}

interface Progress {
  readonly made: string[];
  readonly existing: string[];
}

export class Seeder {
  private readonly options: SeederOptions;
  private readonly controller = new AbortController();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(options: SeederOptions) {
    this.options = options;
  }

  /**
   * Answers when everything is ACTIVE. Throws ExpectedError `invalidInput` with every problem of the
   * file, and then nothing was made; `engineFailed` when something could not be made.
   */
  apply(value: unknown): Promise<SeedResult> {
    // One after the other, so that two appliers of one file do not both make the same.
    const result = this.queue.then(() => this.applyNow(value));
    this.queue = result.catch(() => undefined);
    return result;
  }

  close(): void {
    this.controller.abort();
  }

  private async applyNow(value: unknown): Promise<SeedResult> {
    const seed = parseSeed(value);
    const lists = resourcesOf(seed, (name) => this.streamArn(name));
    refuse([
      ...lists.flat().flatMap((resource) => this.problemsOf(resource)),
      ...this.sourceProblems(seed),
    ]);
    const progress: Progress = { made: [], existing: [] };
    for (const list of lists) {
      for (let first = 0; first < list.length; first += SEED_CREATING_MAX) {
        await this.bringUp(list.slice(first, first + SEED_CREATING_MAX), progress);
      }
    }
    await this.startProducers(seed, progress);
    await this.injectFaults(seed, progress);
    return progress;
  }

  /** What the API itself has against it, without asking it to do anything. */
  private problemsOf(resource: Resource): Problem[] {
    try {
      for (const call of [resource.describe, resource.create]) {
        const operation = this.operationOf(call);
        validateInput(operation.input, call.input);
      }
      const s3 = resource.create.input['ExtendedS3DestinationConfiguration'];
      if (s3 !== undefined) s3SettingsOf(s3 as ExtendedS3Request);
      return [];
    } catch (error) {
      const text = `is not possible: ${messageOf(error).replace(/\.$/, '')}`;
      return [{ path: resource.path, text }];
    }
  }

  private sourceProblems(seed: Seed): Problem[] {
    const { kinesis, options } = this.options.core;
    const streams = new Set((seed.streams ?? []).map(({ name }) => name));
    return (seed.deliveryStreams ?? []).flatMap(({ source }, index) => {
      if (source === undefined || streams.has(source)) return [];
      const { region } = options;
      if (kinesis.find({ region, name: source }) !== undefined) return [];
      const path = `deliveryStreams[${String(index)}].source`;
      return [{ path, text: `is ${source}, which is neither in the file nor in the engine` }];
    });
  }

  private async bringUp(resources: readonly Resource[], progress: Progress): Promise<void> {
    for (const resource of resources) {
      await this.attempt(resource, progress, async () => {
        if ((await this.goneOrStatus(resource)) === undefined) {
          await this.create(resource);
          progress.made.push(resource.label);
        } else progress.existing.push(resource.label);
      });
    }
    for (const resource of resources) {
      await this.attempt(resource, progress, () => this.untilActive(resource));
    }
  }

  /** Undefined when there is none: one that is being deleted is waited for to be gone. */
  private async goneOrStatus(resource: Resource): Promise<string | undefined> {
    for (;;) {
      const status = await this.statusOf(resource);
      if (status !== 'DELETING') return status;
      await this.pause();
    }
  }

  private async untilActive(resource: Resource): Promise<void> {
    for (;;) {
      const status = await this.statusOf(resource);
      if (status === 'ACTIVE') return;
      if (status !== 'CREATING' && status !== 'UPDATING') {
        throw new Error(`it is ${status ?? 'gone'} where it should become ACTIVE`);
      }
      await this.pause();
    }
  }

  private async statusOf({ describe, status: [outer, inner] }: Resource) {
    try {
      const answer = (await this.run(describe)) as Record<string, Record<string, unknown>>;
      return String(answer[outer]?.[inner]);
    } catch (error) {
      if (error instanceof AwsError && error.type === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }

  /** Others may be making streams too, so the quota for those on their way is waited for. */
  private async create(resource: Resource): Promise<void> {
    for (let retries = 0; ; retries += 1) {
      try {
        await this.createOnce(resource);
        return;
      } catch (error) {
        const isLimit = error instanceof AwsError && error.type === 'LimitExceededException';
        if (!isLimit || retries >= SEED_RETRIES_MAX) throw error;
        await this.pause();
      }
    }
  }

  private async createOnce({ create: call, retentionHours }: Resource): Promise<void> {
    if (retentionHours === undefined) {
      await this.run(call);
      return;
    }
    this.controller.signal.throwIfAborted();
    const { kinesis, options } = this.options.core;
    const { account, region } = options;
    const input = call.input as Parameters<typeof newStream>[1];
    const stream = newStream(kinesis, input, { account, region });
    await kinesis.catalog.create({ ...stream, details: { ...stream.details, retentionHours } });
  }

  private async startProducers(seed: Seed, progress: Progress): Promise<void> {
    const { control } = this.options;
    const { producers: running } = await control.listProducers(undefined);
    for (const producer of seed.producers ?? []) {
      const { kind, streamName } = producer;
      const label = `producer of ${kind} into ${streamName}`;
      if (running.some((it) => it.kind === kind && it.streamName === streamName)) {
        progress.existing.push(label);
      } else {
        await control.startProducer(producer);
        progress.made.push(label);
      }
    }
  }

  private async injectFaults(seed: Seed, progress: Progress): Promise<void> {
    const { control } = this.options;
    const before = new Set((await control.listFaults(undefined)).faults.map(({ id }) => id));
    for (const fault of seed.faults ?? []) {
      const { id, kind } = await control.injectFault(fault);
      (before.has(id) ? progress.existing : progress.made).push(`fault ${kind}`);
    }
  }

  private async attempt(
    { path, label }: Resource,
    { made }: Progress,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason = messageOf(error).replace(/\.$/, '');
      const before = made.length === 0 ? 'nothing' : made.join(', ');
      throw new ExpectedError(
        'engineFailed',
        `${path}: the ${label} could not be brought up: ${reason}. Made before: ${before}.`,
        { cause: error },
      );
    }
  }

  private run(call: Call): Promise<object | undefined> {
    this.controller.signal.throwIfAborted();
    const { account, region } = this.options.core.options;
    return this.operationOf(call).run(call.input, { account, region });
  }

  private operationOf({ target, operation: name }: Call): Operation {
    const operation = this.options.operations.find(
      (known) => known.target === target && known.name === name,
    );
    if (operation === undefined) throw new Error(`the engine does not serve ${name}`);
    return operation;
  }

  private pause(): Promise<void> {
    const { clock } = this.options.core;
    return sleep(clock, SEED_POLL_INTERVAL_MS, this.controller.signal);
  }

  private streamArn(name: string): string {
    const { account, region } = this.options.core.options;
    return `arn:aws:kinesis:${region}:${account}:stream/${name}`;
  }
}
