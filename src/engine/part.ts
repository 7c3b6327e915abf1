import type { ControlCall, ControlCalls } from '../protocol/engine/control.ts';
import type { MovableClock } from './clock/movableClock.ts';
import type { Faults } from './faults/faults.ts';
import type { KinesisService } from './kinesis/service.ts';
import type { Log } from './log.ts';
import type { S3Folder } from './objects/s3Folder.ts';
import type { Store } from './store/store.ts';
import type { Operation } from './wire/operation.ts';

/** What `main.ts` decides, or a test. */
export interface EngineOptions {
  readonly port: number;
  /** The port with TLS; 0 takes any, undefined has none. */
  readonly tlsPort: number | undefined;
  /** Where to write the certificate of the TLS port, if anywhere. */
  readonly certificateFile: string | undefined;
  readonly host: string;
  /** Origins of other sites, whose pages may use the API as those of this machine may. */
  readonly allowedOrigins?: readonly string[];
  /** Undefined keeps everything in memory. */
  readonly dataDir: string | undefined;
  /** Acknowledge only what survives a power failure too. */
  readonly powerSafe?: boolean;
  readonly region: string;
  readonly account: string;
  readonly limits: boolean;
  /** Whether operations are held to their call rates; as `limits` unless it says otherwise. */
  readonly callRates?: boolean;
  /** How long a stream stays CREATING and DELETING. */
  readonly transitionMs: number;
  readonly version: string;
  /** A seed file that is applied before the engine serves. */
  readonly seedFile?: string;
  /** A snapshot that takes the place of what the data directory holds. */
  readonly restoreFrom?: string;
}

/** What every part of the engine is built upon. */
export interface EngineCore {
  readonly options: EngineOptions;
  /** All engine time comes from here. */
  readonly clock: MovableClock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  readonly store: Store;
  /** The folder that stands for S3. */
  readonly objects: S3Folder;
  readonly kinesis: KinesisService;
  readonly faults: Faults;
}

export type ControlHandlers = {
  readonly [Call in ControlCall]: (
    request: unknown,
  ) => ControlCalls[Call]['response'] | Promise<ControlCalls[Call]['response']>;
};

/**
 * A part adds operations and control calls to the engine. `parts.ts` lists them; they are closed
 * in reverse order of that list, before Kinesis and the store are.
 */
export interface Part {
  readonly operations?: readonly Operation[];
  /** A handler gets the request as it came and parses it; ExpectedError answers 400. */
  readonly control?: Partial<ControlHandlers>;
  /** For the health call. */
  readonly deliveryStreamCount?: () => number;
  /** Forgets everything the part keeps, in memory and in the store. */
  reset?(): Promise<void> | void;
  /** Ends every loop and timer. What is acknowledged stays in the store. */
  close?(): Promise<void> | void;
}
