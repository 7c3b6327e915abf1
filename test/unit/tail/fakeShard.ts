import type { HashKeyRange } from '../../../src/formats/hashKey.ts';
import type { StartPosition } from '../../../src/formats/position.ts';
import type { SourceRecord } from '../../../src/tail/source.ts';

/** A shard of a fake source, which is read and pushed alike. */
export interface FakeShard {
  readonly shardId: string;
  readonly parentShardIds: readonly string[];
  readonly records: SourceRecord[];
  readonly range: HashKeyRange | undefined;
  isClosed: boolean;
}

/** Where reading begins. */
export function indexOf(records: readonly SourceRecord[], position: StartPosition): number {
  const find = (matches: (record: SourceRecord) => boolean): number => {
    const index = records.findIndex(matches);
    return index === -1 ? records.length : index;
  };
  switch (position.type) {
    case 'LATEST':
      return records.length;
    case 'TRIM_HORIZON':
      return 0;
    case 'AT_TIMESTAMP':
      return find(({ arrivalMs }) => arrivalMs >= position.timestampMs);
    case 'AT_SEQUENCE_NUMBER':
      return find(
        ({ sequenceNumber }) => BigInt(sequenceNumber) >= BigInt(position.sequenceNumber),
      );
    case 'AFTER_SEQUENCE_NUMBER':
      return find(({ sequenceNumber }) => BigInt(sequenceNumber) > BigInt(position.sequenceNumber));
  }
}

/** How far behind the end of the shard the place `at` is; never 0 before the end. */
export function millisBehindOf(
  records: readonly SourceRecord[],
  at: number,
  nowMs: number,
): number {
  const unread = records[at];
  return unread ? Math.max(1, nowMs - unread.arrivalMs) : 0;
}
