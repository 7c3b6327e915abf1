import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type ConnectionEntry, endpointOf } from './connectionRegistry.ts';
import { KEPT_CONSUMERS_MAX } from '../limits.ts';

/** A consumer that a tail registers, remembered from before it is registered until it is gone. */
export interface KeptConsumer {
  readonly connectionName: string;
  readonly streamName: string;
  readonly consumerName: string;
  /** Where its connection led, see `placeOf`: a name may mean another place in another folder. */
  readonly place?: string;
  /** As soon as it is registered. */
  readonly arn?: string;
}

interface KeptFile extends KeptConsumer {
  readonly hostName: string;
  readonly processId: number;
}

/** Two connections with the same answer lead to the same place; the local engine moves its port. */
export function placeOf(entry: ConnectionEntry): string {
  if (entry.kind === 'local') return 'local';
  return JSON.stringify([
    entry.kind,
    entry.region,
    entry.profile ?? null,
    endpointOf(entry) ?? null,
  ]);
}

/**
 * A file for each consumer of all windows, so that the consumers of a window that crashed are found
 * by the next. Windows share the folder but no file, and so cannot take each other's entries out.
 */
export class KeptConsumers {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async keep(consumer: KeptConsumer): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file: KeptFile = { ...consumer, hostName: hostname(), processId: process.pid };
    const path = this.fileOf(consumer.consumerName);
    // A file that is cut short would forget a consumer that costs money.
    await writeFile(`${path}.part`, JSON.stringify(file));
    await rename(`${path}.part`, path);
  }

  async forget(consumerName: string): Promise<void> {
    await rm(this.fileOf(consumerName), { force: true });
  }

  /** Those whose window is gone without having deregistered them. */
  async leftovers(): Promise<KeptConsumer[]> {
    const files = await readdir(this.folder).catch(() => []);
    const names = files.filter((name) => name.endsWith('.json'));
    const left: KeptConsumer[] = [];
    for (const name of names.slice(0, KEPT_CONSUMERS_MAX)) {
      const kept = parse(await readFile(join(this.folder, name), 'utf8').catch(() => ''));
      if (kept && kept.hostName === hostname() && !isRunning(kept.processId)) {
        const { hostName: _hostName, processId: _processId, ...consumer } = kept;
        left.push(consumer);
      }
    }
    return left;
  }

  private fileOf(consumerName: string): string {
    return join(this.folder, `${consumerName}.json`);
  }
}

function parse(text: string): KeptFile | undefined {
  try {
    const value = JSON.parse(text) as Partial<KeptFile> | null;
    const { connectionName, streamName, consumerName, hostName, processId } = value ?? {};
    const { place, arn } = value ?? {};
    const isWhole =
      typeof connectionName === 'string' &&
      typeof streamName === 'string' &&
      typeof consumerName === 'string' &&
      typeof hostName === 'string' &&
      typeof processId === 'number';
    if (!isWhole) return undefined;
    const names = { connectionName, streamName, consumerName, hostName, processId };
    return {
      ...names,
      ...(typeof place === 'string' ? { place } : {}),
      ...(typeof arn === 'string' ? { arn } : {}),
    };
  } catch {
    return undefined;
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // A process that is not ours to signal is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
