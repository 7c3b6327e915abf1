import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import type { RecordDetail, TailRequests } from '../../protocol/webview/tail.ts';
import type { TailSession } from '../../tail/session.ts';
import type { JsonDocuments } from '../documents/jsonDocuments.ts';
import type { CliTarget } from '../documents/putCommand.ts';
import { recordDocument } from '../documents/recordDocument.ts';
import { indented } from '../documents/recordText.ts';
import { STATUS_MESSAGE_MS } from '../limits.ts';
import { copyOf, recordGone } from './copyOf.ts';

type Params<Method extends keyof TailRequests> = Parameters<TailRequests[Method]>[0];

/** What a page may do with the records of its tail. */
export interface RecordActions {
  readonly session: TailSession;
  readonly documents: JsonDocuments;
  /** Where a command of the AWS CLI would find the stream. */
  readonly cliTarget: () => CliTarget;
}

/** Copies rows to the clipboard and returns how many; throws when they have all left the window. */
export async function copyRows(
  { session, cliTarget }: Pick<RecordActions, 'session' | 'cliTarget'>,
  params: Params<'copy'>,
): Promise<number> {
  const { text, count, isBinary } = await copyOf(session, params, cliTarget);
  await vscode.env.clipboard.writeText(text);
  if (isBinary) {
    const message = 'Copied as base64: the data is not UTF-8 text';
    vscode.window.setStatusBarMessage(message, STATUS_MESSAGE_MS);
  }
  return count;
}

/** Opens the data as a document of its own when it is JSON, else the whole record. */
export async function openRecordDocument(
  { session, documents }: RecordActions,
  params: Params<'openRecord'>,
): Promise<void> {
  const record = wholeRecord(session, params);
  const { title, text } = recordDocument(record, session.state.streamName);
  await documents.show([...folderOf(session, record), title], text);
}

export async function compareRecords(
  { session, documents }: RecordActions,
  { generation, left, right }: Params<'compareRecords'>,
): Promise<void> {
  const sides = [left, right].map((ordinal) => {
    const record = wholeRecord(session, { generation, ordinal });
    const { title, text } = recordDocument(record, session.state.streamName);
    return { path: [...folderOf(session, record), title], text, title };
  });
  const [first, second] = sides;
  if (first && second) {
    await documents.showDiff(first, second, `${first.title} ↔ ${second.title}`);
  }
}

export async function showChange(
  { session, documents }: RecordActions,
  params: Params<'showChange'>,
): Promise<void> {
  const record = wholeRecord(session, params);
  const { change } = record.decoded;
  if (!change) throw new ExpectedError('invalidInput', 'This record does not describe a change');
  const name = recordDocument(record, session.state.streamName).title.replace(/\..*$/, '');
  const side = (label: string, json: string | undefined): { path: string[]; text: string } => ({
    path: [...folderOf(session, record), `${name}.${label}.json`],
    text: json === undefined ? '' : indented(json),
  });
  const sides = [side('before', change.before), side('after', change.after)] as const;
  await documents.showDiff(...sides, `${name}: before ↔ after`);
}

function folderOf(session: TailSession, { row }: RecordDetail): string[] {
  const { connectionName, streamName } = session.state;
  return [connectionName, streamName, row.shardId];
}

function wholeRecord(
  session: TailSession,
  address: { generation: number; ordinal: number },
): RecordDetail {
  const record = session.wholeRecord(address);
  if (!record) throw recordGone();
  return record;
}
