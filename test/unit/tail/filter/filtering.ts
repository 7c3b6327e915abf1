import assert from 'node:assert/strict';
import type { Condition } from '../../../../src/formats/filter.ts';
import { plainDecoder } from '../../../../src/tail/decoding.ts';
import { Candidate } from '../../../../src/tail/filter/candidate.ts';
import { compileFilter } from '../../../../src/tail/filter/compile.ts';
import { Undecided } from '../../../../src/tail/filter/undecided.ts';
import { RecordWindow } from '../../../../src/tail/window/recordWindow.ts';

const encoder = new TextEncoder();

export interface TestRecord {
  readonly shardId?: string;
  readonly partitionKey?: string;
  readonly sequenceNumber?: string;
  readonly arrivalMs?: number;
  /** Text, or anything that becomes JSON. */
  readonly data?: unknown;
}

export function candidateOf(record: TestRecord, decoder = plainDecoder): Candidate {
  const { data = '' } = record;
  const bytes =
    data instanceof Uint8Array
      ? data
      : encoder.encode(typeof data === 'string' ? data : JSON.stringify(data));
  const window = new RecordWindow({ recordsMax: 1, bytesMax: 100_000_000 });
  window.append(record.shardId ?? 'shardId-000000000000', {
    sequenceNumber: record.sequenceNumber ?? '495',
    partitionKey: record.partitionKey ?? 'truck_7',
    arrivalMs: record.arrivalMs ?? 1_700_000_000_000,
    data: bytes,
    encryptionType: undefined,
  });
  const candidate = new Candidate(window, decoder);
  candidate.moveTo(0);
  return candidate;
}

/** Yes, no, or why it cannot be said. */
export function verdict(
  conditions: Condition | readonly Condition[],
  record: TestRecord,
): boolean | string {
  const matches = compileFilter({ conditions: [conditions].flat() });
  assert.ok(typeof matches === 'function', `refused: ${JSON.stringify(matches)}`);
  try {
    return matches(candidateOf(record));
  } catch (error) {
    if (error instanceof Undecided) return error.message;
    throw error;
  }
}

/** What is wrong with a condition, and where. */
export function problemWith(condition: Condition): string | undefined {
  const compiled = compileFilter({ conditions: [condition] });
  if (typeof compiled === 'function') return undefined;
  const { message, position } = compiled;
  return position === undefined ? message : `${message} [${position}]`;
}
