import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { DecodeStep } from '../../protocol/webview/decoded.ts';
import type { DecodeOptions, Decoding, PayloadDecoder } from '../decoding.ts';
import {
  DECODE_STEPS_MAX,
  DECODED_BYTES_MAX,
  GUESSED_TEXT_BYTES_MIN,
  START_AGAIN_BYTES_MAX,
  START_BYTES_MAX,
  START_DECODED_BYTES_MAX,
  START_WHOLE_BYTES_MAX,
} from './limits.ts';
import type { SourceRecord } from '../source.ts';
import type {
  Confidence,
  DecodeBounds,
  Decoder,
  StepDecoded,
  StepResult,
  StepUndecoded,
} from './decoder.ts';
import { expandAggregate, kpl } from './kpl.ts';
import { isPrintable, Payload } from './payload.ts';
import { isTooLarge } from './size.ts';

export interface PipelineOptions {
  /** In the order in which they are tried. */
  readonly decoders: readonly Decoder[];
  /** Ids of decoders that run in this order instead of what is detected. */
  readonly pinned?: readonly string[] | undefined;
}

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;

const WHOLE: DecodeBounds = { bytesMax: DECODED_BYTES_MAX, startOnly: false };
const START: DecodeBounds = { bytesMax: START_DECODED_BYTES_MAX, startOnly: true };
/** All of the payload, for as little of its meaning. */
const AGAIN: DecodeBounds = { bytesMax: DECODED_BYTES_MAX, startOnly: true };

/**
 * Unpacks a payload step by step until it is JSON or text, or until no decoder knows it. Which steps
 * those are is found by looking at the data, or pinned. It never throws, and neither the number of
 * steps nor what comes out of one is without a bound.
 */
export class DecodePipeline implements PayloadDecoder, Disposable {
  private readonly decoders: readonly Decoder[];
  private readonly rewrites: readonly Buffer[];
  private readonly changed = new Emitter<void>();
  private pinnedIds: readonly string[] | undefined;

  readonly onChanged = this.changed.event;

  constructor(options: PipelineOptions) {
    this.decoders = options.decoders;
    this.rewrites = options.decoders.flatMap(({ rewrites }) =>
      rewrites === undefined ? [] : Buffer.from(rewrites),
    );
    this.pinnedIds = options.pinned;
  }

  /** Undefined while the steps are detected. */
  get pinned(): readonly string[] | undefined {
    return this.pinnedIds;
  }

  /** From now on these steps run; undefined has them detected again. */
  pin(ids: readonly string[] | undefined): void {
    if (JSON.stringify(ids) === JSON.stringify(this.pinnedIds)) return;
    this.pinnedIds = ids;
    this.changed.fire();
  }

  expand(record: SourceRecord): readonly SourceRecord[] {
    const isWanted = this.pinnedIds === undefined || this.pinnedIds[0] === kpl.id;
    return isWanted ? expandAggregate(record) : [record];
  }

  decode(data: Uint8Array, { startOnly = false, bytesMax }: DecodeOptions = {}): Decoding {
    if (!startOnly) return this.run(Payload.ofBytes(data), WHOLE, bytesMax);
    if (data.length <= START_WHOLE_BYTES_MAX) return this.run(Payload.ofBytes(data), START);
    const start = this.run(Payload.ofBytes(data.subarray(0, START_BYTES_MAX), true), START);
    const isWorthMore = start.kind === 'binary' && data.length <= START_AGAIN_BYTES_MAX;
    return isWorthMore ? this.run(Payload.ofBytes(data), AGAIN) : start;
  }

  /**
   * JSON comes out as it is, unless it is one that a decoder rewrites; and what begins like JSON but is
   * none is no other format either. Most records are that, and a look at the first byte tells.
   */
  isPlain(data: Uint8Array): boolean {
    if (this.pinnedIds !== undefined || (data[0] !== OPEN_BRACE && data[0] !== OPEN_BRACKET)) {
      return false;
    }
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return !this.rewrites.some((text) => bytes.includes(text));
  }

  /** For decoders that wait for something: it has come. */
  refresh(): void {
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private run(payload: Payload, bounds: DecodeBounds, bytesMax?: number): Decoding {
    const run = new Run(payload, { decoders: this.decoders, bounds, bytesMax });
    if (this.pinnedIds) run.follow(this.pinnedIds);
    else run.detect();
    return run.result;
  }
}

/** One payload on its way. */
class Run {
  private readonly decoders: readonly Decoder[];
  private bounds: DecodeBounds;
  /** What all further steps together may give. */
  private bytesLeft: number | undefined;
  private readonly steps: DecodeStep[] = [];
  /** Failures that are told only when nothing else reads the data. */
  private asides: DecodeStep[] = [];
  private readonly used = new Set<Decoder>();
  private payload: Payload;
  private change: Decoding['change'];
  private isOver = false;
  private isPinned = false;
  private isTooLarge = false;

  constructor(
    payload: Payload,
    options: {
      decoders: readonly Decoder[];
      bounds: DecodeBounds;
      bytesMax: number | undefined;
    },
  ) {
    this.payload = payload;
    this.decoders = options.decoders;
    this.bounds = options.bounds;
    this.spend(0, options.bytesMax);
  }

  get result(): Decoding {
    const { payload, steps, change, isPinned, isTooLarge } = this;
    const kind = payload.kind === 'unread' && payload.cameAsText ? 'text' : payload.kind;
    return {
      kind: kind === 'unread' ? 'binary' : kind,
      text: kind === 'unread' ? '' : (payload.text ?? ''),
      // Encoding a text again costs time that most callers have no use for.
      get bytes() {
        return payload.bytes;
      },
      steps,
      ...(isPinned ? { isPinned } : {}),
      ...(isTooLarge ? { isTooLarge } : {}),
      ...(change === undefined ? {} : { change }),
    };
  }

