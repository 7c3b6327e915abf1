import { hashKeyPosition } from '../../../src/formats/hashKey.ts';
import { decodeSequenceNumber } from '../../../src/formats/sequenceNumber.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';
import { formatCount, plural } from '../text/format.ts';
import { dateTimeText, type TimeFace } from '../text/timeFormat.ts';

/** Everything that is known of a record besides its data, by name. */
export function headerEntries(
  detail: RecordDetail,
  times: TimeFace,
): (readonly [name: string, value: string])[] {
  const { row, aggregate, explicitHashKey } = detail;
  const timeOf = (epochMs: number): string => dateTimeText(epochMs, times);
  return [
    ['Partition key', makeVisible(row.partitionKey)],
    ['Hash key', hashKeyText(detail.hashKey)],
    ['Explicit hash key', explicitHashKey ?? 'unknown: Kinesis does not return it'],
    ['Shard', makeVisible(row.shardId) + rangeText(detail)],
    ['Sequence number', row.sequenceNumber],
    ...sequenceEntries(detail, timeOf),
    ['Arrived', timeOf(row.arrivalMs)],
    ['Size', plural(row.bytes, 'byte')],
    ['Encryption', detail.encryptionType ?? 'none'],
    [
      'Aggregate',
      aggregate
        ? `record ${formatCount(aggregate.index + 1)} of ${formatCount(aggregate.count)}`
        : 'none',
    ],
  ];
}

/** Where the key falls, of which each shard has a range. */
function hashKeyText(hashKey: string): string {
  // Of a key that is masked the hash is too.
  if (!/^\d+$/.test(hashKey)) return hashKey;
  const percent = hashKeyPosition(BigInt(hashKey)) * 100;
  return `${hashKey} · at ${percent.toFixed(2)} % of all hash keys`;
}

/** Of all hash keys, the part that the shard has. */
function rangeText({ shardHashKeys }: RecordDetail): string {
  if (!shardHashKeys) return '';
  const [first, last] = [shardHashKeys.first, shardHashKeys.last].map((hashKey) =>
    (hashKeyPosition(BigInt(hashKey)) * 100).toFixed(2),
  );
  return ` · has ${first} to ${last} % of all hash keys`;
}

/** What a sequence number tells; numbers of other servers may tell nothing. */
function sequenceEntries(
  { row, sequenceTimeMs }: RecordDetail,
  timeOf: (epochMs: number) => string,
): (readonly [string, string])[] {
  const parts = decodeSequenceNumber(row.sequenceNumber);
  const time = sequenceTimeMs === undefined ? 'unknown' : timeOf(sequenceTimeMs);
  if (!parts) return [['Sequence time', time]];
  return [
    ['Sequence time', time],
    [
      'Sequence shard',
      `index ${parts.shardIndex}, created ${timeOf(parts.shardCreatedSeconds * 1000)}`,
    ],
  ];
}
