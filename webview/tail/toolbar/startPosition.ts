import type { StartPosition } from '../../../src/formats/position.ts';
import { isSequenceNumber } from '../../../src/formats/sequenceNumber.ts';

/** What the form for the start position holds. */
export interface PositionForm {
  readonly type: StartPosition['type'];
  /** The value of a datetime-local input, in local time. */
  readonly time: string;
  readonly sequenceNumber: string;
}

/** The position, or a sentence that says what to correct. */
export function readPosition(form: PositionForm): StartPosition | string {
  switch (form.type) {
    case 'LATEST':
    case 'TRIM_HORIZON':
      return { type: form.type };
    case 'AT_TIMESTAMP': {
      const timestampMs = new Date(form.time).getTime();
      if (Number.isNaN(timestampMs)) return 'Enter a date and a time.';
      return { type: form.type, timestampMs };
    }
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const sequenceNumber = form.sequenceNumber.trim();
      if (!isSequenceNumber(sequenceNumber)) {
        return 'Enter the whole sequence number: digits only.';
      }
      return { type: form.type, sequenceNumber };
    }
  }
}
