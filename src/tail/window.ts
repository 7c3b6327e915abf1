import {
  BLOCK_BYTES,
  SHARED_BLOCK_PAYLOAD_BYTES_MAX,
  WINDOW_BYTES_DEFAULT,
  WINDOW_RECORDS_DEFAULT,
} from './limits.ts';
import { PackedColumns } from './packedColumns.ts';
import type { SourceRecord } from './source.ts';

export interface WindowRecord extends SourceRecord {
  readonly shardId: string;
  /** The partition key is not as it was: its hash would not be that of the record. */
  readonly keyIsMasked?: boolean;
}

export interface WindowBounds {
  readonly recordsMax: number;
  readonly bytesMax: number;
}

const CAPACITY_FIRST = 1_024;

/**
 * The last records that were read, in order of arrival. A record keeps its number, counted from 0,
 * while it is in the window; the numbers in the window are [first, end). Payloads are copied into
 * shared blocks and the fields lie in columns, so a full window is a few hundred objects rather
 * than some for each record.
 */
export class RecordWindow {
  readonly bounds: WindowBounds;
  private readonly seen: (record: WindowRecord) => WindowRecord;
  private firstNumber = 0;
  private endNumber = 0;
  private byteCount = 0;
  private capacity: number;
  private readonly shardIds: string[] = [];
  private readonly shardIndexes = new Map<string, number>();
  private readonly encryptionTypes: (string | undefined)[] = [];
  private columns: Columns;
  /** Only when the window ever held a user record of an aggregate; other windows pay nothing. */
  private packed: PackedColumns | undefined;
  private block = new Uint8Array(0);
  private blockUsed = 0;

