import { harmlessCell } from '../../formats/spreadsheetCell.ts';

/** One line of CSV as in RFC 4180, without its line break. No cell is a formula. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => quoted(harmlessCell(cell))).join(',');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
