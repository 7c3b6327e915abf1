import { channelsPart } from './channels/part.ts';
import { clockPart } from './clock/part.ts';
import { faultsPart } from './faults/part.ts';
import { firehosePart } from './firehose/part.ts';
import { kinesisPart } from './kinesis/part.ts';
import type { EngineCore, Part } from './part.ts';
import { purgePart } from './purge/part.ts';
import { seedPart } from './seed/part.ts';
import { simulatePart } from './simulate/part.ts';
import { snapshotPart } from './snapshot/part.ts';

/** Every part of the engine, in the order in which they are built. */
export function createParts(core: EngineCore): Part[] {
  const parts = [
    clockPart(core),
    kinesisPart(core),
    channelsPart(core),
    firehosePart(core),
    simulatePart(core),
    purgePart(core),
    faultsPart(core),
    snapshotPart(core),
  ];
  return [...parts, seedPart(core, parts)];
}
