/**
 * The engine's own control calls. They share the AWS port under one path prefix, carry JSON, and
 * need the header below, which a page of another site cannot send without the engine's consent.
 * An error answers 4xx or 5xx with a `ControlFailure`.
 */
export const CONTROL_PREFIX = '/_kinesis-workbench';
export const CONTROL_HEADER = 'x-kinesis-workbench';

/** One entry a call: HTTP method, path below the prefix, request body, response body. */
export interface ControlCalls {
  health: { request: undefined; response: EngineHealth };
  listProducers: { request: undefined; response: { producers: ProducerStatus[] } };
  startProducer: { request: ProducerSpec; response: ProducerStatus };
  stopProducer: {
    request: { streamName: string; kind: ProducerKind };
    response: { stopped: boolean };
  };
  /**
   * Makes all records of a stream unreadable; shards, the order of sequence numbers and iterators
   * stay. Region and account are the engine's own unless they are said.
   */
  purgeStream: {
    request: { readonly streamName: string; readonly region?: string; readonly account?: string };
    response: { readonly purgedRecords: number };
  };
  /**
   * Brings the engine to what a seed file says and answers when everything in it is ACTIVE. What
   * exists stays as it is. A file with a problem changes nothing.
   */
  applySeed: { request: object; response: SeedResult };
  /**
   * Copies everything that the engine keeps to a new directory, given by its absolute path. The
   * engine answers nothing else while it copies its database, about a second for 100 MB.
   */
  snapshot: { request: { readonly directory: string }; response: SnapshotResult };
  /** Makes the engine fail in a way that the service can; answers with the rule as it works. */
  injectFault: { request: FaultRule; response: FaultStatus };
  listFaults: { request: undefined; response: { faults: FaultStatus[] } };
  /** Ends one fault, or all of them. */
  clearFaults: { request: { readonly id?: string }; response: { readonly cleared: number } };
  /** Moves the engine's clock forward; what falls due by that happens at once. */
  advanceClock: { request: { readonly byMs: number }; response: ClockState };
  readClock: { request: undefined; response: ClockState };
  /**
   * Deletes all streams, delivery streams and records, stops the producers and brings the clock back
   * to real time.
   */
  reset: { request: undefined; response: { deletedStreams: number } };
  /** Answers when the engine stops, with the reason; a caller that gets no answer saw it crash. */
  awaitStop: { request: undefined; response: { readonly reason: StopReason } };
  /** Answers, then stops the engine as SIGTERM does. */
  shutdown: { request: undefined; response: { stopping: true } };
}

export type ControlCall = keyof ControlCalls;

/** `asked`: by a control call; `starterGone`: with whoever had started it. */
export type StopReason = 'asked' | 'signal' | 'starterGone';

export const CONTROL_ROUTES: {
  readonly [Call in ControlCall]: { method: 'GET' | 'POST'; path: string };
} = {
  health: { method: 'GET', path: '/health' },
  listProducers: { method: 'GET', path: '/producers' },
  startProducer: { method: 'POST', path: '/producers/start' },
  stopProducer: { method: 'POST', path: '/producers/stop' },
  purgeStream: { method: 'POST', path: '/purge' },
  applySeed: { method: 'POST', path: '/seed' },
  snapshot: { method: 'POST', path: '/snapshot' },
  injectFault: { method: 'POST', path: '/faults/inject' },
  listFaults: { method: 'GET', path: '/faults' },
  clearFaults: { method: 'POST', path: '/faults/clear' },
  advanceClock: { method: 'POST', path: '/clock/advance' },
  readClock: { method: 'GET', path: '/clock' },
  reset: { method: 'POST', path: '/reset' },
  awaitStop: { method: 'GET', path: '/stop' },
  shutdown: { method: 'POST', path: '/shutdown' },
};

export interface ControlFailure {
  readonly code: string;
  readonly message: string;
}

