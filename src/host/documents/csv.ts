/**
 * One line of CSV as in RFC 4180, without its line break. A spreadsheet takes a cell that begins
 * with = + - @, a tab or a carriage return for a formula, and payloads are not to be trusted: such a
 * cell gets an apostrophe before it, which spreadsheets do not show. Plain numbers stay as they are.
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => quoted(harmless(cell))).join(',');
}

const MAY_BE_FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

function harmless(cell: string): string {
  return MAY_BE_FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
