import { getRecords } from './getRecords.mjs';
import { putRecord } from './putRecord.mjs';
import { putRecords } from './putRecords.mjs';

/** In the order of the table in `docs/performance.md`. */
export const scenarios = [putRecords, putRecord, getRecords];
