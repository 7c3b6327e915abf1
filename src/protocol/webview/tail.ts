/**
 * The contract of the tail view. Records live in the host; the page holds only what it shows.
 *
 * Rows are addressed by ordinal. With no filter, a record's ordinal is its number since the tail
 * started or was cleared; with a filter, matches are numbered anew, and so are rows in another order.
 * Either way an ordinal never changes while its `generation` lasts, even as the oldest rows are
 * dropped from the window.
 */
import type { TailEnd, TailStart } from '../../formats/position.ts';
import type {
  FilterCounts,
  FilterProblem,
  SavedFilterChange,
  SavedFilters,
  TailFilter,
} from './filter.ts';
import type { AggregatePlace, DecodedPayload } from './decoded.ts';
import type { CopyFormat, GridLayout, KeepAction, PageAction, RowOrder } from './grid.ts';
import type { Histogram, HistogramRequest } from './histogram.ts';
import type { MaskingState } from './masking.ts';
import type { Lineage } from './lineage.ts';
import type { HeatMap, HotKeyReport, WriteRate } from './metrics.ts';

/** What the page asks of the host. */
export interface TailRequests {
  /** The first call of a page that loads, at first and after every reload. */
  open(): TailSnapshot;
  /**
   * Rows [from, from + count) as far as they are still in the window; count is at most 500. `paths`
   * are the JSON paths of the columns that are shown, at most 20. It gives fewer rows, and one at
   * least, where decoding them all would take long: the rest is to be asked for again.
   */
  rows(params: {
    generation: number;
    from: number;
    count: number;
    paths?: readonly string[];
  }): RowPage;
  /** The whole record of a row, or undefined when it has left the window. */
  record(params: { generation: number; ordinal: number }): RecordDetail | undefined;
  /** Freezes the view. Reading goes on until the window is full, then waits; nothing is lost. */
  pause(): void;
  resume(): void;
  /** Empties the window and starts a new generation; reading goes on. */
  clear(): void;
  /**
   * Shows only the matching rows, which is a new generation unless the filter means the same as the
   * one before; says what is wrong if it cannot.
   */
  filter(params: TailFilter): FilterProblem | undefined;
  /**
   * Shows the rows in another order, which is a new generation once it is complete. By arrival the
   * view holds still: where reading goes on, the tail pauses as with `pause`. `resume`, `restart` and
   * 'read' go back to the order of reading.
   */
  order(params: { by: RowOrder }): void;
  /** Over the records in view; undefined while there are none. At most once a second, while shown. */
  histogram(params: HistogramRequest): Promise<Histogram | undefined>;
  savedFilters(): SavedFilters;
  changeSavedFilters(change: SavedFilterChange): Promise<SavedFilters>;
  /** What the shards did in the last minutes; to be asked for about once a second, while it is shown. */
  heatMap(): HeatMap;
  hotKeys(): HotKeyReport;
  /** Starts again elsewhere: empties the window. Throws `invalidInput` with a message to show. */
  restart(params: { position: TailStart; shards: ShardChoice; end?: TailEnd | undefined }): void;
  /** Opens the setting with the masking rules. */
  openMaskingRules(): void | Promise<void>;
  /** Hides what the masking rules find, or shows it, which a person may have to confirm. */
  setMasking(params: { isOn: boolean }): void | Promise<void>;
  /** Asks the person for the decoders of the stream and keeps them in the settings. */
  chooseDecoders(): Promise<void>;
  /** Reads by push or by polling; what costs money a person has to confirm. */
  setPush(params: { isOn: boolean }): void | Promise<void>;
  /** Which shard came from which, and how much of each was read. */
  lineage(): Lineage;
  /**
   * Copies the rows to the clipboard, at most 10,000. 'text' and 'csv' have the columns and the times
   * of the layout. Returns how many: some may have left the window.
   */
  copy(params: {
    generation: number;
    ordinals: readonly number[];
    format: CopyFormat;
    layout?: Pick<GridLayout, 'columns' | 'timeFormat'>;
  }): number | Promise<number>;
  /** Copies a part of a record that the page shows. */
  copyText(params: { text: string }): void | Promise<void>;
  /** What came of something, a few words that VS Code shows for a moment. */
  tell(params: { text: string }): void;
  /** Opens the record as a read-only document of the editor. */
  openRecord(params: { generation: number; ordinal: number }): void | Promise<void>;
  /** Opens two records side by side in a diff editor. */
  compareRecords(params: { generation: number; left: number; right: number }): void | Promise<void>;
  /** Opens what a change record says of before and after in a diff editor. */
  showChange(params: { generation: number; ordinal: number }): void | Promise<void>;
  /** What a JSON path finds in a record, whole; empty when that is nothing. */
  valueAt(params: { generation: number; ordinal: number; path: string }): string;
  /** The nearest row with the same partition key, undefined when there is none in that direction. */
  neighbour(params: {
    generation: number;
    ordinal: number;
    direction: 'next' | 'previous';
  }): Promise<number | undefined>;
  /** Throws `invalidInput` with a message to show when it is no JSON path. */
  checkPath(params: { path: string }): void;
  /** Runs a command of the host on the rows that are named, or on all that are shown. */
  keep(params: {
    action: KeepAction;
    generation: number;
    ordinals?: readonly number[];
  }): void | Promise<void>;
  /** Keeps the layout for the next tail of the stream. */
  keepLayout(params: { layout: GridLayout }): void;
}

