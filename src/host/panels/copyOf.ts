import { setImmediate } from 'node:timers/promises';
import { ExpectedError } from '../../base/errors.ts';
import type { TailRequests } from '../../protocol/webview/tail.ts';
import type { TailSession } from '../../tail/session.ts';
import { copyTextOf } from '../documents/copiedText.ts';
import type { CliTarget } from '../documents/putCommand.ts';
import { pathsOf, shownColumns } from '../documents/recordColumns.ts';
import { readableRecord } from '../documents/recordText.ts';
import {
  COPIED_CHARS_MAX,
  COPIED_RECORDS_MAX,
  COPY_SLICE_CHARS,
  COPY_SLICE_RECORDS,
} from '../limits.ts';

export interface RowsCopy {
  readonly text: string;
  /** Rows that were still in the window. */
  readonly count: number;
  /** Some data is no text; told of copies of data only. */
  readonly isBinary: boolean;
}

/**
 * Rows as they go to the clipboard, in slices between which others run: each is decoded on the way.
 * Throws when all have left the window, and when they are too much to copy.
 */
export async function copyOf(
  session: Pick<TailSession, 'wholeRecord' | 'found'>,
  { generation, ordinals, format, layout }: Parameters<TailRequests['copy']>[0],
  target: () => CliTarget,
): Promise<RowsCopy> {
  if (ordinals.length > COPIED_RECORDS_MAX) throw tooMuch();
  const paths = layout ? pathsOf(shownColumns(layout)) : [];
  const copyText = copyTextOf({ format, columns: layout, target });
  const lines: string[] = [];
  let isBinary = false;
  let chars = 0;
  let sliceEndChars = COPY_SLICE_CHARS;
  for (const [index, ordinal] of ordinals.entries()) {
    if (chars >= sliceEndChars || (index > 0 && index % COPY_SLICE_RECORDS === 0)) {
      await setImmediate();
      sliceEndChars = chars + COPY_SLICE_CHARS;
    }
    const address = { generation, ordinal };
    const record = session.wholeRecord(address);
    if (!record) continue;
    const found = paths.length === 0 ? [] : session.found(address, paths);
    const line = copyText.line({ record, found });
    // What is decoded for it takes its time too, where columns show a part of it.
    chars += Math.max(line.length, record.decoded.text.length);
    if (chars > COPIED_CHARS_MAX) throw tooMuch();
    lines.push(line);
    isBinary ||= format === 'data' && readableRecord(record).kind === 'base64';
  }
  if (lines.length === 0) throw recordGone();
  return { text: copyText.whole(lines), count: lines.length, isBinary };
}

export function recordGone(): ExpectedError {
  return new ExpectedError('notFound', 'The record has left the window of the tail');
}

function tooMuch(): ExpectedError {
  const records = COPIED_RECORDS_MAX.toLocaleString('en-US');
  return new ExpectedError(
    'invalidInput',
    `At most ${records} records and ${COPIED_CHARS_MAX / 1_000_000} million characters are copied at once. Select fewer, or export them.`,
  );
}
