import { harmlessCell } from '../../formats/spreadsheetCell.ts';
import { base64Of } from './jsonLines.ts';
import type { RowFormat } from './rowFormat.ts';

const COLUMNS = [
  'approximateArrivalTimestamp',
  'shardId',
  'sequenceNumber',
  'partitionKey',
  'explicitHashKey',
  'bytes',
  'encoding',
  'data',
] as const;

/** RFC 4180 with a line of names. `encoding` says how to read `data`: json, text or base64. */
export const csv: RowFormat = {
  head: lineOf(COLUMNS),
  line({ record, decoding }) {
    const isBinary = decoding.kind === 'binary';
    return lineOf([
      new Date(record.arrivalMs).toISOString(),
      record.shardId,
      record.sequenceNumber,
      record.partitionKey,
      record.explicitHashKey ?? '',
      String(record.data.length),
      isBinary ? 'base64' : decoding.kind,
      isBinary ? base64Of(decoding.bytes) : decoding.text,
    ]);
  },
};

function lineOf(fields: readonly string[]): string {
  return `${fields.map((field) => quoted(harmlessCell(field))).join(',')}\r\n`;
}

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
