import { isJson } from '../../formats/jsonText.ts';
import { START_TEXT_BYTES_MAX } from './limits.ts';

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Space, a byte order mark's first byte, a bracket: what a JSON object or array can begin with. */
const JSON_STARTS = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0x5b, 0x7b]);

/** What a text that was cut begins with when all of it would be a JSON object or array. */
const JSON_START = /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:["{[\]\-\d]|true|false|null|$))/;

/**
 * The data between two steps of the pipeline. Its views are made when first asked for: most steps
 * look at a few bytes only.
 */
export class Payload {
  /** `unread`: nothing is known of it yet; otherwise what it turned out to be. */
  readonly kind: 'unread' | 'json' | 'text';
  /** Only its start is here, because no more is wanted. */
  readonly isCut: boolean;
  /** A step gave it as text, in whatever encoding that was. */
  readonly cameAsText: boolean;
  private knownBytes: Uint8Array | undefined;
  private knownText: string | undefined;
  private isTextKnown: boolean;
  private isJsonKnown: boolean | undefined;

  private constructor(fields: {
    kind: Payload['kind'];
    isCut: boolean;
    bytes?: Uint8Array;
    text?: string;
  }) {
    this.kind = fields.kind;
    this.isCut = fields.isCut;
    this.knownBytes = fields.bytes;
    this.knownText = fields.text;
    this.isTextKnown = fields.text !== undefined;
    this.cameAsText = fields.bytes === undefined;
  }

  static ofBytes(bytes: Uint8Array, isCut = false): Payload {
    return new Payload({ kind: 'unread', bytes, isCut });
  }

  /** Of a text that may still be JSON, base64 and so on. */
  static ofText(text: string, isCut = false): Payload {
    return new Payload({ kind: 'unread', text, isCut });
  }

  /** Of a JSON object or array that a decoder made. */
  static ofJson(text: string, isCut = false): Payload {
    return new Payload({ kind: 'json', text, isCut });
  }

  /** The same, known now to be JSON or text; `text` may leave out what is not part of the value. */
  as(kind: 'json' | 'text', text: string): Payload {
    const { isCut } = this;
    if (this.cameAsText || text !== this.knownText) return new Payload({ kind, text, isCut });
    return new Payload({ kind, text, isCut, bytes: this.bytes });
  }

  /** About: characters where it came as text. */
  get length(): number {
    return this.knownBytes?.length ?? this.knownText?.length ?? 0;
  }

  /** Whether a step made this of the other, and did not only see what that is. */
  isNewFrom(other: Payload): boolean {
    return this.knownBytes !== other.knownBytes || this.knownBytes === undefined;
  }

  get bytes(): Uint8Array {
    this.knownBytes ??= encoder.encode(this.knownText);
    return this.knownBytes;
  }

  /** As UTF-8; undefined when it is not. Of a payload that is cut, the first kilobytes at most. */
  get text(): string | undefined {
    if (!this.isTextKnown) {
      this.isTextKnown = true;
      this.knownText = utf8Text(this.bytes, this.isCut);
    }
    return this.knownText;
  }

  /** Whether it is a JSON object or array, as far as it is here. */
  get isJson(): boolean {
    this.isJsonKnown ??= this.kind === 'json' || this.looksLikeJson();
    return this.isJsonKnown;
  }

  private looksLikeJson(): boolean {
    if (this.knownBytes && !JSON_STARTS.has(this.knownBytes[0] ?? 0)) return false;
    const text = this.text?.replace(/^\ufeff/, '');
    if (text === undefined) return false;
    return this.isCut ? JSON_START.test(text) : isJson(text);
  }
}

function utf8Text(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    if (!isCut) return STRICT_UTF8.decode(bytes);
    const start = bytes.subarray(0, START_TEXT_BYTES_MAX);
    return STRICT_UTF8.decode(start.subarray(0, wholeCharacters(start)));
  } catch {
    return undefined;
  }
}

/** Length without the bytes of a last character that may go on after the end. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 4 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

/** Text that a person wrote or a program printed: nothing in it is a control character. */
export function isPrintable(text: string): boolean {
  return !/[^\P{Cc}\t\n\r]|\ufffd/u.test(text);
}