/** What the host tells the page; at most one of each per frame. */
export interface TailEvents {
  advanced: TailCounts;
  state: TailState;
  /** Once a second while they change, or did in the last five minutes; every half a minute else. */
  metrics: ShardMetrics[];
  /** A command or the context menu of the rows was used; not bound to frames. */
  perform: PageAction;
  /** Once a second while the tail is behind, and once more when it no longer is. */
  progress: TailProgress | undefined;
}

/**
 * All shards, also those that a reshard brings; or only the ones that are named; or those that a
 * partition key hashes to, and of their records only the ones of that key.
 */
export type ShardChoice = 'all' | readonly string[] | KeyChoice;

export interface KeyChoice {
  readonly kind: 'key';
  readonly partitionKey: string;
  /** Also those that it does not hash to: a producer may choose another by an explicit hash key. */
  readonly allShards?: true;
}

/** How far the tail is from the end of the stream, or from where it is to stop. */
export interface TailProgress {
  /** Of the shard that is furthest behind. */
  readonly behindMs: number;
  /** Of the way since the tail fell behind, from 0 to 1; it never goes back. */
  readonly share: number;
  /** `estimating`: read for too short a time to tell; `falling`: it does not come nearer. */
  readonly trend: 'estimating' | 'nearing' | 'falling';
  /** Until it is there; undefined unless it comes nearer. */
  readonly etaMs: number | undefined;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Answers without a record since the last one with one, of all shards together. */
  readonly emptyReads: number;
}

export interface TailSnapshot {
  readonly state: TailState;
  readonly counts: TailCounts;
  readonly metrics: ShardMetrics[];
  /** Earlier metrics, oldest first, so that the chart survives a reload. At most 300 entries. */
  readonly history: MetricsSample[];
  /** What `keepLayout` kept last for this stream, perhaps by another version. */
  readonly layout?: unknown;
  readonly progress?: TailProgress | undefined;
}

/** Sums over all shards at one time. */
export interface MetricsSample {
  readonly timeMs: number;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
}

export interface TailState {
  readonly connectionName: string;
  /** The connection is marked as production; the host, which knows it, tells the page. */
  readonly isProduction?: boolean;
  readonly streamName: string;
  readonly position: TailStart;
  readonly end?: TailEnd | undefined;
  /** When reading from there began, in epoch milliseconds. */
  readonly startedMs: number;
  /**
   * Begun at LATEST. After a reload of the window the position of such a tail is a time, so that what
   * was on the screen comes back; a further reload goes by this and not by that time.
   */
  readonly followsLatest: boolean;
  readonly shards: ShardChoice;
  /** Every shard that the stream lists, for the chooser. */
  readonly knownShardIds: readonly string[];
  /** With the choice of a key, unless in all shards: those that it hashes to, oldest first. */
  readonly keyShardIds?: readonly string[];
  readonly phase: TailPhase;
  readonly reading: TailReading;
  readonly masking: MaskingState;
  readonly filter: TailFilter;
  /** Largest number of records and bytes that the window holds. */
  readonly windowRecordsMax: number;
  readonly windowBytesMax: number;
}

export type TailPhase =
  /** Not reading before a person resumes: the tail came back with its window. */
  | { readonly name: 'held' }
  | { readonly name: 'connecting' }
  | { readonly name: 'running' }
  /**
   * `full`: the window is full and reading waits for resume. `byItself`: it was the full window, and
   * not a person, that paused.
   */
  | { readonly name: 'paused'; readonly full: boolean; readonly byItself?: boolean }
  /** Trying again by itself; the message says why. */
  | { readonly name: 'waiting'; readonly message: string }
  /** Stopped `at` the end that was asked for; without one, every chosen shard is closed and read. */
  | { readonly name: 'ended'; readonly at?: TailEnd }
  /** Needs the user: the message says what to do. */
  | { readonly name: 'failed'; readonly message: string };

