import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Emitter } from '../../base/event.ts';
import { type ErrorCode, ExpectedError } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import {
  type EngineReady,
  type EngineRefusalCode,
  parseEngineFirstLine,
} from '../../protocol/engine/ready.ts';
import { ENGINE_LOG_TAIL_LINES, ENGINE_START_MAX_MS, ENGINE_STOP_MAX_MS } from '../limits.ts';

/** The engine could not start because another one has the data directory: attach to it. */
export class EngineAlreadyRunning extends Error {
  readonly running: EngineReady;

  constructor(running: EngineReady) {
    super('Another window runs the local engine');
    this.running = running;
  }
}

export interface EngineExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One run of dist/engine.js: from its ready line to its end. */
export class EngineProcess implements Disposable {
  readonly ready: EngineReady;
  private readonly child: ChildProcess;
  private readonly exitEmitter = new Emitter<EngineExit>();
  readonly onExit = this.exitEmitter.event;

  private constructor(child: ChildProcess, ready: EngineReady) {
    this.child = child;
    this.ready = ready;
    child.once('exit', (code, signal) => this.exitEmitter.fire({ code, signal }));
  }

  /**
   * Starts the engine and waits for its first line. Rejects with `EngineAlreadyRunning`, or with an
   * ExpectedError that carries the engine's own sentence.
   */
  static async start(options: {
    script: string;
    args: readonly string[];
    onLog: (line: string) => void;
  }): Promise<EngineProcess> {
    const child = spawn(process.execPath, [options.script, ...options.args, '--stop-with-stdin'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      // Its stdin closes with this process, however that ends, and with it the engine ends too.
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => undefined); // The engine's end is heard through 'exit'.
    const lastLines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > ENGINE_LOG_TAIL_LINES) lastLines.shift();
      options.onLog(line);
    });
    try {
      return new EngineProcess(child, await firstLine(child, lastLines));
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Waits for the end of an engine that was asked to stop; kills it when it does not listen. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    const timer = setTimeout(() => this.child.kill('SIGKILL'), ENGINE_STOP_MAX_MS);
    this.requestStop();
    await ended;
    clearTimeout(timer);
  }

  /** Without waiting, and for other windows to take over: this is how a window closes. */
  dispose(): void {
    this.requestStop();
    this.exitEmitter.dispose();
  }

  private requestStop(): void {
    this.child.stdin?.end();
  }
}

function firstLine(child: ChildProcess, lastLines: readonly string[]): Promise<EngineReady> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ExpectedError('engineFailed', 'The local engine did not start in time'));
    }, ENGINE_START_MAX_MS);
    const settle = (run: () => void): void => {
      clearTimeout(timer);
      run();
    };
    if (!child.stdout) throw new Error('The engine has no stdout');
    const lines = createInterface({ input: child.stdout });
    lines.once('line', (line) => settle(() => readFirstLine(line, resolve, reject)));
    child.once('error', (cause) =>
      settle(() =>
        reject(new ExpectedError('engineFailed', 'The local engine cannot be run', { cause })),
      ),
    );
    child.once('close', (code) =>
      settle(() => {
        const said = lastLines.at(-1) ?? 'it said nothing';
        const message = `The local engine ended with code ${code ?? 'none'}: ${said}`;
        reject(new ExpectedError('engineFailed', message));
      }),
    );
  });
}

function readFirstLine(
  line: string,
  resolve: (ready: EngineReady) => void,
  reject: (error: Error) => void,
): void {
  const first = parseEngineFirstLine(line);
  if (first?.ready === true) resolve(first);
  else if (first?.running) reject(new EngineAlreadyRunning(first.running));
  else if (first) reject(new ExpectedError(ERROR_CODES[first.code], first.message));
  else reject(new ExpectedError('engineFailed', 'The local engine said something unexpected'));
}

const ERROR_CODES: { readonly [Code in EngineRefusalCode]: ErrorCode } = {
  badArguments: 'invalidInput',
  portInUse: 'portInUse',
  dataDirectoryInUse: 'dataDirectoryInUse',
  dataDirectoryCorrupt: 'dataDirectoryCorrupt',
  dataDirectoryUnwritable: 'engineFailed',
  diskFull: 'diskFull',
  nodeTooOld: 'engineFailed',
  failed: 'engineFailed',
};
