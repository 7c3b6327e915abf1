import { ExpectedError } from '../base/errors.ts';
import type { StopReason } from '../protocol/engine/control.ts';
import type { EngineReady } from '../protocol/engine/ready.ts';
import type { Clock } from '../base/clock.ts';
import { MovableClock } from './clock/movableClock.ts';
import { coreControl } from './coreControl.ts';
import { Faults } from './faults/faults.ts';
import { KinesisService } from './kinesis/service.ts';
import { STOP_GRACE_MS } from './limits.ts';
import type { Log } from './log.ts';
import { openObjectFolder, type ObjectFolder } from './objects/objectFolder.ts';
import type { ControlHandlers, EngineCore, EngineOptions, Part } from './part.ts';
import { createParts } from './parts.ts';
import { readSeedFile } from './seed/seedFile.ts';
import { ControlRouter } from './server/controlRouter.ts';
import { openPorts } from './server/ports.ts';
import { RequestHandler } from './server/requestHandler.ts';
import { SniffingServer } from './server/sniffingServer.ts';
import { removeReadyFile, runningIn, writeReadyFile } from './store/dataDirectory.ts';
import { describeLogDamage } from './store/logCheck.ts';
import { openStoreOf } from './snapshot/openStoreOf.ts';
import { copyObjects } from './snapshot/restoreSnapshot.ts';
import type { Store } from './store/store.ts';
import { systemClock } from '../base/systemClock.ts';
import { Dispatcher } from './wire/dispatcher.ts';

/** What the outside world is to the engine; tests bring their own. */
export interface EngineWorld {
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Bounds the database, to see what a full disk does. */
  readonly pagesMax?: number;
}

export interface Engine {
  readonly ready: EngineReady;
  /** Resolves when a control call asks the engine to stop. */
  readonly shutdownRequested: Promise<void>;
  /** Answers what is running, keeps everything acknowledged, frees port and directory. */
  stop(reason?: StopReason): Promise<void>;
}

/**
 * Builds the engine and serves. Rejects with an ExpectedError (`portInUse`, `dataDirectoryInUse`,
 * `dataDirectoryCorrupt`, …), having released whatever it had taken.
 */
export async function startEngine(options: EngineOptions, world: EngineWorld): Promise<Engine> {
  const store = openStore(options, world);
  const folder = openObjectFolder(options.dataDir);
  let core: EngineCore | undefined;
  let parts: readonly Part[] = [];
  try {
    // With a data directory they were restored with it.
    if (options.restoreFrom !== undefined && options.dataDir === undefined) {
      copyObjects(options.restoreFrom, folder.s3.objectsDir);
    }
    core = createCore(options, world, { store, folder });
    parts = createParts(core);
    return await serve(core, parts, folder);
  } catch (error) {
    await closeParts(parts, world.log);
    core?.kinesis.dispose();
    store.close();
    folder.close();
    throw error;
  }
}

function openStore(options: EngineOptions, world: EngineWorld): Store {
  try {
    const store = openStoreOf(options, world);
    // The lock is ours, so what an engine that was killed has left there is no longer true.
    if (options.dataDir !== undefined) removeReadyFile(options.dataDir);
    return store;
  } catch (error) {
    if (error instanceof ExpectedError && error.code === 'dataDirectoryInUse') {
      const running = options.dataDir === undefined ? undefined : runningIn(options.dataDir);
      throw new DataDirectoryInUseError(error, running);
    }
    throw error;
  }
}

/** Says who has the directory, for attaching to it. */
export class DataDirectoryInUseError extends ExpectedError {
  readonly running: EngineReady | undefined;

  constructor(cause: ExpectedError, running: EngineReady | undefined) {
    super('dataDirectoryInUse', cause.message, { cause });
    this.running = running;
  }
}

function createCore(
  options: EngineOptions,
  world: EngineWorld,
  { store, folder }: { store: Store; folder: ObjectFolder },
): EngineCore {
  world.log.info(`engine: objects go to ${folder.s3.objectsDir}`);
  const clock = new MovableClock(world.clock ?? systemClock);
  const kinesis = new KinesisService({ ...options, store, clock, log: world.log });
  return {
    options,
    clock,
    random: world.random ?? Math.random,
    log: world.log,
    store,
    objects: folder.s3,
    kinesis,
    faults: new Faults(kinesis),
  };
}

async function serve(
  core: EngineCore,
  parts: readonly Part[],
  folder: ObjectFolder,
): Promise<Engine> {
  const { options, log } = core;
  const shutdown = Promise.withResolvers<undefined>();
  const stopped = Promise.withResolvers<StopReason>();
  const handlers = parts.map((part) => part.control ?? {});
  const control = Object.assign(
    {},
    ...handlers,
    coreControl(core, parts, {
      request: () => shutdown.resolve(undefined),
      reason: stopped.promise,
    }),
  ) as Partial<ControlHandlers>;
  const operations = parts
    .flatMap((part) => part.operations ?? [])
    .map((operation) => core.kinesis.callRates.limit(core.faults.wrap(operation)));
  const handler = new RequestHandler({
    dispatcher: new Dispatcher({ ...options, operations, log }),
    control: new ControlRouter(control, log),
    host: options.host,
    allowedOrigins: options.allowedOrigins,
    log,
  });
  // Before anybody can see the engine, so that whoever reads the ready line finds everything ACTIVE.
  if (options.seedFile !== undefined) await control.applySeed?.(readSeedFile(options.seedFile));
  const server = new SniffingServer(handler.listener);
  const ports = await openPorts(server, options, log);
  const ready: EngineReady = {
    ready: true,
    ...ports,
    pid: process.pid,
    version: options.version,
    ...(core.store.logDamage === undefined
      ? {}
      : { warning: describeLogDamage(core.store.logDamage) }),
  };
  if (options.dataDir !== undefined) noteReady(options.dataDir, ready, log);
  return {
    ready,
    shutdownRequested: shutdown.promise,
    stop: (reason = 'asked') => {
      stopped.resolve(reason);
      return stop(core, parts, { server, handler, folder });
    },
  };
}

/** Only for others who find the directory in use; a full disk has no room for it. */
function noteReady(dataDir: string, ready: EngineReady, log: Log): void {
  try {
    writeReadyFile(dataDir, ready);
  } catch (error) {
    log.error('engine: cannot say in the data directory where it serves:', error);
  }
}

async function stop(
  core: EngineCore,
  parts: readonly Part[],
  serving: { server: SniffingServer; handler: RequestHandler; folder: ObjectFolder },
): Promise<void> {
  serving.server.stopListening();
  await serving.handler.idle(STOP_GRACE_MS);
  serving.server.destroyConnections();
  // What still waits for a disk that fails would keep the parts from closing.
  core.store.flush();
  await closeParts(parts, core.log);
  core.kinesis.dispose();
  // While the lock is still ours: the next engine writes its own.
  if (core.options.dataDir !== undefined) removeReadyFile(core.options.dataDir);
  core.store.close();
  serving.folder.close();
}

async function closeParts(parts: readonly Part[], log: Log): Promise<void> {
  for (const part of [...parts].reverse()) {
    try {
      await part.close?.();
    } catch (error) {
      log.error('engine: a part did not close:', error);
    }
  }
}
