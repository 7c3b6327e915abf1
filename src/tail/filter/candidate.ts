import type { Decoding, PayloadDecoder } from '../decoding.ts';
import { valueOf } from '../decoding.ts';
import { jsonValueOf } from '../jsonValue.ts';
import { formatMebibytes } from '../decoders/size.ts';
import {
  FILTER_DECODED_BYTES_MAX,
  FILTER_MASKED_BYTES_MAX,
  FILTER_VALUE_BYTES_MAX,
} from '../limits.ts';
import type { RecordWindow, WindowRecord } from '../window/recordWindow.ts';
import { TooLargeToJudge, type Undecided } from './undecided.ts';

/** Nobody asks for a record that has left the window; it would match next to nothing. */
const GONE: WindowRecord = {
  shardId: '',
  sequenceNumber: '',
  partitionKey: '',
  arrivalMs: 0,
  data: new Uint8Array(0),
  encryptionType: undefined,
};

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const STRICT_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/**
 * The record that conditions look at. Shard and time come from the columns of the window; the rest
 * is read, and the payload decoded, when the first condition asks, and once for all of them.
 */
export class Candidate {
  private readonly window: RecordWindow;
  private readonly decoder: PayloadDecoder;
  private number = 0;
  private read: WindowRecord | undefined;
  private decoding: Decoding | undefined;
  /** Whether the record was looked at for data that is hidden. */
  private isHiddenKnown = false;
  private parsed: { readonly value: unknown } | undefined;

  constructor(window: RecordWindow, decoder: PayloadDecoder) {
    this.window = window;
    this.decoder = decoder;
  }

  /** One object serves for all records, one after the other. */
  moveTo(number: number): void {
    this.number = number;
    this.read = undefined;
    this.decoding = undefined;
    this.isHiddenKnown = false;
    this.parsed = undefined;
  }

  get shardId(): string {
    return this.window.shardIdOf(this.number);
  }

  get partitionKey(): string {
    return this.record.partitionKey;
  }

  get sequenceNumber(): string {
    return this.record.sequenceNumber;
  }

  get arrivalMs(): number {
    return this.window.arrivalMsOf(this.number);
  }

  get bytes(): number {
    return this.window.bytesOf(this.number);
  }

  /**
   * What looking at it took, about: the bytes as they were read, or what they were decoded to, for a
   * little data may unpack to much.
   */
  get bytesLookedAt(): number {
    const { decoding } = this;
    if (!decoding) return this.bytes;
    if (decoding.isTooLarge === true) return Math.max(this.bytes, FILTER_DECODED_BYTES_MAX);
    const decoded = decoding.kind === 'binary' ? decoding.bytes : decoding.text;
    return Math.max(this.bytes, decoded.length);
  }

  /** The bytes as they were read, when they are all that the decoder would give; undefined otherwise. */
  get plainData(): Uint8Array | undefined {
    // Masked data would be worked out whole.
    if (this.hidden()) return undefined;
    const data = this.record.data;
    return this.decoder.isPlain?.(data) ? data : undefined;
  }

  /**
   * The decoded data as text; bytes that nothing could read are taken for UTF-8. Throws `Undecided`
   * when it would be too much.
   */
  get text(): string {
    // Decoding would parse it too, only to see that it is JSON.
    const plain = this.plainData;
    if (plain) return UTF8.decode(plain);
    const { kind, text, bytes } = this.decoded();
    return kind === 'binary' ? UTF8.decode(bytes) : text;
  }

  /** The JSON value of the data, undefined when it has none. Throws `Undecided` when it is too large. */
  get value(): unknown {
    this.parsed ??= { value: this.parse() };
    return this.parsed.value;
  }

  private parse(): unknown {
    if (this.bytes > FILTER_VALUE_BYTES_MAX) throw tooLarge(FILTER_VALUE_BYTES_MAX);
    // Decoding would parse it too, only to see that it is JSON.
    const plain = this.plainData;
    if (plain) return structureOf(strictText(plain) ?? '');
    const decoding = this.decoded();
    if (decoding.text.length > FILTER_VALUE_BYTES_MAX) throw tooLarge(FILTER_VALUE_BYTES_MAX);
    return valueOf(decoding);
  }

  private get record(): WindowRecord {
    this.read ??= this.window.get(this.number) ?? GONE;
    return this.read;
  }

  private decoded(): Decoding {
    const hidden = this.hidden();
    const bytesMax = hidden ? FILTER_MASKED_BYTES_MAX : FILTER_DECODED_BYTES_MAX;
    this.decoding ??= hidden ?? this.decoder.decode(this.record.data, { bytesMax });
    if (this.decoding.isTooLarge === true) throw tooLarge(bytesMax);
    return this.decoding;
  }

  private hidden(): Decoding | undefined {
    if (this.isHiddenKnown) return this.decoding;
    this.isHiddenKnown = true;
    this.decoding = this.decoder.decodeHidden?.(this.record, FILTER_MASKED_BYTES_MAX);
    return this.decoding;
  }
}

/** A lone string or number is text, as it is where payloads are decoded. */
function structureOf(text: string): unknown {
  const value = jsonValueOf(text);
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** Undefined when it is not UTF-8. */
function strictText(data: Uint8Array): string | undefined {
  try {
    return STRICT_UTF8.decode(data);
  } catch {
    return undefined;
  }
}

function tooLarge(bytesMax: number): Undecided {
  const most = formatMebibytes(bytesMax);
  return new TooLargeToJudge(`The data is larger than ${most}, too large to look into.`);
}
