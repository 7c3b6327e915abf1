import { ExpectedError } from '../../base/errors.ts';
import { HASH_KEY_MAX } from '../../formats/hashKey.ts';
import { isSequenceNumber } from '../../formats/sequenceNumber.ts';
import { CAPTURE_LINE_BYTES_MAX, CAPTURE_SHARDS_MAX } from '../limits.ts';
import type { CapturedRecord, CaptureHeader, CaptureShard } from './captureFormat.ts';

const NEWLINE = 0x0a;
const OPENING_BRACE = 0x7b;

/**
 * Reads a capture from pieces of any size. It takes nothing for granted: what is not exactly as
 * `docs/capture-format.md` says is refused with `invalidInput` and the number of its line.
 */
export class CaptureParser {
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private pieces: Uint8Array[] = [];
  private pieceBytes = 0;
  private lineNumber = 0;
  private parsedHeader: CaptureHeader | undefined;
  private endsInRecord = false;

  /** Undefined until its line has come. */
  get header(): CaptureHeader | undefined {
    return this.parsedHeader;
  }

  /** After `end`: the file was cut off in the middle of its last record, which is left out. */
  get isCutOff(): boolean {
    return this.endsInRecord;
  }

  /** The records whose lines this piece ends. */
  push(piece: Uint8Array): CapturedRecord[] {
    const records: CapturedRecord[] = [];
    let from = 0;
    for (let to = piece.indexOf(NEWLINE); to >= 0; to = piece.indexOf(NEWLINE, from)) {
      this.keep(piece.subarray(from, to));
      const record = this.endLine();
      if (record) records.push(record);
      from = to + 1;
    }
    this.keep(piece.subarray(from));
    return records;
  }

  /** To be called after the last piece; gives the record of a last line that nothing ended. */
  end(): CapturedRecord[] {
    const record = this.pieceBytes > 0 ? this.endLastLine() : undefined;
    if (!this.parsedHeader) throw this.problem('is missing: a capture begins with its header', 1);
    return record ? [record] : [];
  }

  private keep(part: Uint8Array): void {
    this.pieceBytes += part.length;
    if (this.pieceBytes > CAPTURE_LINE_BYTES_MAX) {
      throw this.problem('is longer than any record', this.lineNumber + 1);
    }
    if (part.length > 0) this.pieces.push(part.slice());
  }

  /**
   * No part of an object is JSON but all of it. So a last line without an end that begins as a
   * record and is no JSON is one whose writer was stopped, and not one that somebody got wrong.
   */
  private endLastLine(): CapturedRecord | undefined {
    const bytes = this.takeLine();
    const isRecord = this.parsedHeader !== undefined && bytes[0] === OPENING_BRACE;
    this.endsInRecord = isRecord && this.jsonOf(bytes) === undefined;
    return this.endsInRecord ? undefined : this.lineOf(bytes);
  }

  private endLine(): CapturedRecord | undefined {
    return this.lineOf(this.takeLine());
  }

  private takeLine(): Uint8Array {
    const bytes = joined(this.pieces, this.pieceBytes);
    this.pieces = [];
    this.pieceBytes = 0;
    this.lineNumber++;
    return bytes;
  }

  private lineOf(bytes: Uint8Array): CapturedRecord | undefined {
    const members = this.membersOf(bytes);
    try {
      if (this.parsedHeader) return recordOf(members);
      this.parsedHeader = headerOf(members);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) throw this.problem(error.message, this.lineNumber);
      throw error;
    }
  }

  /** Undefined when it is not JSON, which is none of JSON's values. */
  private jsonOf(bytes: Uint8Array): unknown {
    try {
      return JSON.parse(this.utf8.decode(bytes));
    } catch {
      return undefined;
    }
  }

  private membersOf(bytes: Uint8Array): Members {
    const value = this.jsonOf(bytes);
    if (value === undefined) throw this.problem('is not JSON', this.lineNumber);
    if (!isObject(value)) throw this.problem('is not a JSON object', this.lineNumber);
    return value;
  }

  private problem(what: string, lineNumber: number): ExpectedError {
    return new ExpectedError('invalidInput', `Line ${lineNumber} of the capture ${what}.`);
  }
}

/** What is wrong with a line, after "Line 3 of the capture". */
class Refusal extends Error {}

type Members = Readonly<Record<string, unknown>>;

