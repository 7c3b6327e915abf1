import {
  BLOCK_BYTES,
  SEGMENT_RECORDS,
  SHARED_BLOCK_PAYLOAD_BYTES_MAX,
  WINDOW_BYTES_DEFAULT,
  WINDOW_RECORDS_DEFAULT,
} from '../limits.ts';
import type { SourceRecord } from '../source.ts';
import { type Place, WindowSegment } from './windowSegment.ts';

export interface WindowRecord extends SourceRecord {
  readonly shardId: string;
  /** The partition key is not as it was: its hash would not be that of the record. */
  readonly keyIsMasked?: boolean;
}

export interface WindowBounds {
  readonly recordsMax: number;
  readonly bytesMax: number;
}

/** What a record counts: its payload and its key. */
export function windowBytesOf({ data, partitionKey }: SourceRecord): number {
  return data.length + Buffer.byteLength(partitionKey);
}

/**
 * The last records that were read, in order of arrival. A record keeps its number, counted from 0,
 * while it is in the window; the numbers in the window are [first, end). Payloads and texts are copied
 * into shared blocks and the rest lies in the columns of segments, so a full window is some thousand
 * objects that the collector sees, rather than some for each record, and growing copies nothing.
 */
export class RecordWindow {
  readonly bounds: WindowBounds;
  private readonly seen: (record: WindowRecord) => WindowRecord;
  private firstNumber = 0;
  private endNumber = 0;
  private byteCount = 0;
  /** Each but the first and the last is full. */
  private readonly segments: WindowSegment[] = [];
  private readonly shardIds: string[] = [];
  private readonly shardIndexes = new Map<string, number>();
  private readonly encryptionTypes: (string | undefined)[] = [];
  private block = Buffer.alloc(0);
  private blockUsed = 0;

  /** `seen` gives what may be seen of a record; it stands between the window and all its readers. */
  constructor(
    bounds: WindowBounds = { recordsMax: WINDOW_RECORDS_DEFAULT, bytesMax: WINDOW_BYTES_DEFAULT },
    seen: (record: WindowRecord) => WindowRecord = (record) => record,
  ) {
    this.bounds = bounds;
    this.seen = seen;
  }

  /** Number of the oldest record in the window, and so how many were dropped. */
  get first(): number {
    return this.firstNumber;
  }

  /** One more than the number of the newest. */
  get end(): number {
    return this.endNumber;
  }

  get records(): number {
    return this.endNumber - this.firstNumber;
  }

  get bytes(): number {
    return this.byteCount;
  }

  /** Whether payloads and keys of this size fit without dropping another record. */
  hasRoomFor(bytes: number, records = 1): boolean {
    if (this.records === 0) return true;
    const { recordsMax, bytesMax } = this.bounds;
    return this.records + records <= recordsMax && this.byteCount + bytes <= bytesMax;
  }

  /** Adds a record and drops the oldest ones that leave no room for it; it itself always fits. */
  append(shardId: string, record: SourceRecord): void {
    while (!this.hasRoomFor(windowBytesOf(record))) this.dropOldest();
    const slot = this.endNumber % SEGMENT_RECORDS;
    if (slot === 0) this.segments.push(new WindowSegment());
    this.segmentOf(this.endNumber).set(slot, {
      shardIndex: this.shardIndex(shardId),
      encryptionIndex: this.encryptionIndex(record.encryptionType),
      arrivalMs: record.arrivalMs,
      packed: record,
      place: this.place(record),
    });
    this.endNumber++;
    this.byteCount += windowBytesOf(record);
  }

