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
import { cautionOf } from './replayText.ts';

const TITLE = 'Replay Capture';

/** From the explorer, from the editor that shows one, or from a dialog. */
export const replayCapture: Command = {
  id: 'kinesis.replayCapture',
  async run(context, argument) {
    const uri = argument instanceof vscode.Uri ? argument : await askCapture();
    const name = basename(uri.path);
    const { header, count, spanMs, isCutOff } = await withProgress(
      `Checking ${name}`,
      context.signal,
      (report, signal) => check(uri, signal, (message) => report({ message })),
    );
    if (count === 0) {
      const what = isCutOff ? 'ends in the middle of its first record' : 'has no records';
      throw new ExpectedError('invalidInput', `${name} ${what}.`);
    }
    await replay(context, {
      title: TITLE,
      count,
      spanMs,
      caution: cautionOf({ isMasked: header.masked, isCutOff, count }),
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
): Promise<{ header: CaptureHeader; count: number; spanMs: number; isCutOff: boolean }> {
  const { openCapture } = await import('../../tail/main.ts');
  const { header, records, isCutOff } = await openCapture(readPieces(uri));
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
  const spanMs = Math.max(0, lastMs - (firstMs ?? lastMs));
  return { header, count, spanMs, isCutOff: isCutOff() };
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
