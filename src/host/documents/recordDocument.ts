import type { RecordDetail } from '../../protocol/webview/tail.ts';
import { compactJson, dataMember, indented, prettyJson, readableRecord } from './recordText.ts';

/** A whole record on one line of JSON; its data is never cut. */
export function recordLine(record: RecordDetail): string {
  return compactJson(describe(record));
}

/** A whole record as a document: the data alone when it is JSON, else all of the record. */
export function recordDocument(
  record: RecordDetail,
  streamName: string,
): { readonly title: string; readonly text: string } {
  // User records of one aggregate share its sequence number.
  const place = record.aggregate ? `-${record.aggregate.index}` : '';
  const name = `${streamName}-${record.row.sequenceNumber.slice(-8)}${place}`;
  const data = readableRecord(record);
  return data.kind === 'json'
    ? { title: `${name}.json`, text: indented(data.text) }
    : { title: `${name}.record.json`, text: prettyJson(describe(record)) };
}

function describe(record: RecordDetail): object {
  const { row, encryptionType, explicitHashKey, aggregate } = record;
  return {
    shardId: row.shardId,
    sequenceNumber: row.sequenceNumber,
    partitionKey: row.partitionKey,
    approximateArrivalTimestamp: new Date(row.arrivalMs).toISOString(),
    ...(encryptionType === undefined ? {} : { encryptionType }),
    bytes: row.bytes,
    ...(explicitHashKey === undefined ? {} : { explicitHashKey }),
    ...(aggregate === undefined ? {} : { aggregate }),
    ...dataMember(readableRecord(record)),
  };
}
