import type { SeededRandom } from './random.ts';

export interface SimulatedRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** When a record is made, in milliseconds. */
export interface RecordTime {
  /**
   * Time since the producer's start as its rate counts it: record number / rate. Everything that
   * changes with time (the movement of a truck, say) follows this clock, so it can be repeated.
   */
  readonly logicalMs: number;
  /** The wall clock, shown in the record's `timestamp` and nowhere else. */
  readonly wallMs: number;
}

/**
 * Makes the records of one producer. The same seed, number of keys and skew give the same records
 * in the same order, except for the member `timestamp`, which tells the real time.
 */
export interface RecordGenerator {
  next(time: RecordTime): SimulatedRecord;
}

/** `pickKey` gives the index of the key of the next record, below `keys`. */
export type GeneratorFactory = (options: {
  readonly random: SeededRandom;
  readonly keys: number;
  readonly pickKey: () => number;
}) => RecordGenerator;

const encoder = new TextEncoder();

export function jsonRecord(partitionKey: string, value: object): SimulatedRecord {
  return { partitionKey, data: encoder.encode(JSON.stringify(value)) };
}

/** `truck-0007`: wide enough that the keys of a usual run sort as they count. */
export function keyName(prefix: string, index: number): string {
  return `${prefix}-${String(index + 1).padStart(4, '0')}`;
}

export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
