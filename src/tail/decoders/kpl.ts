import type { SourceRecord } from '../source.ts';
import { type Decoder, decoded, failed } from './decoder.ts';
import { JsonWriter } from './jsonWriter.ts';
import { isAggregate, readAggregate, type UserRecord } from './kplAggregate.ts';
import { isPrintable, Payload } from './payload.ts';

const TITLE = 'KPL aggregate';

/**
 * The tail shows user records as rows of their own, so this sees an aggregate only where it was not
 * taken apart on the way in: it is damaged, it lay in something else, or other steps were pinned then.
 */
export const kpl: Decoder = {
  id: 'kpl',
  title: TITLE,
  detect: (payload) =>
    payload.kind === 'unread' && !payload.isCut && isAggregate(payload.bytes)
      ? 'certain'
      : undefined,
  decode(payload, { bytesMax }) {
    const records = readAggregate(payload.bytes);
    if (typeof records === 'string') return failed(records);
    const [only] = records;
    if (only && records.length === 1) {
      return decoded(Payload.ofBytes(only.data), 'One user record; its MD5 is right');
    }
    return decoded(
      Payload.ofJson(jsonOf(records, bytesMax)),
      `${String(records.length)} user records; its MD5 is right`,
    );
  },
};

/** What was made of a record, for as long as somebody has it: rows, counts and keys ask in turn. */
const expanded = new WeakMap<SourceRecord, readonly SourceRecord[]>();

/** The user records of a record of the stream, or the record itself when it packs none. */
export function expandAggregate(record: SourceRecord): readonly SourceRecord[] {
  if (!isAggregate(record.data)) return [record];
  const known = expanded.get(record) ?? userRecordsOf(record);
  expanded.set(record, known);
  return known;
}

function userRecordsOf(record: SourceRecord): readonly SourceRecord[] {
  const users = readAggregate(record.data);
  if (typeof users === 'string' || users.length === 0) return [record];
  const { sequenceNumber, arrivalMs, encryptionType } = record;
  return users.map(({ partitionKey, explicitHashKey, data }, index) => ({
    sequenceNumber,
    partitionKey,
    arrivalMs,
    data,
    encryptionType,
    ...(explicitHashKey === undefined ? {} : { explicitHashKey }),
    aggregate: { index, count: users.length },
  }));
}

/** What the report of a user record begins with. */
export function expansionStep({ index, count }: { index: number; count: number }): {
  decoder: string;
  outcome: 'decoded';
  note: string;
} {
  const note = `User record ${String(index + 1)} of ${String(count)}; the MD5 is right`;
  return { decoder: TITLE, outcome: 'decoded', note };
}

function jsonOf(records: readonly UserRecord[], charsMax: number): string {
  const writer = new JsonWriter(charsMax);
  writer.push('[');
  for (const [index, { partitionKey, explicitHashKey, data }] of records.entries()) {
    writer.push(index === 0 ? '{"partitionKey":' : ',{"partitionKey":');
    writer.string(partitionKey);
    if (explicitHashKey !== undefined) {
      writer.push(',"explicitHashKey":');
      writer.string(explicitHashKey);
    }
    const payload = Payload.ofBytes(data);
    const { text } = payload;
    if (text !== undefined && isPrintable(text)) {
      writer.push(',"data":');
      if (payload.isJson) writer.push(text.replace(/^\ufeff/, ''));
      else writer.string(text);
    } else {
      writer.push(',"dataBase64":');
      writer.base64(data);
    }
    writer.push('}');
  }
  writer.push(']');
  return writer.text;
}
