import { createHash } from 'node:crypto';

import { type HashKeyRange, hashKeyOfMd5 } from '../../formats/hashKey.ts';
import { decodeSequenceNumber } from '../../formats/sequenceNumber.ts';
import { NO_FILTER, type TailFilter } from '../../formats/filter.ts';
import { isSameFilter } from '../../formats/filterText.ts';
import type { DecodedPayload } from '../../protocol/webview/decoded.ts';
import type { FilterProblem } from '../../protocol/webview/filter.ts';
import type { RecordDetail, RowPage, TailCounts, TailRow } from '../../protocol/webview/tail.ts';
import { CellReader } from './cells.ts';
import { expansionStep } from '../decoders/kpl.ts';
import { builtInPipeline } from '../decoders/all.ts';
import type { Decoding, PayloadDecoder } from '../decoding.ts';
import { RowSnapshot } from '../export/rowSnapshot.ts';
import { Candidate } from '../filter/candidate.ts';
import { compileFilter, type RecordMatcher } from '../filter/compile.ts';
import { FilterIndex } from '../filter/filterIndex.ts';
import type { Countable } from '../histogram/histogramCounter.ts';
import { DETAIL_BYTES_MAX, ROW_PAGE_MAX } from '../limits.ts';
import { MASK_NOTHING, Masking } from '../masking/masking.ts';
import { MASK } from '../masking/textRule.ts';
import { Previews } from './previews.ts';
import type { SourceRecord } from '../source.ts';
import {
  RecordWindow,
  type WindowBounds,
  type WindowRecord,
  windowBytesOf,
} from '../window/recordWindow.ts';

/** Names a row; ordinals mean something within one generation only. */
interface RowAddress {
  readonly generation: number;
  readonly ordinal: number;
}

interface AppendOptions {
  /** Default true; false leaves what finds no room to the caller. */
  readonly mayDrop?: boolean;
  /** Default all records. */
  readonly isShown?: ((record: SourceRecord) => boolean) | undefined;
}

/**
 * What the page sees of the window: all records or the matches of a filter, up to where a pause
 * froze it. It keeps no time; whoever owns it calls `filterSlice` until nothing is pending.
 */
export class TailView {
  private readonly bounds: WindowBounds;
  private readonly decoder: PayloadDecoder;
  private readonly seen: (record: WindowRecord) => WindowRecord;
  private window: RecordWindow;
  private index: FilterIndex | undefined;
  private matcher: RecordMatcher | undefined;
  private shownFilter = NO_FILTER;
  private readonly previews: Previews;
  private generationNumber: number;
  private revision = 0;
  /** While paused: the number of the first record that is not in view. */
  private frozenEnd: number | undefined;
  /** Of the record that was asked for last: numbers of records outlast filters, ordinals do not. */
  private lastNumber: number | undefined;

  /** Generations count up from `firstGeneration`. */
  constructor(
    bounds: WindowBounds,
    firstGeneration = 1,
    masking = new Masking(builtInPipeline(), MASK_NOTHING),
  ) {
    this.bounds = bounds;
    this.decoder = masking.decoder;
    this.previews = new Previews(masking.decoder);
    this.seen = (record) => masking.record(record);
    this.generationNumber = firstGeneration;
    this.window = new RecordWindow(bounds, this.seen);
  }

  get paused(): boolean {
    return this.frozenEnd !== undefined;
  }

  get filter(): TailFilter {
    return this.shownFilter;
  }

  get filterPending(): number {
    return this.index?.pending(this.viewEnd) ?? 0;
  }

  get counts(): TailCounts {
    const shown = this.index ?? { first: this.window.first, end: this.viewEnd };
    const lastRecord = this.lastRecord;
    return {
      generation: this.generationNumber,
      revision: this.revision,
      first: shown.first,
      end: shown.end,
      received: this.window.end,
      dropped: this.window.first,
      waiting: this.window.end - this.viewEnd,
      windowRecords: this.window.records,
      windowBytes: this.window.bytes,
      filter: this.index?.counts(this.viewEnd),
      ...(lastRecord !== undefined && { lastRecord }),
    };
  }