  detect(): void {
    if (this.payload.bytes.length === 0) {
      this.payload = this.payload.as('text', '');
      this.steps.push({ decoder: 'UTF-8 text', outcome: 'decoded', note: 'No data' });
      return;
    }
    while (!this.isOver && this.payload.kind !== 'text' && this.step());
    if (this.result.kind === 'binary') this.explain();
  }

  /** Runs the decoders of these ids; then what came out is JSON, text, or shown as bytes. */
  follow(ids: readonly string[]): void {
    this.isPinned = true;
    // User records were taken out of their aggregate on the way in.
    const isExpanded = ids[0] === kpl.id && kpl.detect?.(this.payload) === undefined;
    for (const id of isExpanded ? ids.slice(1) : ids) {
      const decoder = this.decoders.find((known) => known.id === id);
      const result: StepResult = decoder
        ? tryDecode(decoder, this.payload, this.bounds)
        : { outcome: 'failed', note: 'There is no such decoder' };
      if (!this.accept(decoder?.title ?? id, result)) return;
    }
    if (this.payload.kind === 'unread' && !ids.includes('binary')) this.conclude();
    if (this.steps.length === 0) this.explain();
  }

  /** What is left after the pinned steps is JSON or text if it can be. */
  private conclude(): void {
    for (const id of ['json', 'text']) {
      const decoder = this.decoders.find((known) => known.id === id);
      if (decoder?.detect?.(this.payload) === undefined) continue;
      this.accept(decoder.title, tryDecode(decoder, this.payload, this.bounds));
      return;
    }
  }

  /** Whether a decoder took the payload a step further. */
  private step(): boolean {
    for (const decoder of this.decoders) {
      const confidence =
        this.used.has(decoder) && this.payload.kind === 'json'
          ? undefined
          : decoder.detect?.(this.payload);
      if (!confidence) continue;
      if (this.steps.length >= DECODE_STEPS_MAX) {
        const note = `Stopped after ${String(DECODE_STEPS_MAX)} steps`;
        this.steps.push({ decoder: decoder.title, outcome: 'stopped', note });
        return false;
      }
      const result = tryDecode(decoder, this.payload, this.bounds);
      if (result.outcome === 'waiting') return this.accept(decoder.title, result);
      if (result.outcome !== 'decoded') {
        this.reject(decoder, confidence, result);
        continue;
      }
      if (confidence === 'guess' && !this.isKnown(result.payload)) continue;
      this.used.add(decoder);
      this.accept(decoder.title, result);
      this.followUp(result);
      return true;
    }
    return false;
  }

  private followUp({ next }: StepDecoded): void {
    if (!next) return;
    const result = tryDecode(next, this.payload, this.bounds);
    this.accept(next.title, result);
    if (result.outcome !== 'decoded') this.isOver = true;
  }

  private accept(title: string, result: StepResult): boolean {
    const { outcome, note } = result;
    this.steps.push({ decoder: title, outcome, note });
    if (result.outcome !== 'decoded') {
      this.isTooLarge ||= result.isTooLarge === true;
      return false;
    }
    if (result.payload.isNewFrom(this.payload)) this.spend(result.payload.length, this.bytesLeft);
    this.payload = result.payload;
    this.change = result.change ?? this.change;
    this.asides = [];
    return true;
  }

  private spend(bytes: number, bytesLeft: number | undefined): void {
    if (bytesLeft === undefined) return;
    this.bytesLeft = Math.max(1, bytesLeft - bytes);
    this.bounds = { ...this.bounds, bytesMax: Math.min(this.bounds.bytesMax, this.bytesLeft) };
  }

  private reject(decoder: Decoder, confidence: Confidence, result: StepUndecoded): void {
    const { outcome, note } = result;
    // What only looks like a format by chance would not have been unpacked either.
    this.isTooLarge ||= confidence !== 'guess' && result.isTooLarge === true;
    const step = { decoder: decoder.title, outcome, note };
    if (confidence === 'certain') this.steps.push(step);
    else if (confidence === 'likely') this.asides.push(step);
  }

  /** Whether what a guess gave is something that no chance gives. */
  private isKnown(payload: Payload): boolean {
    if (payload.kind !== 'unread') return true;
    const { text } = payload;
    const isText = text !== undefined && isPrintable(text);
    if (isText && payload.bytes.length >= GUESSED_TEXT_BYTES_MIN) return true;
    return this.decoders.some(
      (decoder) =>
        decoder.id !== 'text' &&
        isMarked(decoder.detect?.(payload)) &&
        tryDecode(decoder, payload, this.bounds).outcome !== 'failed',
    );
  }

  private explain(): void {
    this.steps.push(...this.asides);
    if (this.steps.at(-1)?.outcome === 'decoded' || this.steps.length === 0) {
      const note = 'No decoder knows these bytes';
      this.steps.push({ decoder: 'Bytes', outcome: 'stopped', note });
    }
  }
}

function isMarked(confidence: Confidence | undefined): boolean {
  return confidence === 'certain' || confidence === 'likely';
}

function tryDecode(decoder: Decoder, payload: Payload, bounds: DecodeBounds): StepResult {
  try {
    return decoder.decode(payload, bounds);
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return { outcome: 'failed', note, ...(isTooLarge(error) && { isTooLarge: true }) };
  }
}
