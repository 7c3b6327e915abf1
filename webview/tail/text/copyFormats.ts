import type { CopyFormat } from '../../../src/protocol/webview/grid.ts';

/** The ways to copy, in the order of the menu. */
export const copyFormats: readonly {
  readonly format: CopyFormat;
  readonly title: string;
  readonly hint: string;
}[] = [
  { format: 'text', title: 'Copy as text', hint: 'the columns, tab-separated' },
  { format: 'json', title: 'Copy as JSON', hint: 'one line each' },
  { format: 'csv', title: 'Copy as CSV', hint: 'the columns, with a header' },
  { format: 'data', title: 'Copy data', hint: 'decoded' },
  { format: 'command', title: 'Copy as AWS CLI command', hint: 'puts it again' },
];

export function isCopyFormat(value: unknown): value is CopyFormat {
  return copyFormats.some(({ format }) => format === value);
}