export interface TailCounts {
  /** Changes with clear, filter, order and restart; rows of another generation are stale. */
  readonly generation: number;
  /** Changes when rows of this generation read differently: they were decoded by other means. */
  readonly revision: number;
  /** Rows [first, end) can be asked for. While paused, `end` stands still. */
  readonly first: number;
  readonly end: number;
  /** Of the rows of this generation. */
  readonly order: RowOrder;
  /** Rows that are still to be put in the order that was asked for; absent once they are. */
  readonly orderPending?: number;
  /** Records read since the start or the last clear; user records where aggregates bring several. */
  readonly received: number;
  /** Records that left the window because it was full. */
  readonly dropped: number;
  /** Records read while paused and not yet in view. */
  readonly waiting: number;
  /** Records and payload bytes in the window now. */
  readonly windowRecords: number;
  readonly windowBytes: number;
  /** Undefined while nothing is filtered. */
  readonly filter: FilterCounts | undefined;
  /** The row of the record that was asked for last, whatever generation it was in; if it is shown. */
  readonly lastRecord?: number;
}

export interface RowPage {
  readonly generation: number;
  /** Ordinal of rows[0]; larger than asked when the first rows have left the window. */
  readonly from: number;
  readonly rows: readonly TailRow[];
}

export interface TailRow {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Of a user record: its place in the aggregate, whose sequence number all of them have. */
  readonly subSequenceNumber?: number;
  readonly partitionKey: string;
  /** Epoch milliseconds of arrival at the service. */
  readonly arrivalMs: number;
  /** Size of the data in bytes. */
  readonly bytes: number;
  /** Up to 256 characters of the decoded data on one line; control characters are replaced. */
  readonly preview: string;
  /** False when no decoder made text of the data and the preview is hex. */
  readonly isText: boolean;
  /** For each path that was asked for, up to 256 characters of what it finds; '' where it finds nothing. */
  readonly cells?: readonly string[];
  /** How the preview came to be: "gzip → JSON". Absent for data that is JSON or text as it is. */
  readonly decodedBy?: string;
}

export interface RecordDetail {
  readonly row: TailRow;
  /** Up to 1 MiB of the data. */
  readonly data: Uint8Array;
  /** How much there is of it, where that is not `row.bytes`: masked data has another size. */
  readonly dataBytes?: number;
  readonly encryptionType: string | undefined;
  /** When the sequence number was given, decoded from it, in epoch milliseconds. */
  readonly sequenceTimeMs: number | undefined;
  /** MD5 of the partition key as a decimal hash key; dots where the key is masked. */
  readonly hashKey: string;
  /** The hash keys of its shard, decimal and both inclusive; undefined when the shard is known by name only. */
  readonly shardHashKeys?: { readonly first: string; readonly last: string };
  /** Of a user record from an aggregate, if its producer chose one. */
  readonly explicitHashKey?: string;
  readonly aggregate?: AggregatePlace;
  readonly decoded: DecodedPayload;
}

/** Records of the stream, for its limits count these: an aggregate is one, whatever it packs. */
export interface ShardMetrics {
  readonly shardId: string;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Undefined until the first answer. */
  readonly millisBehindLatest: number | undefined;
  readonly recordsRead: number;
  readonly throttles: number;
  /** How producers wrote to it, by the arrival of what was read; undefined before the first record. */
  readonly written: WriteRate | undefined;
  /** Of the hash keys of the stream, from 0 to 1; undefined until it is known. */
  readonly hashKeyShare: number | undefined;
  readonly state: 'reading' | 'waiting' | 'ended' | 'failed';
  readonly mode: ReadMode;
  /**
   * Of the five reads and 2 MB a second that a shard gives to all its readers by polling: what all
   * tails of this window together took in the last five seconds.
   */
  readonly readsPerSecond: number;
  readonly readBytesPerSecond: number;
  /** The reads a second that they allow themselves now: fewer after a throttle. */
  readonly readsPerSecondMax: number;
}

/** Whether the tail is pushed to. Each shard says how it is read just now. */
export interface TailReading {
  /** What could be used instead of polling; undefined where nothing could. */
  readonly pushMode: ReadMode | undefined;
  /** While starting, and when it was refused, shards are polled. */
  readonly push: 'off' | 'starting' | 'on' | 'refused';
  /** What is registered with the stream, or about to be. */
  readonly consumerName: string | undefined;
  /** Why it polls although push was wanted. */
  readonly refusal: string | undefined;
}

/**
 * How a shard is read. Pushing takes nothing from other readers; on AWS it is called enhanced
 * fan-out and costs money.
 */
export type ReadMode = 'polling' | 'push' | 'enhancedFanOut';
