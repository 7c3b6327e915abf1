import { base64Of } from './jsonLines.ts';
import type { RowFormat } from './rowFormat.ts';

/** The first line of a capture; `docs/capture-format.md` describes all of the file. */
export interface CaptureHeader {
  readonly kinesisCapture: 1;
  readonly streamName: string;
  readonly region: string;
  /** ISO 8601. */
  readonly capturedAt: string;
  /** Some data was replaced by what a masking rule puts in its place. */
  readonly masked: boolean;
  /** What the stream listed then; empty when it could not be asked. */
  readonly shards: readonly CaptureShard[];
}

export interface CaptureShard {
  readonly shardId: string;
  /** Decimal hash keys, inclusive. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
}

/** A line after the first. */
export interface CapturedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
  /** Epoch milliseconds. */
  readonly arrivalMs: number;
  readonly data: Uint8Array;
}

export function captureHeadLine(header: CaptureHeader): string {
  return `${JSON.stringify(header)}\n`;
}

export function captureLine(record: CapturedRecord): string {
  const members = {
    shardId: record.shardId,
    sequenceNumber: record.sequenceNumber,
    partitionKey: record.partitionKey,
    explicitHashKey: record.explicitHashKey,
    arrivalMs: record.arrivalMs,
    data: base64Of(record.data),
  };
  return `${JSON.stringify(members)}\n`;
}

/** Rows as records of a capture, whose data keeps every byte. */
export function captureFormat(header: CaptureHeader): RowFormat {
  return { head: captureHeadLine(header), line: ({ record }) => captureLine(record) };
}
