/** The records that the fake host has: seeded truck positions, or data that a test gives. */
import { encodeSequenceNumber } from '../../../src/formats/sequenceNumber.ts';
import { formatShardId } from '../../../src/formats/shardId.ts';
import type { TailRow } from '../../../src/protocol/webview/tail.ts';

export interface FakeRecord {
  readonly row: TailRow;
  readonly data: Uint8Array;
  readonly arrivalMs: number;
  readonly shardId: string;
}

export const START_MS = Date.UTC(2026, 2, 1, 12, 4, 31, 207);
const encoder = new TextEncoder();

export function recordOf(given: {
  readonly number: number;
  readonly data: Uint8Array;
  readonly partitionKey: string | undefined;
  readonly shardCount: number;
}): FakeRecord {
  const { number, data, partitionKey, shardCount } = given;
  const shardIndex = number % shardCount;
  const text = new TextDecoder().decode(data);
  const isText = !text.includes('\ufffd');
  const row: TailRow = {
    shardId: formatShardId(shardIndex),
    sequenceNumber: encodeSequenceNumber({
      shardCreatedSeconds: Math.floor(START_MS / 1000),
      shardIndex,
      recordIndex: BigInt(number * 7919),
      timeSeconds: Math.floor(START_MS / 1000) + number,
    }),
    partitionKey: partitionKey ?? `truck_${String((number * 37) % 100).padStart(2, '0')}`,
    arrivalMs: arrivalOf(number),
    bytes: data.length,
    preview: isText ? text.slice(0, 256) : hexOf(data.subarray(0, 128)),
    isText,
  };
  return { row, data, arrivalMs: row.arrivalMs, shardId: row.shardId };
}

function arrivalOf(number: number): number {
  return START_MS + number * 7;
}

function hexOf(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A million of these fit where a million records would not. What a histogram asks of every one is
 * told without making the record.
 */
export class TruckRecord implements FakeRecord {
  private readonly number: number;
  private readonly shardCount: number;

  constructor(number: number, shardCount: number) {
    this.number = number;
    this.shardCount = shardCount;
  }

  get row(): TailRow {
    const { number, shardCount, data } = this;
    return recordOf({ number, data, partitionKey: undefined, shardCount }).row;
  }

  get data(): Uint8Array {
    return encoder.encode(truck(this.number));
  }

  get arrivalMs(): number {
    return arrivalOf(this.number);
  }

  get shardId(): string {
    return formatShardId(this.number % this.shardCount);
  }
}

/** About 200 bytes of JSON. */
function truck(number: number): string {
  const wave = Math.sin(number / 11);
  return JSON.stringify({
    truck: `truck_${String((number * 37) % 100).padStart(2, '0')}`,
    number,
    speed: Math.round(70 + 25 * wave),
    lat: Number((37.4 + wave / 10).toFixed(6)),
    lon: Number((-122.1 - wave / 7).toFixed(6)),
    heading: (number * 53) % 360,
    fuel: Number((0.5 + wave / 4).toFixed(3)),
    status: number % 9 === 0 ? 'idle' : 'driving',
  });
}