  /**
   * Takes records from `from` on and returns the index of the first one not taken: the length,
   * unless the window is full and the view is paused or nothing may be dropped. What an aggregate
   * packs goes in as a whole; records that are not shown need no room.
   */
  append(
    shardId: string,
    records: readonly SourceRecord[],
    from: number,
    options: AppendOptions = {},
  ): number {
    const { mayDrop = true, isShown = () => true } = options;
    const keepsAll = this.paused || !mayDrop;
    let index = from;
    for (; index < records.length; index++) {
      const record = records[index];
      if (!record) break;
      const users = this.decoder.expand(record).filter(isShown);
      if (users.length === 0) continue;
      const bytes = keepsAll ? users.reduce((sum, user) => sum + windowBytesOf(user), 0) : 0;
      if (keepsAll && !this.window.hasRoomFor(bytes, users.length)) break;
      for (const user of users) this.window.append(shardId, user);
    }
    this.index?.dropBefore(this.window.first);
    return index;
  }

  pause(): void {
    this.frozenEnd ??= this.window.end;
  }

  resume(): void {
    this.frozenEnd = undefined;
  }

  /** Empties the window; record numbers begin at 0 again. A pause goes on. */
  clear(): void {
    this.window = new RecordWindow(this.bounds, this.seen);
    this.previews.clear();
    this.lastNumber = undefined;
    if (this.paused) this.frozenEnd = 0;
    this.renew();
  }

  /**
   * Shows what matches. A filter with a problem changes nothing; one that shows the same, such as
   * one that was only written otherwise, leaves the rows where they are.
   */
  setFilter(filter: TailFilter): FilterProblem | undefined {
    const compiled = compileFilter(filter);
    if (typeof compiled !== 'function') return compiled;
    const isSame = isSameFilter(filter, this.shownFilter);
    this.shownFilter = filter;
    if (isSame) return undefined;
    this.matcher = filter.conditions.length === 0 ? undefined : compiled;
    this.renew();
    return undefined;
  }

  /** Everything may look different now. Rows are numbered anew, so that nobody keeps what they had. */
  showAnew(): void {
    this.previews.clear();
    this.renew();
  }

  /** Payloads mean something else now. Without a filter the rows stay where they are. */
  decodeAgain(): void {
    this.previews.clear();
    if (this.matcher) this.renew();
    else this.revision++;
  }

  filterSlice(nowMs: () => number): void {
    this.index?.scanSlice(this.viewEnd, nowMs);
  }

  rows(request: {
    generation: number;
    from: number;
    count: number;
    paths?: readonly string[];
  }): RowPage {
    const { generation, first, end } = this.counts;
    if (request.generation !== generation) return { generation, from: request.from, rows: [] };
    const from = Math.max(first, request.from);
    const to = Math.min(end, request.from + Math.min(request.count, ROW_PAGE_MAX));
    const rows: TailRow[] = [];
    const cells = request.paths && new CellReader(this.decoder, request.paths);
    this.previews.begin();
    for (let ordinal = from; ordinal < to; ordinal++) {
      if (cells?.isSpent || this.previews.isSpent) break;
      const record = this.recordOf(ordinal);
      if (!record) continue;
      const row = this.rowOf(ordinal, record);
      rows.push(cells ? { ...row, cells: cells.read(record.data) } : row);
    }
    return { generation, from, rows };
  }

  /** What the page shows of a record: its data may be cut, and `row.bytes` says so. */
  record(address: RowAddress): RecordDetail | undefined {
    const record = this.recordAt(address);
    if (record) this.lastNumber = this.numberOf(address.ordinal);
    return record && this.detailOf(address.ordinal, record, DETAIL_BYTES_MAX);
  }

