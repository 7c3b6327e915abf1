import type { StartPosition, TailEnd, TailStart } from '../../../src/formats/position.ts';
import { isSequenceNumber } from '../../../src/formats/sequenceNumber.ts';
import { parseShardPositions } from '../../../src/formats/shardPositions.ts';
import { parseTimestamp } from '../../../src/formats/timestamp.ts';

/** What the form for the start position holds. */
export interface PositionForm {
  readonly type: TailStart['type'];
  /** Any time that `parseTimestamp` knows. */
  readonly time: string;
  readonly sequenceNumber: string;
  /** Any list that `parseShardPositions` knows. */
  readonly sequenceNumbers: string;
}

export interface EndForm {
  readonly type: EndChoice;
  readonly time: string;
  readonly count: string;
}

export type EndChoice = TailEnd['type'] | 'NEVER';

const TIME_PROBLEM = 'Write a time such as 2026-03-01 12:00:05, 15 minutes ago, or epoch seconds.';

/** The position, or a sentence that says what to correct. */
export function readPosition(form: PositionForm, nowMs: number): TailStart | string {
  switch (form.type) {
    case 'LATEST':
    case 'TRIM_HORIZON':
      return { type: form.type };
    case 'AT_TIMESTAMP': {
      const timestampMs = parseTimestamp(form.time, nowMs);
      if (timestampMs === undefined) return TIME_PROBLEM;
      if (timestampMs > nowMs) return 'The time to start at lies in the future.';
      return { type: form.type, timestampMs };
    }
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return readNumber(form.type, form.sequenceNumber);
    case 'AFTER_SEQUENCE_NUMBERS': {
      const sequenceNumbers = parseShardPositions(form.sequenceNumbers);
      if (typeof sequenceNumbers === 'string') return sequenceNumbers;
      return { type: form.type, sequenceNumbers };
    }
  }
}

function readNumber(
  type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER',
  text: string,
): StartPosition | string {
  const sequenceNumber = text.trim();
  if (!isSequenceNumber(sequenceNumber)) return 'Enter the whole sequence number: digits only.';
  return { type, sequenceNumber };
}

/** The end, none as undefined, or a sentence that says what to correct. */
export function readEnd(form: EndForm, nowMs: number): TailEnd | string | undefined {
  switch (form.type) {
    case 'NEVER':
      return undefined;
    case 'NOW':
      return { type: form.type };
    case 'AT_TIMESTAMP': {
      const timestampMs = parseTimestamp(form.time, nowMs);
      return timestampMs === undefined ? TIME_PROBLEM : { type: form.type, timestampMs };
    }
    case 'COUNT': {
      const digits = form.count.replace(/[,_\s]/g, '');
      const records = Number(digits);
      if (!/^[1-9]\d*$/.test(digits) || !Number.isSafeInteger(records)) {
        return 'Enter after how many records to stop: a whole number from 1.';
      }
      return { type: form.type, records };
    }
  }
}
