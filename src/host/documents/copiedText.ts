import { unreachable } from '../../base/errors.ts';
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

/** Whole records as they go to the clipboard; their data is never cut. */
export function copiedText(
  records: readonly CopiedRecord[],
  options: {
    readonly format: CopyFormat;
    readonly columns: CopiedColumns | undefined;
    /** Asked for only when it is needed: an engine that is stopped has no endpoint. */
    readonly target: () => CliTarget;
  },
): string {
  const { format, columns = defaultColumns } = options;
  const lines = (lineOf: (texts: readonly string[]) => string): string[] =>
    records.map(({ record, found }) => {
      const { timeFormat } = columns;
      return lineOf(columnTexts(record, { columns: shownColumns(columns), timeFormat, found }));
    });
  switch (format) {
    case 'text':
      return lines(tabLine).join('\n');
    case 'csv':
      return `${[csvLine(columnTitles(shownColumns(columns))), ...lines(csvLine)].join('\r\n')}\r\n`;
    case 'json':
      return records.map(({ record }) => recordLine(record)).join('\n');
    case 'data':
      return records.map(({ record }) => readableRecord(record).text).join('\n');
    case 'command':
      return records.map(({ record }) => putCommand(record, options.target())).join('\n');
    default:
      return unreachable(format);
  }
}

function tabLine(cells: readonly string[]): string {
  return cells.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t');
}
