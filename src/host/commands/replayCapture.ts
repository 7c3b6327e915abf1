import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import type { CaptureHeader } from '../../tail/export/captureFormat.ts';
import type { ReplayRecord } from '../../tail/replay/replayer.ts';
import { readPieces } from '../files/readPieces.ts';
import { withProgress } from '../input/progress.ts';
import { cancelled } from '../input/prompts.ts';
import { YIELD_EVERY_RECORDS } from '../limits.ts';
import type { Command } from './command.ts';
import { replay } from './replay.ts';

const TITLE = 'Replay Capture';

/** From the explorer, from the editor that shows one, or from a dialog. */
export const replayCapture: Command = {
  id: 'kinesis.replayCapture',
  async run(context, argument) {
    const uri = argument instanceof vscode.Uri ? argument : await askCapture();
    const name = basename(uri.path);
    const { header, count, spanMs } = await withProgress(
      `Checking ${name}`,
      context.signal,
      (report, signal) => check(uri, signal, (message) => report({ message })),
    );
    if (count === 0) throw new ExpectedError('invalidInput', `${name} has no records.`);
    await replay(context, {
      title: TITLE,
      count,
      spanMs,
      caution: header.masked ? 'The capture is masked: what was hidden is not in it.' : '',
      records: (signal) => recordsOf(uri, signal),
    });
  },
};

async function askCapture(): Promise<vscode.Uri> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: TITLE,
      openLabel: 'Replay',
      filters: { Captures: ['kcapture'], 'All files': ['*'] },
    })) ?? [];
  if (!uri) throw cancelled();
  return uri;
}

/** Reads all of it, so that nothing is put from a file that has a problem somewhere. */
async function check(
  uri: vscode.Uri,
  signal: AbortSignal,
  tell: (message: string) => void,
): Promise<{ header: CaptureHeader; count: number; spanMs: number }> {
  const { openCapture } = await import('../../tail/main.ts');
  const { header, records } = await openCapture(readPieces(uri));
  let count = 0;
  let firstMs: number | undefined;
  let lastMs = 0;
  for await (const { arrivalMs } of records) {
    firstMs ??= arrivalMs;
    lastMs = Math.max(lastMs, arrivalMs);
    if (++count % YIELD_EVERY_RECORDS !== 0) continue;
    tell(`${count.toLocaleString('en-US')} records`);
    signal.throwIfAborted();
    await setImmediate();
  }
  return { header, count, spanMs: Math.max(0, lastMs - (firstMs ?? lastMs)) };
}

async function* recordsOf(
  uri: vscode.Uri,
  signal: AbortSignal,
): AsyncGenerator<ReplayRecord, void> {
  const { HashKeyGuess, openCapture } = await import('../../tail/main.ts');
  const { header, records } = await openCapture(readPieces(uri));
  const guess = new HashKeyGuess(header.shards);
  for await (const record of records) {
    signal.throwIfAborted();
    const { partitionKey, data, arrivalMs } = record;
    const explicitHashKey = guess.explicitHashKeyOf(record);
    const hashed = explicitHashKey === undefined ? {} : { explicitHashKey };
    yield { partitionKey, data, arrivalMs, ...hashed };
  }
}
