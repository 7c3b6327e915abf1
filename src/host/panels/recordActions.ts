import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import type { TailRequests } from '../../protocol/webview/tail.ts';
import type { TailSession } from '../../tail/session.ts';
import type { JsonDocuments } from '../documents/jsonDocuments.ts';
import { copyTextOf, recordDocument } from '../documents/recordDocument.ts';
import { readableData } from '../documents/recordText.ts';
import { STATUS_MESSAGE_MS } from '../limits.ts';

type CopyParams = Parameters<TailRequests['copy']>[0];

/** Copies rows to the clipboard; throws when they have all left the window. */
export async function copyRows(
  session: TailSession,
  { generation, ordinals, format }: CopyParams,
): Promise<void> {
  const records = ordinals
    .map((ordinal) => session.wholeRecord({ generation, ordinal }))
    .filter((record) => record !== undefined);
  if (records.length === 0) throw gone();
  const text = records.map((record) => copyTextOf(record, format)).join('\n');
  await vscode.env.clipboard.writeText(text);
  if (format === 'data' && records.some(({ data }) => readableData(data).kind === 'base64')) {
    const message = 'Copied as base64: the data is not UTF-8 text';
    vscode.window.setStatusBarMessage(message, STATUS_MESSAGE_MS);
  }
}

/** Opens the data as a document of its own when it is JSON, else the whole record. */
export async function openRecordDocument(
  session: TailSession,
  documents: JsonDocuments,
  params: { generation: number; ordinal: number },
): Promise<void> {
  const record = session.wholeRecord(params);
  if (!record) throw gone();
  const { connectionName, streamName } = session.state;
  const { title, text } = recordDocument(record, streamName);
  await documents.show([connectionName, streamName, record.row.shardId, title], text);
}

function gone(): ExpectedError {
  return new ExpectedError('notFound', 'The record has left the window of the tail');
}
