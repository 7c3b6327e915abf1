import { unreachable } from '../../base/errors.ts';
import { harmlessCell } from '../../formats/spreadsheetCell.ts';
import type { CopyFormat } from '../../protocol/webview/grid.ts';
import type { RecordDetail } from '../../protocol/webview/tail.ts';
import { csvLine } from './csv.ts';
import { type CliTarget, putCommand } from './putCommand.ts';
import {
  type CopiedColumns,
  columnTexts,
  columnTitles,
  defaultColumns,
  shownColumns,
} from './recordColumns.ts';
import { recordLine } from './recordDocument.ts';
import { readableRecord } from './recordText.ts';

/** A whole record, and what the paths of the columns find in it. */
export interface CopiedRecord {
  readonly record: RecordDetail;
  readonly found: readonly string[];
}

export interface CopyOptions {
  readonly format: CopyFormat;
  readonly columns: CopiedColumns | undefined;
  /** Asked for only when it is needed: an engine that is stopped has no endpoint. */
  readonly target: () => CliTarget;
}

/** How records read on the clipboard, one by one, so that many of them can be copied in slices. */
export interface CopyText {
  line(record: CopiedRecord): string;
  whole(lines: readonly string[]): string;
}

/** Whole records as they go to the clipboard; their data is never cut. */
export function copiedText(records: readonly CopiedRecord[], options: CopyOptions): string {
  const text = copyTextOf(options);
  return text.whole(records.map((record) => text.line(record)));
}

export function copyTextOf({ format, columns = defaultColumns, target }: CopyOptions): CopyText {
  const shown = shownColumns(columns);
  const { timeFormat } = columns;
  const cells = ({ record, found }: CopiedRecord): string[] =>
    columnTexts(record, { columns: shown, timeFormat, found });
  const whole = (lines: readonly string[]): string => lines.join('\n');
  switch (format) {
    case 'text':
      return { line: (record) => tabLine(cells(record)), whole };
    case 'csv':
      return {
        line: (record) => csvLine(cells(record)),
        whole: (lines) => `${[csvLine(columnTitles(shown)), ...lines].join('\r\n')}\r\n`,
      };
    case 'json':
      return { line: ({ record }) => recordLine(record), whole };
    case 'data':
      return { line: ({ record }) => readableRecord(record).text, whole };
    case 'command':
      return { line: ({ record }) => putCommand(record, target()), whole };
    default:
      return unreachable(format);
  }
}

/** Text with tabs is what a spreadsheet takes first. */
function tabLine(cells: readonly string[]): string {
  return cells.map((cell) => harmlessCell(cell).replace(/[\t\r\n]+/g, ' ')).join('\t');
}
