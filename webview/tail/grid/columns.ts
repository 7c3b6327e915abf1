import type { TailRow } from '../../../src/protocol/webview/tail.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { formatBytes, formatDateTime, formatTime, shortSequenceNumber } from '../text/format.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';

export interface Column {
  readonly name: 'time' | 'shard' | 'key' | 'sequence' | 'size' | 'data';
  readonly title: string;
  /** True when the search may match what the cell shows. */
  readonly searched: boolean;
  text(row: TailRow): string;
  /** The full value, shown when the pointer rests on the cell. */
  tooltip(row: TailRow): string;
}

export const columns: readonly Column[] = [
  {
    name: 'time',
    title: 'Time',
    searched: false,
    text: (row) => formatTime(row.arrivalMs),
    tooltip: (row) => `Arrived ${formatDateTime(row.arrivalMs)}`,
  },
  {
    name: 'shard',
    title: 'Shard',
    searched: false,
    text: (row) => makeVisible(shortShardId(row.shardId)),
    tooltip: (row) => makeVisible(row.shardId),
  },
  {
    name: 'key',
    title: 'Key',
    searched: true,
    text: (row) => makeVisible(row.partitionKey),
    tooltip: (row) => makeVisible(row.partitionKey),
  },
  {
    name: 'sequence',
    title: 'Sequence',
    searched: true,
    text: (row) => shortSequenceNumber(row.sequenceNumber),
    tooltip: (row) => row.sequenceNumber,
  },
  {
    name: 'size',
    title: 'Size',
    searched: false,
    text: (row) => formatBytes(row.bytes),
    tooltip: (row) => `${row.bytes} bytes`,
  },
  {
    name: 'data',
    title: 'Data',
    searched: true,
    text: (row) => makeVisible(row.preview),
    tooltip: (row) => (row.isText ? '' : 'Not text: shown as hex'),
  },
];
