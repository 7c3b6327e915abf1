import type { Clock } from '../base/clock.ts';
import type { TailEnd, TailStart } from '../formats/position.ts';
import type { ShardChoice, TailRequests } from '../protocol/webview/tail.ts';
import type { PayloadDecoder } from './decoding.ts';
import type { MaskingOptions } from './masking/masking.ts';
import type { ReadingOptions } from './reading/reading.ts';
import type { TailSource } from './source.ts';

export interface TailSessionOptions extends ReadingOptions {
  readonly source: TailSource;
  readonly clock: Clock;
  /** Numbers in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Shown by the page; nothing else depends on it. */
  readonly connectionName: string;
  readonly streamName: string;
  readonly position: TailStart;
  /** A position that stands for LATEST since the window was reloaded; only LATEST itself otherwise. */
  readonly followsLatest?: boolean;
  readonly shards: ShardChoice;
  /** Where to stop; default nowhere. */
  readonly end?: TailEnd | undefined;
  /** What a full window does: it drops the oldest records, the default, or pauses the tail once. */
  readonly whenFull?: WhenFull;
  /** Default 100,000, at most 1,000,000. */
  readonly windowRecordsMax?: number;
  /** Payload bytes; default 256 MiB, at most 1 GiB. */
  readonly windowBytesMax?: number;
  /** Says what payloads mean; by default what can be seen from them alone. Whoever made it disposes it. */
  readonly decoder?: PayloadDecoder;
  /** What of them may be seen; default everything. */
  readonly masking?: MaskingOptions;
  /** Hears what can only be a defect of this program; the session has then failed. */
  readonly onDefect?: (error: unknown) => void;
}

export type WhenFull = 'dropOldest' | 'pause';

/** The requests of the page that the session answers by itself; the host adds the rest. */
export type SessionRequests = Pick<
  TailRequests,
  | 'open'
  | 'rows'
  | 'record'
  | 'pause'
  | 'resume'
  | 'clear'
  | 'filter'
  | 'order'
  | 'restart'
  | 'neighbour'
  | 'checkPath'
  | 'heatMap'
  | 'hotKeys'
  | 'lineage'
>;
