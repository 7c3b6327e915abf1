import type { DecodedPayload } from '../../../src/protocol/webview/decoded.ts';
import type { RecordDetail, TailRow } from '../../../src/protocol/webview/tail.ts';
import { plainDecoder } from '../../../src/tail/decoding.ts';

/** What the page shows of a record of the fake host: its data as UTF-8, unless it is said otherwise. */
export function detailOf(
  record: { readonly row: TailRow; readonly data: Uint8Array } | undefined,
  options: { readonly sequenceTimeMs: number; readonly decoded: DecodedPayload | undefined },
): RecordDetail | undefined {
  return (
    record && {
      row: record.row,
      data: record.data.slice(0, 1_048_576),
      encryptionType: undefined,
      sequenceTimeMs: options.sequenceTimeMs,
      hashKey: '170141183460469231731687303715884105728',
      decoded: options.decoded ?? decodedOf(record.data),
    }
  );
}

function decodedOf(data: Uint8Array): DecodedPayload {
  const { kind, text, steps } = plainDecoder.decode(data);
  const start = text.slice(0, 1_048_576);
  return { kind, text: start, isComplete: start.length === text.length, steps };
}
