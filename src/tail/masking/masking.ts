/**
 * Masking: what a person may not see is hidden here, between the window and everything that reads
 * it, so that no way out of the tail has to think of it. The window keeps what was read; `record`
 * stands in its only door. Start with `masker.ts` for what is hidden, `maskJson.ts` for how JSON
 * stays JSON, and one file for each thing that is found by itself.
 */
import { messageOf } from '../../base/errors.ts';
import { Emitter } from '../../base/event.ts';
import type { MaskingState } from '../../protocol/webview/masking.ts';
import type { DecodeOptions, Decoding, PayloadDecoder } from '../decoding.ts';
import type { SourceRecord } from '../source.ts';
import { MASKED_JSON } from './maskJson.ts';
import { Masker } from './masker.ts';
import { type MaskRuleSetting, compileMaskRules } from './maskRules.ts';
import { MASK } from './textRule.ts';

export interface MaskingOptions {
  readonly rules: readonly MaskRuleSetting[];
  readonly isOn: boolean;
  readonly fingerprints?: boolean;
}

export type MaskingRules = Omit<MaskingOptions, 'isOn'>;

/** Shows everything; whoever owns a tail makes one that fits its connection. */
export const MASK_NOTHING: MaskingOptions = { rules: [], isOn: false };

/** In the place of rules that cannot be understood: nothing is known to be harmless. */
const HIDE_ALL: MaskingRules['rules'] = [{ path: '$' }, { pattern: '(?s).+', name: 'everything' }];

const TOO_LARGE: Decoding = {
  kind: 'binary',
  text: '',
  bytes: new Uint8Array(),
  steps: [],
  isTooLarge: true,
};

export class Masking {
  private readonly inner: PayloadDecoder;
  private readonly changed = new Emitter<void>();
  private masker: Masker;
  /** Of data that was put in the place of a record's, how it came about. */
  private known = new WeakMap<Uint8Array, Decoding>();
  /** Of records whose data is masked when it is asked for, the data as it was read. */
  private readonly raw = new WeakMap<SourceRecord, Uint8Array>();
  private isOn: boolean;
  private rulesKey: string;
  private problem: string | undefined;

  /** Decodes as the decoder that was given, and hides. */
  readonly decoder: PayloadDecoder;
  /** Something else may be seen of all records, those of before included. */
  readonly onChanged = this.changed.event;

  /** Throws `invalidInput` for a rule that cannot be understood. */
  constructor(decoder: PayloadDecoder, options: MaskingOptions) {
    this.inner = decoder;
    this.isOn = options.isOn;
    this.rulesKey = keyOf(options);
    this.masker = new Masker(compileMaskRules(options.rules), {
      fingerprints: options.fingerprints ?? false,
    });
    this.decoder = {
      expand: (record) => decoder.expand(record),
      decode: (data, bounds) => this.decode(data, bounds),
      decodeHidden: (record, bytesMax) => this.decodeHidden(record, bytesMax),
      // What is handed out while masking is on is the text itself, decoded and masked.
      isPlain: (data) => this.isOn || decoder.isPlain?.(data) === true,
      onChanged: decoder.onChanged,
    };
  }

  get state(): MaskingState {
    const { texts, paths } = this.masker.rules;
    const rules = [...texts, ...paths].map(({ name }) => name);
    const { isOn, problem } = this;
    return { isOn, rules, ...(problem !== undefined && { problem }) };
  }

  /** What was handed out before stays as it was. */
  switch(isOn: boolean): void {
    this.isOn = isOn;
    this.changed.fire();
  }

  /**
   * Hides by other rules from now on, also what was read before. Rules that cannot be understood hide
   * everything until there are others, and `state` says why.
   */
  setRules(options: MaskingRules): void {
    const key = keyOf(options);
    if (key === this.rulesKey) return;
    this.rulesKey = key;
    const { rules, fingerprints = false } = options;
    this.problem = undefined;
    try {
      this.masker = this.masker.with(compileMaskRules(rules), { fingerprints });
    } catch (error) {
      this.problem = messageOf(error);
      this.masker = this.masker.with(compileMaskRules(HIDE_ALL), { fingerprints });
    }
    this.known = new WeakMap();
    this.changed.fire();
  }