  /** `seen` gives what may be seen of a record; it stands between the window and all its readers. */
  constructor(
    bounds: WindowBounds = { recordsMax: WINDOW_RECORDS_DEFAULT, bytesMax: WINDOW_BYTES_DEFAULT },
    seen: (record: WindowRecord) => WindowRecord = (record) => record,
  ) {
    this.bounds = bounds;
    this.seen = seen;
    this.capacity = Math.min(CAPACITY_FIRST, bounds.recordsMax);
    this.columns = makeColumns(this.capacity);
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

  /** Whether payloads of this size fit without dropping another record. */
  hasRoomFor(bytes: number, records = 1): boolean {
    if (this.records === 0) return true;
    const { recordsMax, bytesMax } = this.bounds;
    return this.records + records <= recordsMax && this.byteCount + bytes <= bytesMax;
  }

  /** Adds a record and drops the oldest ones that leave no room for it; it itself always fits. */
  append(shardId: string, record: SourceRecord): void {
    while (!this.hasRoomFor(record.data.length)) this.dropOldest();
    if (this.records === this.capacity) this.grow();
    const slot = this.endNumber % this.capacity;
    const { columns } = this;
    columns.shards[slot] = this.shardIndex(shardId);
    columns.sequenceNumbers[slot] = record.sequenceNumber;
    columns.partitionKeys[slot] = record.partitionKey;
    columns.arrivals[slot] = record.arrivalMs;
    columns.encryptions[slot] = this.encryptionIndex(record.encryptionType);
    if (record.aggregate) this.packed ??= new PackedColumns(this.capacity);
    this.packed?.set(slot, record);
    this.store(slot, record.data);
    this.endNumber++;
    this.byteCount += record.data.length;
  }

  /** The record of a number in [first, end); undefined outside. Its data is a view, not a copy. */
  get(number: number): WindowRecord | undefined {
    if (!this.has(number)) return undefined;
    const slot = number % this.capacity;
    const { columns } = this;
    return this.seen({
      shardId: this.shardIds[columns.shards[slot] ?? 0] ?? '',
      sequenceNumber: columns.sequenceNumbers[slot] ?? '',
      partitionKey: columns.partitionKeys[slot] ?? '',
      arrivalMs: columns.arrivals[slot] ?? 0,
      data: this.dataAt(slot),
      encryptionType: this.encryptionTypes[columns.encryptions[slot] ?? 0],
      ...this.packed?.get(slot),
    });
  }

  /** Single columns, for who looks at many records; empty outside of [first, end). No mask covers them. */
  shardIdOf(number: number): string {
    if (!this.has(number)) return '';
    return this.shardIds[this.columns.shards[number % this.capacity] ?? 0] ?? '';
  }

  arrivalMsOf(number: number): number {
    return this.has(number) ? (this.columns.arrivals[number % this.capacity] ?? 0) : 0;
  }

  bytesOf(number: number): number {
    return this.has(number) ? (this.columns.lengths[number % this.capacity] ?? 0) : 0;
  }

  private has(number: number): boolean {
    return Number.isInteger(number) && number >= this.firstNumber && number < this.endNumber;
  }

  private dropOldest(): void {
    const slot = this.firstNumber % this.capacity;
    this.byteCount -= this.columns.lengths[slot] ?? 0;
    this.columns.blocks[slot] = undefined;
    this.columns.sequenceNumbers[slot] = undefined;
    this.columns.partitionKeys[slot] = undefined;
    this.packed?.clear(slot);
    this.firstNumber++;
  }

  private store(slot: number, data: Uint8Array): void {
    if (data.length > SHARED_BLOCK_PAYLOAD_BYTES_MAX) {
      this.place(slot, data.slice(), 0, data.length);
      return;
    }
    if (this.blockUsed + data.length > this.block.length) {
      this.block = new Uint8Array(Math.min(BLOCK_BYTES, this.nextBlockBytes()));
      this.blockUsed = 0;
    }
    this.block.set(data, this.blockUsed);
    this.place(slot, this.block, this.blockUsed, data.length);
    this.blockUsed += data.length;
  }

  private place(slot: number, block: Uint8Array, offset: number, length: number): void {
    this.columns.blocks[slot] = block;
    this.columns.offsets[slot] = offset;
    this.columns.lengths[slot] = length;
  }

  /** The first block is small, since many windows never see more than a few records. */
  private nextBlockBytes(): number {
    return Math.max(SHARED_BLOCK_PAYLOAD_BYTES_MAX, this.block.length * 2);
  }

  private dataAt(slot: number): Uint8Array {
    const { blocks, offsets, lengths } = this.columns;
    const offset = offsets[slot] ?? 0;
    return (blocks[slot] ?? this.block).subarray(offset, offset + (lengths[slot] ?? 0));
  }

  private grow(): void {
    const capacity = Math.min(this.capacity * 2, this.bounds.recordsMax);
    const columns = makeColumns(capacity);
    const packed = this.packed && new PackedColumns(capacity);
    for (let number = this.firstNumber; number < this.endNumber; number++) {
      const [fromSlot, toSlot] = [number % this.capacity, number % capacity];
      copySlot(this.columns, fromSlot, columns, toSlot);
      if (this.packed) packed?.copy(toSlot, this.packed, fromSlot);
    }
    this.columns = columns;
    this.packed = packed;
    this.capacity = capacity;
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

interface Columns {
  readonly shards: Uint32Array;
  readonly sequenceNumbers: (string | undefined)[];
  readonly partitionKeys: (string | undefined)[];
  readonly arrivals: Float64Array;
  readonly encryptions: Uint8Array;
  readonly blocks: (Uint8Array | undefined)[];
  readonly offsets: Uint32Array;
  readonly lengths: Uint32Array;
}

function makeColumns(capacity: number): Columns {
  return {
    shards: new Uint32Array(capacity),
    sequenceNumbers: new Array<string | undefined>(capacity),
    partitionKeys: new Array<string | undefined>(capacity),
    arrivals: new Float64Array(capacity),
    encryptions: new Uint8Array(capacity),
    blocks: new Array<Uint8Array | undefined>(capacity),
    offsets: new Uint32Array(capacity),
    lengths: new Uint32Array(capacity),
  };
}

function copySlot(from: Columns, fromSlot: number, to: Columns, toSlot: number): void {
  to.shards[toSlot] = from.shards[fromSlot] ?? 0;
  to.sequenceNumbers[toSlot] = from.sequenceNumbers[fromSlot];
  to.partitionKeys[toSlot] = from.partitionKeys[fromSlot];
  to.arrivals[toSlot] = from.arrivals[fromSlot] ?? 0;
  to.encryptions[toSlot] = from.encryptions[fromSlot] ?? 0;
  to.blocks[toSlot] = from.blocks[fromSlot];
  to.offsets[toSlot] = from.offsets[fromSlot] ?? 0;
  to.lengths[toSlot] = from.lengths[fromSlot] ?? 0;
}
