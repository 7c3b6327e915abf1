import { NO_FILTER, type TailFilter } from '../../formats/filter.ts';
import { isSameFilter } from '../../formats/filterText.ts';
import type { FilterProblem } from '../../protocol/webview/filter.ts';
import type { RowOrder } from '../../protocol/webview/grid.ts';
import type { RecordDetail, RowPage, TailCounts, TailRow } from '../../protocol/webview/tail.ts';
import { ArrivalRows } from './arrivalRows.ts';
import { CellReader } from './cells.ts';
import { builtInPipeline } from '../decoders/all.ts';
import type { PayloadDecoder } from '../decoding.ts';
import { type RowNumbers, RowSnapshot } from '../export/rowSnapshot.ts';
import { Candidate } from '../filter/candidate.ts';
import { compileFilter, type RecordMatcher } from '../filter/compile.ts';
import { FilterIndex } from '../filter/filterIndex.ts';
import type { Countable } from '../histogram/histogramCounter.ts';
import { DETAIL_BYTES_MAX, ROW_PAGE_MAX } from '../limits.ts';
import { MASK_NOTHING, Masking } from '../masking/masking.ts';
import { Previews } from './previews.ts';
import { detailOf } from './recordDetail.ts';
import { AllRows, type Rows } from './rows.ts';
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
 * froze it, as they were read or by their arrival. It keeps no time; whoever owns it calls
 * `workSlice` until nothing is pending.
 */
export class TailView {
  private readonly bounds: WindowBounds;
  private readonly decoder: PayloadDecoder;
  private readonly seen: (record: WindowRecord) => WindowRecord;
  private window: RecordWindow;
  private all: AllRows;
  private index: FilterIndex | undefined;
  private matcher: RecordMatcher | undefined;
  private shownFilter = NO_FILTER;
  private orderAsked: RowOrder = 'read';
  /** Shown once they are complete; until then rows stand as they were read. */
  private arrival: ArrivalRows | undefined;
  private readonly previews: Previews;
  private generationNumber: number;
  private revision = 0;
  /** Changes with all that can show other records, but not with their order. */
  private contents = 0;
  private isPaused = false;
  /** While paused, or in another order than as read: the number of the first record that is not in view. */
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
    this.all = new AllRows(this.window, () => this.viewEnd);
  }

  get paused(): boolean {
    return this.isPaused;
  }

  get filter(): TailFilter {
    return this.shownFilter;
  }

  /** Records that are still to be looked at, and rows that are still to be put in order. */
  get pending(): number {
    return this.filterPending + this.orderPending;
  }

  get counts(): TailCounts {
    const { shown, lastRecord, orderPending } = this;
    return {
      generation: this.generationNumber,
      revision: this.revision,
      first: shown.first,
      end: shown.end,
      order: orderPending > 0 ? 'read' : this.orderAsked,
      ...(orderPending > 0 && { orderPending }),
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
    const keepsAll = this.frozenEnd !== undefined || !mayDrop;
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
    this.isPaused = true;
    this.frozenEnd ??= this.window.end;
  }

  /** What goes on is shown as it is read. */
  resume(): void {
    this.isPaused = false;
    this.frozenEnd = undefined;
    this.order('read');
  }

  /** Any order but that of reading holds the view still: what would come last is not known before it came. */
  order(by: RowOrder): void {
    if (by === this.orderAsked) return;
    this.orderAsked = by;
    if (by === 'arrival') this.frozenEnd ??= this.window.end;
    else if (!this.isPaused) this.frozenEnd = undefined;
    if (this.arrival?.pending === 0) this.generationNumber++;
    this.arrival = undefined;
  }

  /** Empties the window; record numbers begin at 0 again. A pause goes on. */
  clear(): void {
    this.window = new RecordWindow(this.bounds, this.seen);
    this.all = new AllRows(this.window, () => this.viewEnd);
    this.previews.clear();
    this.lastNumber = undefined;
    if (this.frozenEnd !== undefined) this.frozenEnd = 0;
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
    const { arrival } = this;
    this.previews.clear();
    this.renew();
    // The same rows arrived when they did, however they look now.
    if (!this.index) this.arrival = arrival;
  }

  /** Payloads mean something else now. Without a filter the rows stay where they are. */
  decodeAgain(): void {
    this.previews.clear();
    if (this.matcher) this.renew();
    else this.revision++;
  }

  workSlice(nowMs: () => number): void {
    const startMs = nowMs();
    this.index?.scanSlice(this.viewEnd, nowMs);
    if (this.filterPending > 0 || this.orderPending === 0) return;
    this.arrival ??= new ArrivalRows(this.window, this.asRead);
    this.arrival.orderSlice(nowMs, startMs);
    // Other rows have these ordinals now.
    if (this.arrival.pending === 0) this.generationNumber++;
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
    return record && this.detail(address.ordinal, record, DETAIL_BYTES_MAX);
  }

  /** The same with all of the data. */
  wholeRecord(address: RowAddress): RecordDetail | undefined {
    const record = this.recordAt(address);
    return record && this.detail(address.ordinal, record, Number.POSITIVE_INFINITY);
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
    const { generation, first, end, order } = this.counts;
    const of = (numbers: RowNumbers): RowSnapshot =>
      new RowSnapshot(this.window, this.decoder, numbers, order);
    if (selection) {
      const isKnown = selection.generation === generation;
      const ordinals = isKnown ? selection.ordinals.filter((it) => it >= first && it < end) : [];
      return of(Float64Array.from(ordinals.map((ordinal) => this.numberOf(ordinal) ?? -1)));
    }
    const { shown } = this;
    if (shown instanceof AllRows) return of({ first, end });
    const numbers = new Float64Array(end - first);
    for (let at = 0; at < numbers.length; at++) numbers[at] = shown.numberOf(first + at) ?? -1;
    return of(numbers);
  }

  /** What a histogram counts. */
  get countable(): Countable {
    const { window, decoder, index } = this;
    const generation = `${this.contents} ${this.revision}`;
    return { generation, window, decoder, end: this.viewEnd, matches: index };
  }

  private get lastRecord(): number | undefined {
    return this.lastNumber === undefined ? undefined : this.shown.ordinalOf(this.lastNumber);
  }

  private get filterPending(): number {
    return this.index?.pending(this.viewEnd) ?? 0;
  }

  private get orderPending(): number {
    if (this.orderAsked === 'read') return 0;
    const { arrival, asRead } = this;
    return arrival ? arrival.pending : this.filterPending + asRead.end - asRead.first;
  }

  private get shown(): Rows {
    return this.arrival?.pending === 0 ? this.arrival : this.asRead;
  }

  private get asRead(): Rows {
    return this.index ?? this.all;
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
    return this.shown.numberOf(ordinal);
  }

  private detail(ordinal: number, record: WindowRecord, partMax: number): RecordDetail {
    const decoding = this.decoder.decode(record.data);
    return detailOf({ row: this.rowOf(ordinal, record), record, decoding }, partMax);
  }

  private renew(): void {
    this.generationNumber++;
    this.contents++;
    this.arrival = undefined;
    const candidate = new Candidate(this.window, this.decoder);
    this.index = this.matcher && new FilterIndex(this.matcher, candidate, this.window.first);
  }
}