export interface EngineHealth {
  readonly version: string;
  readonly pid: number;
  readonly region: string;
  readonly account: string;
  /** Undefined when everything is in memory. */
  readonly dataDir?: string;
  readonly limits: boolean;
  readonly uptimeMs: number;
  /** In all regions. */
  readonly streamCount: number;
  /** The regions that have streams, sorted: requests are signed for one, and see only its streams. */
  readonly streamRegions: readonly string[];
  /** That all these streams ever had: any split or merge changes it. */
  readonly shardCount: number;
  readonly deliveryStreamCount: number;
}

/** In words for people, such as `stream orders`. */
export interface SeedResult {
  readonly made: readonly string[];
  readonly existing: readonly string[];
}

export interface SnapshotResult {
  readonly directory: string;
  readonly databaseBytes: number;
  /** Objects that Firehose and channels have delivered. */
  readonly objectCount: number;
}

export interface ClockState {
  /** What the engine takes for the time, in epoch milliseconds. */
  readonly nowMs: number;
  /** How far that is ahead of the machine's time; 0 until the clock is moved. */
  readonly offsetMs: number;
}

/**
 * `throttlePuts` and `failRecords` turn away single records, with
 * ProvisionedThroughputExceededException and InternalFailure; `throttleReads`, `expireIterators` and
 * `emptyReads` (no records though there are some) strike GetRecords; `delay` holds answers back;
 * `cut` ends the connection in place of an answer. None of them loses or repeats a record by itself.
 */
export const FAULT_KINDS = [
  'throttlePuts',
  'failRecords',
  'throttleReads',
  'expireIterators',
  'emptyReads',
  'delay',
  'cut',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Before the request's work, so that nothing was done, or after it, when everything was. */
export const CUT_MOMENTS = ['before', 'after'] as const;

export interface FaultRule {
  readonly kind: FaultKind;
  /** Every stream unless it is said. */
  readonly streamName?: string;
  /** Every shard unless it is said. */
  readonly shardId?: string;
  /** With `delay` and `cut`, such as PutRecords; every one unless it is said. */
  readonly operation?: string;
  /** Which share is struck: above 0, at most 1, which is the default. */
  readonly share?: number;
  /** Ends after so many; without it only when it is cleared. */
  readonly count?: number;
  /** The same seed strikes the same records or requests of a shard; default 1. */
  readonly seed?: number;
  /** With `delay`: 1 to 60,000, default 1,000. */
  readonly delayMs?: number;
  /** With `cut`; default `after`. */
  readonly moment?: (typeof CUT_MOMENTS)[number];
}

export interface FaultStatus extends FaultRule {
  readonly id: string;
  readonly share: number;
  readonly seed: number;
  /** How often it has struck. */
  readonly hits: number;
}

export const PRODUCER_KINDS = ['gps', 'transactions', 'clicks', 'logs'] as const;
export type ProducerKind = (typeof PRODUCER_KINDS)[number];

/** A simulated producer. A stream that does not exist is created with `shardCount` shards. */
export interface ProducerSpec {
  readonly streamName: string;
  readonly kind: ProducerKind;
  /** 0.1 to 20,000; default 20. */
  readonly recordsPerSecond?: number;
  /** Number of distinct partition keys, 1 to 1,000,000; default 100. */
  readonly keys?: number;
  /** Zipf exponent of the key distribution: 0 is even, 1 is strongly skewed; 0 to 3, default 0. */
  readonly keySkew?: number;
  /** The same seed gives the same records in the same order; default 1. */
  readonly seed?: number;
  /** 1 to 100; default 2. Used only when the stream does not exist yet. */
  readonly shardCount?: number;
}

export interface ProducerStatus extends Required<ProducerSpec> {
  readonly state: 'running' | 'waiting' | 'failed';
  readonly recordsPut: number;
  readonly recordsThrottled: number;
  /** Why it waits or failed, as a sentence. */
  readonly reason?: string;
}
