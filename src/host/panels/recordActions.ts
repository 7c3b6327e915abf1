import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import type { RecordDetail, TailRequests } from '../../protocol/webview/tail.ts';
import type { TailSession } from '../../tail/session.ts';
import type { JsonDocuments } from '../documents/jsonDocuments.ts';
import { compactJson, dataMember, prettyJson, readableData } from '../documents/recordText.ts';

type CopyParams = Parameters<TailRequests['copy']>[0];

/** Copies rows to the clipboard; throws when they have all left the window. */
export async function copyRows(
  session: TailSession,
  { generation, ordinals, format }: CopyParams,
): Promise<void> {
  const records = ordinals
    .map((ordinal) => session.record({ generation, ordinal }))
    .filter((record) => record !== undefined);
  if (records.length === 0) throw gone();
  const text = records.map((record) => FORMATS[format](record)).join('\n');
  await vscode.env.clipboard.writeText(text);
}

const FORMATS: { readonly [Format in CopyParams['format']]: (record: RecordDetail) => string } = {
  text: ({ row, data }) =>
    [
      new Date(row.arrivalMs).toISOString(),
      row.shardId,
      row.partitionKey,
      row.sequenceNumber,
      oneLine(data),
    ].join('\t'),
  json: (record) => compactJson(describe(record)),
  data: ({ data }) => readableData(data).text,
};

/** Opens the data as a document of its own when it is JSON, else the whole record. */
export async function openRecordDocument(
  session: TailSession,
  documents: JsonDocuments,
  params: { generation: number; ordinal: number },
): Promise<void> {
  const record = session.record(params);
  if (!record) throw gone();
  const { connectionName, streamName } = session.state;
  const data = readableData(record.data);
  const end = record.row.sequenceNumber.slice(-8);
  const path = [connectionName, streamName, record.row.shardId];
  if (data.kind === 'json')
    await documents.show([...path, `${streamName}-${end}.json`], `${data.text}\n`);
  else
    await documents.show(
      [...path, `${streamName}-${end}.record.json`],
      prettyJson(describe(record)),
    );
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

function oneLine(data: Uint8Array): string {
  return new TextDecoder().decode(data).replace(/[\t\r\n]+/g, ' ');
}

function gone(): ExpectedError {
  return new ExpectedError('notFound', 'The record has left the window of the tail');
}