function headerOf(members: Members): CaptureHeader {
  if (!('kinesisCapture' in members)) throw new Refusal('is not the header of a capture');
  if (members['kinesisCapture'] !== 1) {
    throw new Refusal(
      'is of a version of the format that this version of the extension cannot read',
    );
  }
  refuseOthers(members, [
    'kinesisCapture',
    'streamName',
    'region',
    'capturedAt',
    'masked',
    'shards',
  ]);
  const { masked, shards } = members;
  if (typeof masked !== 'boolean') throw new Refusal('has no "masked" that is true or false');
  const capturedAt = textOf(members, 'capturedAt', 1, 64);
  if (Number.isNaN(Date.parse(capturedAt))) throw new Refusal('has no time as its "capturedAt"');
  if (!Array.isArray(shards) || shards.length > CAPTURE_SHARDS_MAX) {
    throw new Refusal(`has no "shards" that is a list of at most ${CAPTURE_SHARDS_MAX}`);
  }
  return {
    kinesisCapture: 1,
    streamName: textOf(members, 'streamName', 1, 128),
    region: textOf(members, 'region', 1, 64),
    capturedAt,
    masked,
    shards: shards.map(shardOf),
  };
}

function shardOf(value: unknown): CaptureShard {
  if (!isObject(value)) throw new Refusal('has a shard that is not an object');
  refuseOthers(value, ['shardId', 'startingHashKey', 'endingHashKey']);
  const shard = {
    shardId: textOf(value, 'shardId', 1, 128),
    startingHashKey: hashKeyOf(value, 'startingHashKey'),
    endingHashKey: hashKeyOf(value, 'endingHashKey'),
  };
  if (BigInt(shard.startingHashKey) > BigInt(shard.endingHashKey)) {
    throw new Refusal('has a shard whose hash keys end before they start');
  }
  return shard;
}

function recordOf(members: Members): CapturedRecord {
  refuseOthers(members, [
    'shardId',
    'sequenceNumber',
    'partitionKey',
    'explicitHashKey',
    'arrivalMs',
    'data',
  ]);
  const { arrivalMs } = members;
  const isTime = typeof arrivalMs === 'number' && Number.isSafeInteger(arrivalMs);
  if (!isTime || arrivalMs < 0) {
    throw new Refusal('has no "arrivalMs" that is a whole number of milliseconds');
  }
  const sequenceNumber = textOf(members, 'sequenceNumber', 1, 129);
  if (!isSequenceNumber(sequenceNumber)) {
    throw new Refusal('has a "sequenceNumber" with something else than digits');
  }
  const hasHashKey = members['explicitHashKey'] !== undefined;
  return {
    shardId: textOf(members, 'shardId', 1, 128),
    sequenceNumber,
    partitionKey: textOf(members, 'partitionKey', 1, 256),
    ...(hasHashKey ? { explicitHashKey: hashKeyOf(members, 'explicitHashKey') } : {}),
    arrivalMs,
    data: dataOf(members),
  };
}

/** Lengths are of characters and not of UTF-16 units, as those of the service. */
function textOf(members: Members, name: string, lengthMin: number, lengthMax: number): string {
  const value = members[name];
  const length = typeof value === 'string' ? [...value.slice(0, 2 * lengthMax + 1)].length : -1;
  if (typeof value !== 'string' || length < lengthMin || length > lengthMax) {
    throw new Refusal(`has no "${name}" that is a text of ${lengthMin} to ${lengthMax} characters`);
  }
  return value;
}

function hashKeyOf(members: Members, name: string): string {
  const value = members[name];
  const isHashKey = typeof value === 'string' && /^(?:0|[1-9]\d{0,38})$/.test(value);
  if (isHashKey && BigInt(value) <= HASH_KEY_MAX) return value;
  throw new Refusal(`has no "${name}" that is a hash key in decimal digits, as a text`);
}

function dataOf(members: Members): Uint8Array {
  const { data } = members;
  if (typeof data === 'string') {
    const bytes = Buffer.from(data, 'base64');
    // Buffer skips what is no base64; only the exact text comes back from its bytes.
    if (bytes.toString('base64') === data) return bytes;
  }
  throw new Refusal('has no "data" that is base64');
}

function refuseOthers(members: Members, known: readonly string[]): void {
  const other = Object.keys(members).find((name) => !known.includes(name));
  if (other === undefined) return;
  throw new Refusal(`has a member ${JSON.stringify(other.slice(0, 40))} that is not known here`);
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function joined(pieces: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
