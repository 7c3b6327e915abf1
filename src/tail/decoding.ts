import { type Event, neverFires } from '../base/event.ts';
import { isJson } from '../formats/jsonText.ts';
import type { DecodeStep } from '../protocol/webview/decoded.ts';
import { jsonValueOf } from './jsonValue.ts';
import type { SourceRecord } from './source.ts';

/** What the records of a stream mean. The window keeps what was read; this says how to read it. */
export interface PayloadDecoder {
  /** The user records in a record of the stream: the record itself, unless a producer packed several. */
  expand(record: SourceRecord): readonly SourceRecord[];
  /** Never throws: what cannot be decoded is binary, and the steps say why. */
  decode(data: Uint8Array, options?: DecodeOptions): Decoding;
  /**
   * True when `decode` would give these bytes as they are, read as UTF-8 or as binary: a search may
   * then look into the bytes. Cheap, and never true by guess; absent: never.
   */
  isPlain?(data: Uint8Array): boolean;
  /**
   * As `decode` of the data of a record, for one whose data would be worked out whole when it is asked
   * for; undefined for any other.
   */
  decodeHidden?(record: SourceRecord, bytesMax: number): Decoding | undefined;
  /** Payloads may mean something else now: another pipeline is pinned, or a schema has come. */
  readonly onChanged: Event<void>;
}

export interface DecodeOptions {
  /** The start is enough, for a line of a grid; the text may be cut, and is not checked to its end. */
  readonly startOnly?: boolean;
  /**
   * What all steps together may unpack; `isTooLarge` says that it was not enough. Default: what one
   * step may.
   */
  readonly bytesMax?: number;
}

export interface Decoding {
  readonly kind: 'json' | 'text' | 'binary';
  /** Whole; empty when `kind` is 'binary'. */
  readonly text: string;
  /** What the last step that succeeded gave, as bytes. */
  readonly bytes: Uint8Array;
  readonly steps: readonly DecodeStep[];
  /** The steps were chosen by a person; they are detected otherwise. */
  readonly isPinned?: boolean;
  /** More would come out than was asked for; what is here is not all that it means. */
  readonly isTooLarge?: boolean;
  readonly change?: { readonly before: string | undefined; readonly after: string | undefined };
}

/** Of a decoding that is JSON, its value as in `jsonValueOf`; undefined otherwise. */
export function valueOf(decoding: Decoding): unknown {
  return decoding.kind === 'json' ? jsonValueOf(decoding.text) : undefined;
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads payloads as UTF-8: JSON, other text, or nothing that it knows. */
export const plainDecoder: PayloadDecoder = {
  expand: (record) => [record],
  decode(data) {
    let text: string;
    try {
      text = STRICT_UTF8.decode(data);
    } catch {
      const steps = [{ decoder: 'text', outcome: 'stopped', note: 'Not UTF-8' }] as const;
      return { kind: 'binary', text: '', bytes: data, steps };
    }
    const kind = isJson(text) ? 'json' : 'text';
    const decoder = kind === 'json' ? 'JSON' : 'UTF-8 text';
    return { kind, text, bytes: data, steps: [{ decoder, outcome: 'decoded', note: '' }] };
  },
  isPlain: () => true,
  onChanged: neverFires,
};
