import { createHash } from 'node:crypto';
import { type HashKeyRange, hashKeyOfMd5 } from '../../formats/hashKey.ts';
import { decodeSequenceNumber } from '../../formats/sequenceNumber.ts';
import type { DecodedPayload } from '../../protocol/webview/decoded.ts';
import type { RecordDetail, TailRow } from '../../protocol/webview/tail.ts';
import { expansionStep } from '../decoders/kpl.ts';
import type { Decoding } from '../decoding.ts';
import { MASK } from '../masking/textRule.ts';
import type { WindowRecord } from '../window/recordWindow.ts';

interface Parts {
  readonly row: TailRow;
  readonly record: WindowRecord;
  readonly decoding: Decoding;
}

/** All that there is to tell of a record; its data and its text are cut to `partMax`. */
export function detailOf({ row, record, decoding }: Parts, partMax: number): RecordDetail {
  const parts = decodeSequenceNumber(record.sequenceNumber);
  const digest = createHash('md5').update(record.partitionKey, 'utf8').digest();
  const { explicitHashKey, aggregate } = record;
  return {
    row,
    ...(record.data.length === row.bytes ? {} : { dataBytes: record.data.length }),
    // A copy, since a view of a block would send the whole block; and no Buffer, which a page
    // would get as JSON.
    data: new Uint8Array(record.data.subarray(0, partMax)),
    encryptionType: record.encryptionType,
    sequenceTimeMs: parts && parts.timeSeconds * 1_000,
    // Few people's keys are so random that their hash would not tell them.
    hashKey: record.keyIsMasked === true ? MASK : hashKeyOfMd5(digest).toString(),
    ...(explicitHashKey === undefined ? {} : { explicitHashKey }),
    ...(aggregate === undefined ? {} : { aggregate }),
    decoded: decodedOf(record, decoding, partMax),
  };
}

/** Texts, like data, are cut to what a page shows. */
function decodedOf(
  { aggregate }: WindowRecord,
  { kind, text, steps, isPinned, change }: Decoding,
  charsMax: number,
): DecodedPayload {
  const isComplete = text.length <= charsMax;
  return {
    kind,
    text: isComplete ? text : text.slice(0, charsMax),
    isComplete,
    steps: aggregate ? [expansionStep(aggregate), ...steps] : steps,
    ...(isPinned === undefined ? {} : { isPinned }),
    ...(change === undefined ? {} : { change }),
  };
}

/** Adds what the shard of the record has of all hash keys, where that is known. */
export function withHashKeys(detail: RecordDetail, range: HashKeyRange | undefined): RecordDetail {
  if (!range) return detail;
  return { ...detail, shardHashKeys: { first: `${range.start}`, last: `${range.end}` } };
}