  /** The same with all of the data. */
  wholeRecord(address: RowAddress): RecordDetail | undefined {
    const record = this.recordAt(address);
    return record && this.detailOf(address.ordinal, record, Number.POSITIVE_INFINITY);
  }

  /** What the paths find in a record, whole; undefined when it has left the window. */
  found(address: RowAddress, paths: readonly string[]): string[] | undefined {
    const record = this.recordAt(address);
    return record && new CellReader(this.decoder, paths).readWhole(record.data);
  }

  keyAt(ordinal: number): string | undefined {
    return this.recordOf(ordinal)?.partitionKey;
  }

  /** The rows of now, or those of them that are named, to be read at leisure. */
  snapshot(selection?: { generation: number; ordinals: readonly number[] }): RowSnapshot {
    const { generation, first, end } = this.counts;
    if (selection) {
      const isKnown = selection.generation === generation;
      const ordinals = isKnown ? selection.ordinals.filter((it) => it >= first && it < end) : [];
      const numbers = ordinals.map((ordinal) => this.numberOf(ordinal) ?? -1);
      return new RowSnapshot(this.window, this.decoder, Float64Array.from(numbers));
    }
    if (!this.index) return new RowSnapshot(this.window, this.decoder, { first, end });
    const numbers = new Float64Array(end - first);
    for (let at = 0; at < numbers.length; at++) numbers[at] = this.numberOf(first + at) ?? -1;
    return new RowSnapshot(this.window, this.decoder, numbers);
  }

  /** What a histogram counts. */
  get countable(): Countable {
    const { window, decoder, index } = this;
    const generation = `${this.generationNumber} ${this.revision}`;
    return { generation, window, decoder, end: this.viewEnd, matches: index };
  }

  private get lastRecord(): number | undefined {
    const { lastNumber, window } = this;
    if (lastNumber === undefined || lastNumber < window.first) return undefined;
    return this.index ? this.index.ordinalOf(lastNumber) : lastNumber;
  }

  private get viewEnd(): number {
    return this.frozenEnd ?? this.window.end;
  }

  private rowOf(ordinal: number, record: WindowRecord): TailRow {
    const number = this.numberOf(ordinal) ?? ordinal;
    const preview = this.previews.get(number, () => record.data);
    const { aggregate } = record;
    return {
      shardId: record.shardId,
      sequenceNumber: record.sequenceNumber,
      ...(aggregate === undefined ? {} : { subSequenceNumber: aggregate.index }),
      partitionKey: record.partitionKey,
      arrivalMs: record.arrivalMs,
      // Of the record as the service has it, also where masked data stands in its place.
      bytes: this.window.bytesOf(number),
      preview: preview.text,
      isText: preview.isText,
      ...(preview.decodedBy === undefined ? {} : { decodedBy: preview.decodedBy }),
    };
  }

  private recordAt({ generation, ordinal }: RowAddress): WindowRecord | undefined {
    const { generation: now, first, end } = this.counts;
    if (generation !== now || ordinal < first || ordinal >= end) return undefined;
    return this.recordOf(ordinal);
  }

  private recordOf(ordinal: number): WindowRecord | undefined {
    const number = this.numberOf(ordinal);
    return number === undefined ? undefined : this.window.get(number);
  }

  private numberOf(ordinal: number): number | undefined {
    return this.index ? this.index.numberOf(ordinal) : ordinal;
  }

  private detailOf(ordinal: number, record: WindowRecord, partMax: number): RecordDetail {
    const parts = decodeSequenceNumber(record.sequenceNumber);
    const digest = createHash('md5').update(record.partitionKey, 'utf8').digest();
    const { explicitHashKey, aggregate } = record;
    const row = this.rowOf(ordinal, record);
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
      decoded: decodedOf(record, this.decoder.decode(record.data), partMax),
    };
  }

  private renew(): void {
    this.generationNumber++;
    const candidate = new Candidate(this.window, this.decoder);
    this.index = this.matcher && new FilterIndex(this.matcher, candidate, this.window.first);
  }
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
