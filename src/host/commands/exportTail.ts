import { homedir } from 'node:os';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import type { RowOrder } from '../../protocol/webview/grid.ts';
import type { CaptureHeader } from '../../tail/export/captureFormat.ts';
import type { RowSnapshot } from '../../tail/export/rowSnapshot.ts';
import type { TailSession } from '../../tail/session.ts';
import { exportFileName } from '../files/exportFileName.ts';
import { createFile } from '../files/virtualFile.ts';
import { type ExportCounts, writeExport } from '../files/writeExport.ts';
import { withProgress } from '../input/progress.ts';
import { type Choice, askChoice, cancelled } from '../input/prompts.ts';
import { searched } from '../panels/searched.ts';
import { TailChoice } from '../panels/tailChoice.ts';
import { askSelected } from './askSelected.ts';
import type { Command, CommandContext } from './command.ts';
import { offer } from './offer.ts';
import { countOf } from './replayText.ts';
import { shardRanges } from './shardRanges.ts';
import { tailChoice } from './tailTargets.ts';

const TITLE = 'Export Tail';

type Format = 'jsonLines' | 'csv' | 'capture';

const LABELS: Readonly<Record<Format, string>> = {
  jsonLines: 'JSON lines',
  csv: 'CSV',
  capture: 'Capture',
};

/** As it is said of rows. */
const ORDERS: Readonly<Record<RowOrder, string>> = {
  read: 'in the order as read',
  arrival: 'in order of arrival',
};

function formatsIn(order: RowOrder): readonly Choice<Format>[] {
  return [
    {
      label: LABELS.jsonLines,
      description: '.jsonl',
      detail: `An object a record, with decoded data, ${ORDERS[order]}`,
      value: 'jsonLines',
    },
    {
      label: LABELS.csv,
      description: '.csv',
      detail: `For spreadsheets, ${ORDERS[order]}`,
      value: 'csv',
    },
    {
      label: LABELS.capture,
      description: '.kcapture',
      detail: `Exact bytes, keys and times, ${ORDERS.arrival}, to be replayed into a stream`,
      value: 'capture',
    },
  ];
}

const EXTENSIONS: Readonly<Record<Format, string>> = {
  jsonLines: 'jsonl',
  csv: 'csv',
  capture: 'kcapture',
};

interface Written {
  readonly counts: ExportCounts;
  readonly order: RowOrder;
}

/** What a tail shows, or a selection of it, into a file. What arrives meanwhile is not in it. */
export const exportTail: Command = {
  id: 'kinesis.exportTail',
  async run(context, argument) {
    if (!(argument instanceof TailChoice) && context.tails.active) {
      // Only the page knows what is selected; it comes back with that.
      context.tails.perform({ kind: 'keep', action: 'export' });
      return;
    }
    const choice = await tailChoice(context, argument, { title: TITLE });
    const { session } = choice;
    const { streamName } = session.state;
    const step = { title: `${TITLE} of ${streamName}` };
    const selected = await askSelected(choice, step, { fewest: 2 });
    const { order, orderPending } = session.counts;
    const shownOrder = orderPending === undefined ? order : 'arrival';
    const format = await askChoice<Format>(step, 'Format', formatsIn(shownOrder));
    const uri = await askFile(streamName, format);
    const title = `Exporting records of ${streamName}`;
    const written = await withProgress(title, context.signal, (report, signal) =>
      writeRows(context, { session, selected, format, uri, report, signal }),
    );
    offer(context, summaryOf(written, basename(uri.path)), {
      'Open File': () => vscode.commands.executeCommand('vscode.open', uri),
    });
  },
};

async function askFile(streamName: string, format: Format): Promise<vscode.Uri> {
  const name = exportFileName(streamName, EXTENSIONS[format], Date.now());
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const uri = await vscode.window.showSaveDialog({
    title: TITLE,
    saveLabel: 'Export',
    filters: { [LABELS[format]]: [EXTENSIONS[format]] },
    defaultUri: vscode.Uri.joinPath(folder, name),
  });
  if (!uri) throw cancelled();
  return uri;
}

async function writeRows(
  context: CommandContext,
  options: {
    readonly session: TailSession;
    /** Undefined for all that are shown. */
    readonly selected: RowSnapshot | undefined;
    readonly format: Format;
    readonly uri: vscode.Uri;
    readonly report: (progress: { message: string; share?: number }) => void;
    readonly signal: AbortSignal;
  },
): Promise<Written> {
  const { session, selected, format, uri, report, signal } = options;
  const { byArrival, captureFormat, csv, exportSlices, jsonLines } =
    await import('../../tail/main.ts');
  report({ message: 'looking through the window' });
  const isOpen = (): boolean => context.tails.sessions.includes(session);
  if (!selected) await searched(session, { signal, isOpen });
  const rows = selected ?? session.snapshot();
  if (rows.count === 0) {
    throw new ExpectedError('notFound', 'The tail shows no records to export. Change its filter.');
  }
  const rowFormat =
    format === 'csv'
      ? csv
      : format === 'jsonLines'
        ? jsonLines
        : captureFormat(await captureHeader(context, session, signal));
  const slices = exportSlices(rows, rowFormat, format === 'capture' ? byArrival(rows) : undefined);
  const counts = await writeExport(slices, await createFile(uri), {
    signal,
    onProgress: ({ written, missing }) => {
      const share = (written + missing) / rows.count;
      report({ message: `${count(written)} of ${count(rows.count)}`, share });
    },
  });
  return { counts, order: format === 'capture' ? 'arrival' : rows.order };
}

async function captureHeader(
  context: CommandContext,
  session: TailSession,
  signal: AbortSignal,
): Promise<CaptureHeader> {
  const { connectionName, streamName, masking } = session.state;
  const { connections } = context;
  const entry = connections.find(connectionName);
  return {
    kinesisCapture: 1,
    streamName,
    region: entry ? connections.regionOf(entry) : 'unknown',
    capturedAt: new Date().toISOString(),
    masked: masking.isOn,
    shards: entry ? await shardRanges(context, { entry, streamName, signal }) : [],
  };
}

function summaryOf({ counts, order }: Written, file: string): string {
  const { written, missing } = counts;
  const inOrder = order === 'read' ? '' : `, ${ORDERS[order]}`;
  const gone =
    missing === 0
      ? ''
      : ` ${count(missing)} left the window before they could be written: pause the tail, then export.`;
  return `Exported ${countOf(written, 'record')} to ${file}${inOrder}.${gone}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