  /** The record of a number in [first, end); undefined outside. Its data is a view, not a copy. */
  get(number: number): WindowRecord | undefined {
    if (!this.has(number)) return undefined;
    const slot = number % SEGMENT_RECORDS;
    const segment = this.segmentOf(number);
    const record = {
      shardId: this.shardIds[segment.shards[slot] ?? 0] ?? '',
      sequenceNumber: segment.sequenceNumberAt(slot),
      partitionKey: segment.partitionKeyAt(slot),
      arrivalMs: segment.arrivals[slot] ?? 0,
      data: segment.dataAt(slot),
      encryptionType: this.encryptionTypes[segment.encryptions[slot] ?? 0],
    };
    return this.seen(segment.packed ? { ...record, ...segment.packed.get(slot) } : record);
  }

  /** Single columns, for who looks at many records; empty outside of [first, end). No mask covers them. */
  shardIdOf(number: number): string {
    if (!this.has(number)) return '';
    return this.shardIds[this.segmentOf(number).shards[number % SEGMENT_RECORDS] ?? 0] ?? '';
  }

  arrivalMsOf(number: number): number {
    return this.has(number) ? (this.segmentOf(number).arrivals[number % SEGMENT_RECORDS] ?? 0) : 0;
  }

  bytesOf(number: number): number {
    return this.has(number) ? (this.segmentOf(number).lengths[number % SEGMENT_RECORDS] ?? 0) : 0;
  }

  private has(number: number): boolean {
    return Number.isInteger(number) && number >= this.firstNumber && number < this.endNumber;
  }

  private segmentOf(number: number): WindowSegment {
    const before = Math.floor(this.firstNumber / SEGMENT_RECORDS);
    const segment = this.segments[Math.floor(number / SEGMENT_RECORDS) - before];
    if (!segment) throw new Error(`The window has no record ${number}`);
    return segment;
  }

  private dropOldest(): void {
    const slot = this.firstNumber % SEGMENT_RECORDS;
    this.byteCount -= this.segmentOf(this.firstNumber).clear(slot);
    this.firstNumber++;
    if (this.firstNumber % SEGMENT_RECORDS === 0) this.segments.shift();
  }

  /** Copies a record's payload and texts to where they stay. */
  private place({ data, sequenceNumber, partitionKey }: SourceRecord): Place {
    const keyBytes = Buffer.byteLength(partitionKey);
    const bytes = data.length + sequenceNumber.length + keyBytes;
    const place = {
      ...this.room(bytes),
      dataBytes: data.length,
      sequenceNumberBytes: sequenceNumber.length,
      partitionKeyBytes: keyBytes,
    };
    const { block, offset } = place;
    block.set(data, offset);
    block.write(sequenceNumber, offset + data.length, 'latin1');
    block.write(partitionKey, offset + data.length + sequenceNumber.length, 'utf8');
    return place;
  }

  private room(bytes: number): Pick<Place, 'block' | 'offset'> {
    // Not of the pool that Node keeps for small buffers: a view would keep all of that.
    if (bytes > SHARED_BLOCK_PAYLOAD_BYTES_MAX) {
      return { block: Buffer.allocUnsafeSlow(bytes), offset: 0 };
    }
    if (this.blockUsed + bytes > this.block.length) {
      this.block = Buffer.allocUnsafeSlow(Math.min(BLOCK_BYTES, this.nextBlockBytes()));
      this.blockUsed = 0;
    }
    const offset = this.blockUsed;
    this.blockUsed += bytes;
    return { block: this.block, offset };
  }

  /** The first block is small, since many windows never see more than a few records. */
  private nextBlockBytes(): number {
    return Math.max(SHARED_BLOCK_PAYLOAD_BYTES_MAX, this.block.length * 2);
  }

  private shardIndex(shardId: string): number {
    const known = this.shardIndexes.get(shardId);
    if (known !== undefined) return known;
    const index = this.shardIds.push(shardId) - 1;
    this.shardIndexes.set(shardId, index);
    return index;
  }

  private encryptionIndex(encryptionType: string | undefined): number {
    const index = this.encryptionTypes.indexOf(encryptionType);
    return index >= 0 ? index : this.encryptionTypes.push(encryptionType) - 1;
  }
}
