import { SEGMENT_RECORDS } from '../limits.ts';
import { PackedColumns } from './packedColumns.ts';
import type { SourceRecord } from '../source.ts';

/** Where a record's payload lies, followed by its sequence number in ASCII and its key in UTF-8. */
export interface Place {
  readonly block: Buffer;
  readonly offset: number;
  readonly dataBytes: number;
  readonly sequenceNumberBytes: number;
  readonly partitionKeyBytes: number;
}

interface SegmentRecord {
  readonly shardIndex: number;
  readonly encryptionIndex: number;
  readonly arrivalMs: number;
  readonly packed: Pick<SourceRecord, 'aggregate' | 'explicitHashKey'>;
  readonly place: Place;
}

const NOTHING = Buffer.alloc(0);

/** The columns of so many records of the window: 37 bytes a record, beside what lies in the blocks. */
export class WindowSegment {
  readonly shards = new Uint32Array(SEGMENT_RECORDS);
  readonly encryptions = new Uint8Array(SEGMENT_RECORDS);
  readonly arrivals = new Float64Array(SEGMENT_RECORDS);
  readonly lengths = new Uint32Array(SEGMENT_RECORDS);
  private readonly blocks = new Array<Buffer | undefined>(SEGMENT_RECORDS);
  private readonly offsets = new Uint32Array(SEGMENT_RECORDS);
  private readonly sequenceNumberLengths = new Uint32Array(SEGMENT_RECORDS);
  private readonly partitionKeyLengths = new Uint32Array(SEGMENT_RECORDS);
  /** Only where a user record of an aggregate is among them; other segments pay nothing. */
  packed: PackedColumns | undefined;

  set(slot: number, { place, ...record }: SegmentRecord): void {
    this.shards[slot] = record.shardIndex;
    this.encryptions[slot] = record.encryptionIndex;
    this.arrivals[slot] = record.arrivalMs;
    this.lengths[slot] = place.dataBytes;
    this.blocks[slot] = place.block;
    this.offsets[slot] = place.offset;
    this.sequenceNumberLengths[slot] = place.sequenceNumberBytes;
    this.partitionKeyLengths[slot] = place.partitionKeyBytes;
    if (record.packed.aggregate) this.packed ??= new PackedColumns(SEGMENT_RECORDS);
    this.packed?.set(slot, record.packed);
  }

  /** A view, not a copy. */
  dataAt(slot: number): Uint8Array {
    const block = this.blocks[slot] ?? NOTHING;
    const offset = block.byteOffset + (this.offsets[slot] ?? 0);
    return new Uint8Array(block.buffer, offset, this.lengths[slot] ?? 0);
  }

  sequenceNumberAt(slot: number): string {
    const start = this.dataEnd(slot);
    const end = start + (this.sequenceNumberLengths[slot] ?? 0);
    return (this.blocks[slot] ?? NOTHING).toString('latin1', start, end);
  }

  partitionKeyAt(slot: number): string {
    const start = this.dataEnd(slot) + (this.sequenceNumberLengths[slot] ?? 0);
    const end = start + (this.partitionKeyLengths[slot] ?? 0);
    return (this.blocks[slot] ?? NOTHING).toString('utf8', start, end);
  }

  /** Lets go of a record's payload and texts, and returns how long its payload and its key were. */
  clear(slot: number): number {
    this.blocks[slot] = undefined;
    this.packed?.clear(slot);
    return (this.lengths[slot] ?? 0) + (this.partitionKeyLengths[slot] ?? 0);
  }

  private dataEnd(slot: number): number {
    return (this.offsets[slot] ?? 0) + (this.lengths[slot] ?? 0);
  }
}
