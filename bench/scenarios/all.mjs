import { depth } from './depth.mjs';
import { getRecords } from './getRecords.mjs';
import { idleMemory } from './idleMemory.mjs';
import { manyStreams } from './manyStreams.mjs';
import { putRecord } from './putRecord.mjs';
import { putRecords } from './putRecords.mjs';
import { start } from './start.mjs';
import { subscribe } from './subscribe.mjs';

/** In the order of the table in `docs/performance.md`. */
export const scenarios = [
  putRecords,
  putRecord,
  getRecords,
  subscribe,
  start,
  idleMemory,
  depth,
  manyStreams,
];