  /** What may be seen of a partition key. */
  key(key: string): string {
    return this.isOn ? this.masker.name(key) : key;
  }

  /**
   * What may be seen of a record: its key, and in the place of its data the decoded data, masked.
   * That is worked out when it is asked for, since most readers want a key or a time only.
   */
  record<Seen extends SourceRecord>(record: Seen): Seen {
    if (!this.isOn) return record;
    const maskedData = (): Uint8Array => this.data(record.data);
    let data: Uint8Array | undefined;
    const partitionKey = this.masker.name(record.partitionKey);
    const keyIsMasked = partitionKey !== record.partitionKey;
    const masked = { ...record, partitionKey, ...(keyIsMasked && { keyIsMasked }) };
    // Mostly the hash of the key, or of what is in it: that would tell it.
    if (keyIsMasked) Reflect.deleteProperty(masked, 'explicitHashKey');
    this.raw.set(masked, record.data);
    return Object.defineProperty(masked, 'data', {
      enumerable: true,
      get: () => (data ??= maskedData()),
    });
  }

  /** Neither unpacks nor searches more than that. */
  private decodeHidden(record: SourceRecord, bytesMax: number): Decoding | undefined {
    const data = this.raw.get(record);
    if (!data) return undefined;
    if (data.length > bytesMax) return TOO_LARGE;
    const decoding = this.inner.decode(data, { bytesMax });
    const isTooLarge = decoding.isTooLarge === true || decoding.text.length > bytesMax;
    return isTooLarge ? TOO_LARGE : this.masked(decoding);
  }

  private decode(data: Uint8Array, options?: DecodeOptions): Decoding {
    const known = this.known.get(data);
    if (known) return known;
    // What is cut is no JSON, and its paths cannot be found: to be masked, it has to be whole.
    return this.isOn ? this.masked(this.inner.decode(data)) : this.inner.decode(data, options);
  }

  private data(data: Uint8Array): Uint8Array {
    const masked = this.masked(this.inner.decode(data));
    // A payload that is text as it stands and has nothing to hide is shown as it is.
    if (isSame(masked.bytes, data)) return data;
    this.known.set(masked.bytes, masked);
    return masked.bytes;
  }

  private masked(decoding: Decoding): Decoding {
    const { kind, change } = decoding;
    const steps = decoding.steps.map((step) => ({ ...step, note: this.masker.text(step.note) }));
    if (kind === 'binary' && this.hasPaths && decoding.bytes.length > 0) {
      return { kind: 'text', text: MASK, steps, bytes: new TextEncoder().encode(MASK) };
    }
    if (kind === 'binary') {
      return { kind, text: '', steps, bytes: new Uint8Array(this.masker.bytes(decoding.bytes)) };
    }
    const text =
      kind === 'json' ? this.masker.json(decoding.text) : this.masker.payloadText(decoding.text);
    // Also when nothing is hidden: bytes from before the last step may tell more than the text.
    const bytes = new TextEncoder().encode(text);
    const image = (json: string | undefined): string | undefined =>
      json === undefined ? undefined : this.image(json, decoding.text, text);
    const images = change && { before: image(change.before), after: image(change.after) };
    return { kind, text, steps, bytes, ...(images && { change: images }) };
  }

  private get hasPaths(): boolean {
    return this.masker.rules.paths.length > 0;
  }

  /**
   * An image of a change is a part of the whole text. Paths begin at the root of the whole, so as soon
   * as something is hidden there, the image alone cannot tell whether that lies in it.
   */
  private image(json: string, whole: string, masked: string): string {
    if (!this.hasPaths) return this.masker.json(json);
    if (json === whole) return masked;
    return masked === whole ? json : MASKED_JSON;
  }
}

function keyOf({ rules, fingerprints = false }: MaskingRules): string {
  return JSON.stringify([rules, fingerprints]);
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left === right || (left.length === right.length && Buffer.compare(left, right) === 0);
}
