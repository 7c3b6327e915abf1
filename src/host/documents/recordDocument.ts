import { unreachable } from '../../base/errors.ts';
import type { RecordDetail, TailRequests } from '../../protocol/webview/tail.ts';
import { compactJson, dataMember, indented, prettyJson, readableData } from './recordText.ts';

export type CopyFormat = Parameters<TailRequests['copy']>[0]['format'];

/** A whole record as it goes to the clipboard; its data is never cut. */
export function copyTextOf(record: RecordDetail, format: CopyFormat): string {
  switch (format) {
    case 'text':
      return rowText(record);
    case 'json':
      return compactJson(describe(record));
    case 'data':
      return readableData(record.data).text;
    default:
      return unreachable(format);
  }
}

/** A whole record as a document: the data alone when it is JSON, else all of the record. */
export function recordDocument(
  record: RecordDetail,
  streamName: string,
): { readonly title: string; readonly text: string } {
  const name = `${streamName}-${record.row.sequenceNumber.slice(-8)}`;
  const data = readableData(record.data);
  return data.kind === 'json'
    ? { title: `${name}.json`, text: indented(data.text) }
    : { title: `${name}.record.json`, text: prettyJson(describe(record)) };
}

/** The columns of a row, on one line. */
function rowText({ row, data }: RecordDetail): string {
  return [
    new Date(row.arrivalMs).toISOString(),
    row.shardId,
    row.partitionKey,
    row.sequenceNumber,
    readableData(data).text,
  ]
    .map((column) => column.replace(/[\t\r\n]+/g, ' '))
    .join('\t');
}

function describe({ row, data, encryptionType }: RecordDetail): object {
  return {
    shardId: row.shardId,
    sequenceNumber: row.sequenceNumber,
    partitionKey: row.partitionKey,
    approximateArrivalTimestamp: new Date(row.arrivalMs).toISOString(),
    ...(encryptionType === undefined ? {} : { encryptionType }),
    bytes: row.bytes,
    ...dataMember(data),
  };
}
