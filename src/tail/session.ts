import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/event.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type {
  MetricsSample,
  ShardChoice,
  ShardMetrics,
  StartPosition,
  TailCounts,
  TailRequests,
  TailSnapshot,
  TailState,
} from '../protocol/webview/tail.ts';
import type { TailSource } from './source.ts';

export interface TailSessionOptions {
  readonly source: TailSource;
  readonly clock: Clock;
  /** Numbers in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Shown by the page; nothing else depends on it. */
  readonly connectionName: string;
  readonly streamName: string;
  readonly position: StartPosition;
  readonly shards: ShardChoice;
  /** Default 100,000. */
  readonly windowRecordsMax?: number;
  /** Payload bytes, default 256 MB. */
  readonly windowBytesMax?: number;
  /** Between two reads of a shard whose end was reached; default 1,000, the local engine bears 250. */
  readonly pollIntervalMs?: number;
  /** Hears what can only be a defect of this program; the session has then failed. */
  readonly onDefect?: (error: unknown) => void;
}

/** The requests of the page that the session answers by itself; the host adds the rest. */
type SessionRequests = Pick<
  TailRequests,
  'open' | 'rows' | 'record' | 'pause' | 'resume' | 'clear' | 'search' | 'restart'
>;

export declare class TailSession implements SessionRequests, Disposable {
  /** At most once a frame (33 ms). */
  readonly onAdvanced: Event<TailCounts>;
  /** At most once a frame. */
  readonly onState: Event<TailState>;
  /** Once a second from start to dispose. */
  readonly onMetrics: Event<ShardMetrics[]>;
  constructor(options: TailSessionOptions);
  get state(): TailState;
  get counts(): TailCounts;
  get metrics(): ShardMetrics[];
  get history(): MetricsSample[];
  /** Begins to read; once. Everything else may be called before. */
  start(): void;
  open(): TailSnapshot;
  rows: TailRequests['rows'];
  record: TailRequests['record'];
  pause(): void;
  /** Goes on after pause; after `failed`, tries again from where each shard stood. */
  resume(): void;
  clear(): void;
  search(params: { text: string }): void;
  restart(params: { position: StartPosition; shards: ShardChoice }): void;
  dispose(): void;
}
