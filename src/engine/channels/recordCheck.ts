import type { RecordConfiguration } from './shapes.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Why a record of the channel's format cannot be delivered; undefined when it can. */
export function problemOfRecord(
  format: RecordConfiguration['RecordFormatType'],
  data: Uint8Array,
): string | undefined {
  if (format === 'BYTE_ARRAY') return undefined;
  let text: string;
  try {
    text = decoder.decode(data);
  } catch {
    return 'The record is not valid UTF-8.';
  }
  if (format === 'STRING') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return 'The record is not valid JSON.';
  }
}
