import { sleep, type Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/event.ts';
import { ExpectedError, hasCode, messageOf } from '../../base/errors.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';
import type { EngineHealth, StopReason } from '../../protocol/engine/control.ts';
import type { EngineReady } from '../../protocol/engine/ready.ts';
import {
  ATTACH_ATTEMPTS_MAX,
  ATTACH_RETRY_MS,
  RESTARTS_MAX,
  RESTART_WINDOW_MS,
} from '../limits.ts';
import { awaitStop, callEngine } from './controlClient.ts';
import { EngineAlreadyRunning, EngineProcess } from './engineProcess.ts';

export type EngineState =
  | { readonly name: 'stopped' }
  | { readonly name: 'starting' }
  | RunningState
  | { readonly name: 'failed'; readonly message: string };

export interface RunningState {
  readonly name: 'running';
  readonly ready: EngineReady;
  /** The engine belongs to another window, which shares it with this one. */
  readonly attached: boolean;
  /** The region whose streams are shown: the one that the engine says it is in. */
  readonly region: string;
}

/** What the controller tells the person; the app decides how to show it. */
export type EngineIncident =
  | { readonly type: 'recovered'; readonly how: string; readonly port: string }
  | { readonly type: 'gaveUp'; readonly how: string };

export interface EngineLaunch {
  readonly script: string;
  /** By the settings of now; `port` replaces theirs. */
  plan(port: number | undefined): Promise<EnginePlan>;
}

export interface EnginePlan {
  readonly args: readonly string[];
  readonly port: number;
  readonly inMemory: boolean;
}

export interface ControllerLog {
  debug(room: string, text: string, variable?: string): void;
  info(room: string, text: string, variable?: string): void;
  warn(room: string, text: string, variable?: string): void;
  error(room: string, text: string, error: unknown): void;
}

/**
 * Starts, watches, stops and resets the local engine, or attaches to the one that another window
 * runs. An engine that crashes is started again on the same port; one whose window closes is taken
 * over; one that somebody stopped stays stopped, in every window.
 */
export class EngineController implements Disposable {
  private readonly store = new DisposableStore();
  private readonly stateEmitter = this.store.add(new Emitter<EngineState>());
  private readonly incidentEmitter = this.store.add(new Emitter<EngineIncident>());
  readonly onDidChangeState = this.stateEmitter.event;
  readonly onIncident = this.incidentEmitter.event;

  private readonly launch: EngineLaunch;
  private readonly log: ControllerLog;
  private readonly clock: Clock;
  private readonly abort = new AbortController();
  private current: EngineState = { name: 'stopped' };
  /** Ends the watch over the engine that runs now. */
  private watch: Disposable | undefined;
  private process: EngineProcess | undefined;
  private work: Promise<unknown> = Promise.resolve();
  private restartTimesMs: number[] = [];

  constructor(launch: EngineLaunch, log: ControllerLog, clock: Clock) {
    this.launch = launch;
    this.log = log;
    this.clock = clock;
    this.store.add(
      toDisposable(() => {
        this.abort.abort();
        this.watch?.dispose();
        this.process?.dispose();
      }),
    );
  }

  get state(): EngineState {
    return this.current;
  }

  /** The endpoint, or an `engineStopped` error that says what to do. */
  requireEndpoint(): string {
    return this.requireRunning().ready.http;
  }

  requireRunning(): RunningState {
    if (this.current.name === 'running') return this.current;
    throw new ExpectedError('engineStopped', 'The local engine is not running. Start it first.');
  }

  /** Starts the engine or attaches to the one that runs. Does nothing when it is up. */
  start(port?: number): Promise<EngineReady> {
    return this.inTurn(() => this.startNow(port));
  }

  /** Stops the engine for every window that shares it. */
  stop(): Promise<void> {
    return this.inTurn(async () => {
      const state = this.current;
      this.watch?.dispose();
      if (state.name === 'running') {
        // By the call, so that other windows hear that it was asked for.
        await callEngine(state.ready.http, 'shutdown').catch((error: unknown) => {
          this.log.warn(
            'engine',
            'The local engine did not hear that it should stop',
            messageOf(error),
          );
        });
      }
      await this.process?.stop();
      this.process = undefined;
      this.setState({ name: 'stopped' });
    });
  }

  /** Deletes everything that the engine holds and returns how many streams there were. */
  async reset(): Promise<number> {
    const { deletedStreams } = await callEngine(this.requireEndpoint(), 'reset');
    return deletedStreams;
  }

  /**
   * Stops the engine, also for windows that share it, and starts it with a snapshot. When that is not
   * possible it starts as it was, and this rejects with the reason.
   */
  async restore(snapshot: string): Promise<void> {
    const { current } = this;
    const port = current.name === 'running' ? Number(new URL(current.ready.http).port) : undefined;
    await this.stop();
    await this.inTurn(async () => {
      try {
        await this.startNow(port, ['--restore', snapshot]);
      } catch (error) {
        await this.startNow(port);
        throw error;
      }
    });
    if (this.requireRunning().attached) {
      const message = 'Another window started the local engine meanwhile; nothing was restored';
      throw new ExpectedError('engineFailed', message);
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private async startNow(
    port: number | undefined,
    moreArgs: readonly string[] = [],
  ): Promise<EngineReady> {
    if (this.current.name === 'running') return this.current.ready;
    this.setState({ name: 'starting' });
    try {
      const ready = await this.startOrAttach(port, moreArgs);
      this.log.info('engine', 'The local engine serves', ready.http);
      return ready;
    } catch (error) {
      this.setState({ name: 'failed', message: messageOf(error) });
      throw error;
    }
  }

  /**
   * Several windows may start at once, and then all but one find the directory taken by an engine
   * that does not answer yet, or by one that is just ending: they look again for a while.
   */
  private async startOrAttach(
    port: number | undefined,
    moreArgs: readonly string[],
  ): Promise<EngineReady> {
    for (let attempt = 1; ; attempt += 1) {
      const planned = await this.launch.plan(port);
      const plan = { ...planned, args: [...planned.args, ...moreArgs] };
      try {
        return await this.startProcess(plan);
      } catch (error) {
        const running = await this.runningInstead(error, plan);
        if (running) return this.attach(running);
        const mayPass =
          error instanceof EngineAlreadyRunning || hasCode(error, 'dataDirectoryInUse');
        if (!mayPass || attempt === ATTACH_ATTEMPTS_MAX) throw error;
        await sleep(this.clock, ATTACH_RETRY_MS, this.abort.signal);
      }
    }
  }

  private async startProcess(plan: EnginePlan): Promise<EngineReady> {
    const process = await EngineProcess.start({
      script: this.launch.script,
      args: plan.args,
      onLog: (line) => this.log.debug('engine', 'said', line),
    });
    if (this.store.disposed) {
      process.dispose();
      throw new ExpectedError('cancelled', 'Kinesis Workbench is closing');
    }
    const { region } = await callEngine(process.ready.http, 'health').catch(
      async (error: unknown) => {
        await process.stop();
        throw error;
      },
    );
    const { warning } = process.ready;
    if (warning !== undefined) this.log.warn('engine', warning);
    this.process = process;
    this.watch = process.onExit(({ code, signal }) => {
      this.process = undefined;
      // Only a stop that was asked for, by another window or with `kill`, ends with 0.
      if (code === 0) this.ended(process.ready, { type: 'stopped' });
      else {
        const how = signal ? `was ended by ${signal}` : `ended with code ${code ?? 'none'}`;
        this.ended(process.ready, { type: 'crashed', how });
      }
    });
    this.setState({ name: 'running', ready: process.ready, attached: false, region });
    return process.ready;
  }

  /** The engine that serves in our place, if the error says so and it answers. */
  private async runningInstead(
    error: unknown,
    plan: EnginePlan,
  ): Promise<{ ready: EngineReady; health: EngineHealth } | undefined> {
    // Engines in memory share no directory: the port is where they meet.
    const meetAtPort = plan.inMemory && hasCode(error, 'portInUse');
    const known = error instanceof EngineAlreadyRunning ? error.running : undefined;
    const http = known?.http ?? (meetAtPort ? `http://127.0.0.1:${plan.port}` : undefined);
    if (http === undefined) return undefined;
    try {
      const health = await callEngine(http, 'health');
      if (meetAtPort && health.dataDir !== undefined) return undefined;
      const { pid, version } = health;
      // What the directory says is old when another engine answers.
      const ready = known?.pid === pid ? known : ({ ready: true, http, pid, version } as const);
      return { ready, health };
    } catch {
      return undefined;
    }
  }

  private attach({ ready, health }: { ready: EngineReady; health: EngineHealth }): EngineReady {
    const abort = new AbortController();
    this.watch = toDisposable(() => abort.abort());
    awaitStop(ready.http, abort.signal).then(
      (reason) => this.ended(ready, ENDS[reason]),
      () => {
        if (!abort.signal.aborted)
          this.ended(ready, { type: 'crashed', how: 'ended unexpectedly' });
      },
    );
    this.setState({ name: 'running', ready, attached: true, region: health.region });
    return ready;
  }

  /** Called once for each engine that went away unasked by this window. */
  private ended(lost: EngineReady, end: EngineEnd): void {
    const { current } = this;
    if (current.name !== 'running' || current.ready.pid !== lost.pid || this.store.disposed) return;
    this.watch?.dispose();
    if (end.type === 'stopped') {
      this.log.info('engine', 'The local engine was stopped elsewhere');
      this.setState({ name: 'stopped' });
      return;
    }
    const how = end.type === 'crashed' ? end.how : 'went with its window';
    this.log.warn('engine', 'The local engine ended', how);
    this.setState({ name: 'starting' });
    if (end.type === 'crashed' && !this.mayRestart()) {
      this.setState({ name: 'failed', message: `The local engine ${how} again and again` });
      this.incidentEmitter.fire({ type: 'gaveUp', how });
      return;
    }
    const port = Number(new URL(lost.http).port);
    this.inTurn(() => this.startNow(port)).then(
      (ready) => {
        // One window tells, the one whose engine it was. A window that closes is no incident.
        if (current.attached || end.type !== 'crashed') return;
        this.incidentEmitter.fire({ type: 'recovered', how, port: new URL(ready.http).port });
      },
      (error: unknown) => {
        this.log.error('engine', 'The local engine could not be started again', error);
        if (!this.store.disposed) this.incidentEmitter.fire({ type: 'gaveUp', how });
      },
    );
  }

  private mayRestart(): boolean {
    const nowMs = this.clock.nowMs();
    this.restartTimesMs = this.restartTimesMs.filter(
      (timeMs) => nowMs - timeMs < RESTART_WINDOW_MS,
    );
    this.restartTimesMs.push(nowMs);
    return this.restartTimesMs.length <= RESTARTS_MAX;
  }

  private setState(state: EngineState): void {
    if (this.store.disposed) return;
    this.current = state;
    this.stateEmitter.fire(state);
  }

  /** Starts and stops happen one after the other. */
  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.work.then(run, run);
    this.work = turn.catch(() => undefined);
    return turn;
  }
}

type EngineEnd =
  | { readonly type: 'stopped' }
  | { readonly type: 'starterGone' }
  | { readonly type: 'crashed'; readonly how: string };

const ENDS: { readonly [Reason in StopReason]: EngineEnd } = {
  asked: { type: 'stopped' },
  signal: { type: 'stopped' },
  starterGone: { type: 'starterGone' },
};
