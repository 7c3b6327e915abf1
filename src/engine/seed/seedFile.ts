import { readFileSync, statSync } from 'node:fs';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import type { FaultRule, ProducerSpec } from '../../protocol/engine/control.ts';
import { parseFaultRule } from '../faults/faultRule.ts';
import { type Problem, schemaProblems } from './checkSchema.ts';
import { SEED_FILE_BYTES_MAX, SEED_PROBLEMS_MAX } from './limits.ts';
import { SEED_SCHEMA } from './seedSchema.ts';

/** A seed file that keeps to the schema. */
export interface Seed {
  readonly streams?: readonly StreamSeed[];
  readonly deliveryStreams?: readonly DeliveryStreamSeed[];
  readonly producers?: readonly ProducerSpec[];
  readonly faults?: readonly FaultRule[];
}

export interface StreamSeed {
  readonly name: string;
  readonly mode?: 'PROVISIONED' | 'ON_DEMAND';
  readonly shardCount?: number;
  readonly retentionHours?: number;
  readonly maxRecordSizeInKiB?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly consumers?: readonly string[];
}

export interface DeliveryStreamSeed {
  readonly name: string;
  readonly source?: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly errorPrefix?: string;
  readonly compression?: string;
  readonly bufferMegabytes?: number;
  readonly bufferSeconds?: number;
}

/** Throws ExpectedError `invalidInput` that names the file. */
export function readSeedFile(path: string): unknown {
  try {
    const { size } = statSync(path);
    if (size > SEED_FILE_BYTES_MAX) throw new Error('it is larger than 1 MiB');
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ExpectedError(
      'invalidInput',
      `The seed file ${path} cannot be read: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

/** Throws ExpectedError `invalidInput` with every problem and its path, a line each. */
export function parseSeed(value: unknown): Seed {
  refuse(schemaProblems(SEED_SCHEMA, value));
  const seed = value as Seed;
  refuse([
    ...(seed.streams ?? []).flatMap(streamProblems),
    ...repeated('streams', seed.streams ?? [], ({ name }) => name),
    ...repeated('deliveryStreams', seed.deliveryStreams ?? [], ({ name }) => name),
    ...repeated('producers', seed.producers ?? [], (it) => `${it.streamName} (${it.kind})`),
    ...(seed.faults ?? []).flatMap(faultProblems),
  ]);
  return seed;
}

/** Throws unless there are none. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const told = problems.slice(0, SEED_PROBLEMS_MAX);
  const lines = told.map(({ path, text }) => `${path === '' ? 'The seed' : path} ${text}.`);
  const left = problems.length - told.length;
  if (left > 0) lines.push(`There are ${String(left)} more problems.`);
  throw new ExpectedError('invalidInput', lines.join('\n'));
}

function streamProblems(stream: StreamSeed, index: number): Problem[] {
  const path = `streams[${String(index)}]`;
  const problems = repeated(`${path}.consumers`, stream.consumers ?? [], (name) => name);
  if (stream.mode === 'PROVISIONED' && stream.shardCount === undefined) {
    problems.push({ path: `${path}.shardCount`, text: 'is missing, which PROVISIONED needs' });
  }
  if (stream.mode === 'ON_DEMAND' && stream.shardCount !== undefined) {
    problems.push({ path: `${path}.shardCount`, text: 'does not go with ON_DEMAND' });
  }
  return problems;
}

/** The rules that concern several members of a fault are told by its own parser. */
function faultProblems(fault: FaultRule, index: number): Problem[] {
  try {
    parseFaultRule(fault);
    return [];
  } catch (error) {
    const text = `is not possible: ${messageOf(error).replace(/\.$/, '')}`;
    return [{ path: `faults[${String(index)}]`, text }];
  }
}

function repeated<T>(path: string, items: readonly T[], nameOf: (item: T) => string): Problem[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const name = nameOf(item);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ path: `${path}[${String(index)}]`, text: `names ${name} a second time` }];
  });
}
