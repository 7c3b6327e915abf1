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
   * stay. The region is the engine's own unless it is said.
   */
  purgeStream: {
    request: { readonly streamName: string; readonly region?: string };
    response: { readonly purgedRecords: number };
  };
  /** Moves the engine's clock forward; what falls due by that happens at once. */
  advanceClock: { request: { readonly byMs: number }; response: ClockState };
  readClock: { request: undefined; response: ClockState };
  /**
   * Deletes all streams, delivery streams and records, stops the producers and brings the clock back
   * to real time.
   */
  reset: { request: undefined; response: { deletedStreams: number } };
  /** Answers, then stops the engine as SIGTERM does. */
  shutdown: { request: undefined; response: { stopping: true } };
}

export type ControlCall = keyof ControlCalls;

export const CONTROL_ROUTES: {
  readonly [Call in ControlCall]: { method: 'GET' | 'POST'; path: string };
} = {
  health: { method: 'GET', path: '/health' },
  listProducers: { method: 'GET', path: '/producers' },
  startProducer: { method: 'POST', path: '/producers/start' },
  stopProducer: { method: 'POST', path: '/producers/stop' },
  purgeStream: { method: 'POST', path: '/purge' },
  advanceClock: { method: 'POST', path: '/clock/advance' },
  readClock: { method: 'GET', path: '/clock' },
  reset: { method: 'POST', path: '/reset' },
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
  readonly streamCount: number;
  readonly deliveryStreamCount: number;
}

export interface ClockState {
  /** What the engine takes for the time, in epoch milliseconds. */
  readonly nowMs: number;
  /** How far that is ahead of the machine's time; 0 until the clock is moved. */
  readonly offsetMs: number;
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
