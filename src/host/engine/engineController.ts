import { Emitter } from '../../base/event.ts';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';
import type { EngineReady } from '../../protocol/engine/ready.ts';
import { ATTACHED_HEALTH_POLL_MS, RESTARTS_MAX, RESTART_WINDOW_MS } from '../limits.ts';
import type { Log } from '../log.ts';
import { callEngine } from './controlClient.ts';
import { EngineAlreadyRunning, EngineProcess } from './engineProcess.ts';

export type EngineState =
  | { readonly name: 'stopped' }
  | { readonly name: 'starting' }
  /** `attached`: the engine belongs to another window, which shares it with this one. */
  | { readonly name: 'running'; readonly ready: EngineReady; readonly attached: boolean }
  | { readonly name: 'failed'; readonly message: string };

/** What the controller tells the person; the app decides how to show it. */
export type EngineIncident =
  | { readonly type: 'recovered'; readonly how: string; readonly port: string }
  | { readonly type: 'gaveUp'; readonly how: string };

export interface EngineLaunch {
  readonly script: string;
  /** Command line arguments for this start; `port` replaces the one of the settings. */
  args(port: number | undefined): Promise<readonly string[]>;
}

/**
 * Starts, watches, stops and resets the local engine. When the engine ends without being asked to,
 * it is started again on the same port; when another window has it, this one attaches to it.
 */
export class EngineController implements Disposable {
  private readonly store = new DisposableStore();
  private readonly stateEmitter = this.store.add(new Emitter<EngineState>());
  private readonly incidentEmitter = this.store.add(new Emitter<EngineIncident>());
  readonly onDidChangeState = this.stateEmitter.event;
  readonly onIncident = this.incidentEmitter.event;

  private readonly launch: EngineLaunch;
  private readonly log: Log;
  private current: EngineState = { name: 'stopped' };
  /** Ends the watch over the engine that runs now. */
  private readonly watch = this.store.add(new DisposableStore());
  private process: EngineProcess | undefined;
  private work: Promise<unknown> = Promise.resolve();
  private restartTimesMs: number[] = [];

  constructor(launch: EngineLaunch, log: Log) {
    this.launch = launch;
    this.log = log;
    this.store.add(toDisposable(() => this.process?.dispose()));
  }

  get state(): EngineState {
    return this.current;
  }

  /** The endpoint, or an `engineStopped` error that says what to do. */
  requireEndpoint(): string {
    if (this.current.name === 'running') return this.current.ready.http;
    throw new ExpectedError('engineStopped', 'The local engine is not running. Start it first.');
  }

  /** Starts the engine or attaches to the one that runs. Does nothing when it is up. */
  start(port?: number): Promise<EngineReady> {
    return this.inTurn(() => this.startNow(port));
  }

  stop(): Promise<void> {
    return this.inTurn(async () => {
      const state = this.current;
      if (state.name === 'stopped' || state.name === 'failed')
        return this.setState({ name: 'stopped' });
      this.watch.clear();
      if (this.process) await this.process.stop();
      else if (state.name === 'running') await callEngine(state.ready.http, 'shutdown');
      this.process = undefined;
      this.setState({ name: 'stopped' });
    });
  }

  /** Deletes everything that the engine holds and returns how many streams there were. */
  async reset(): Promise<number> {
    const { deletedStreams } = await callEngine(this.requireEndpoint(), 'reset');
    return deletedStreams;
  }

  dispose(): void {
    this.store.dispose();
  }

  private async startNow(port: number | undefined): Promise<EngineReady> {
    if (this.current.name === 'running') return this.current.ready;
    this.setState({ name: 'starting' });
    try {
      const ready = await this.startOrAttach(port);
      this.log.info('engine', 'The local engine serves', ready.http);
      return ready;
    } catch (error) {
      this.setState({ name: 'failed', message: messageOf(error) });
      throw error;
    }
  }

  private async startOrAttach(port: number | undefined): Promise<EngineReady> {
    try {
      const process = await EngineProcess.start({
        script: this.launch.script,
        args: await this.launch.args(port),
        onLog: (line) => this.log.debug('engine', 'said', line),
      });
      this.own(process);
      return process.ready;
    } catch (error) {
      if (!(error instanceof EngineAlreadyRunning)) throw error;
      await callEngine(error.running.http, 'health');
      this.attach(error.running);
      return error.running;
    }
  }

  private own(process: EngineProcess): void {
    if (this.store.disposed) return process.dispose();
    this.process = process;
    this.watch.add(
      process.onExit(({ code, signal }) => {
        this.process = undefined;
        this.recover(
          process.ready,
          signal ? `was ended by ${signal}` : `ended with code ${code ?? 0}`,
        );
      }),
    );
    this.setState({ name: 'running', ready: process.ready, attached: false });
  }

  private attach(ready: EngineReady): void {
    const timer = setInterval(() => {
      callEngine(ready.http, 'health').catch(() =>
        this.recover(ready, 'was stopped by its window'),
      );
    }, ATTACHED_HEALTH_POLL_MS);
    this.watch.add(toDisposable(() => clearInterval(timer)));
    this.setState({ name: 'running', ready, attached: true });
  }

  /** Called once for each engine that went away unasked. */
  private recover(lost: EngineReady, how: string): void {
    const { current } = this;
    if (current.name !== 'running' || current.ready.pid !== lost.pid || this.store.disposed) return;
    const { attached } = current;
    this.watch.clear();
    this.log.warn('engine', 'The local engine ended unexpectedly', how);
    this.setState({ name: 'starting' });
    if (!this.mayRestart()) {
      this.setState({ name: 'failed', message: `The local engine ${how} again and again` });
      this.incidentEmitter.fire({ type: 'gaveUp', how });
      return;
    }
    const port = Number(new URL(lost.http).port);
    this.inTurn(() => this.startNow(port)).then(
      (ready) => {
        // Another window that closes takes its engine along; that is no incident for this one.
        if (!attached)
          this.incidentEmitter.fire({ type: 'recovered', how, port: new URL(ready.http).port });
      },
      (error: unknown) => {
        this.log.error('engine', 'The local engine could not be started again', error);
        this.incidentEmitter.fire({ type: 'gaveUp', how });
      },
    );
  }

  private mayRestart(): boolean {
    const nowMs = Date.now();
    this.restartTimesMs = this.restartTimesMs.filter(
      (timeMs) => nowMs - timeMs < RESTART_WINDOW_MS,
    );
    this.restartTimesMs.push(nowMs);
    return this.restartTimesMs.length <= RESTARTS_MAX;
  }

  private setState(state: EngineState): void {
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
