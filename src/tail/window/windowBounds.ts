import {
  WINDOW_BYTES_DEFAULT,
  WINDOW_BYTES_MAX,
  WINDOW_RECORDS_DEFAULT,
  WINDOW_RECORDS_MAX,
} from '../limits.ts';
import type { WindowBounds } from './recordWindow.ts';

/** What the settings ask for, as far as it is bearable. */
export function boundsOf(options: {
  readonly windowRecordsMax?: number;
  readonly windowBytesMax?: number;
}): WindowBounds {
  const { windowRecordsMax, windowBytesMax } = options;
  return {
    recordsMax: clamp(windowRecordsMax ?? WINDOW_RECORDS_DEFAULT, WINDOW_RECORDS_MAX),
    bytesMax: clamp(windowBytesMax ?? WINDOW_BYTES_DEFAULT, WINDOW_BYTES_MAX),
  };
}

function clamp(value: number, max: number): number {
  return Math.min(max, Math.max(1, Math.floor(value)));
}
