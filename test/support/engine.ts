/** Starts the local engine for a test: in this process, or as the process that it is in real life. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type Engine, type EngineWorld, startEngine } from '../../src/engine/engine.ts';
import { silentLog } from '../../src/engine/log.ts';
import type { EngineOptions } from '../../src/engine/part.ts';
import {
  type EngineFirstLine,
  type EngineReady,
  parseEngineFirstLine,
} from '../../src/protocol/engine/ready.ts';

export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

const DEFAULTS: EngineOptions = {
  port: 0,
  tlsPort: undefined,
  certificateFile: undefined,
  host: '127.0.0.1',
  dataDir: undefined,
  region: 'us-east-1',
  account: '000000000000',
  limits: true,
  // Tests call faster than a client may; what is about call rates asks for them.
  callRates: false,
  // Streams are ACTIVE in the next turn, so that tests need not wait.
  transitionMs: 0,
  version: '0.0.0-test',
};

/** An engine in this process, in memory unless told otherwise. The caller stops it. */
export function startTestEngine(
  options: Partial<EngineOptions> = {},
  world: Partial<EngineWorld> = {},
): Promise<Engine> {
  return startEngine({ ...DEFAULTS, ...options }, { log: silentLog, ...world });
}

export const CLIENT_KINDS = ['default client (HTTP/2)', 'NodeHttpHandler (HTTP/1.1)'] as const;

/** A real SDK client; the caller destroys it. Retries are off, so that a test sees every answer. */
export function kinesisClient(
  endpoint: string,
  kind: (typeof CLIENT_KINDS)[number] = 'NodeHttpHandler (HTTP/1.1)',
  region = 'us-east-1',
): KinesisClient {
  const config = { endpoint, region, credentials: CREDENTIALS, maxAttempts: 1 };
  if (kind === 'default client (HTTP/2)') return new KinesisClient(config);
  return new KinesisClient({ ...config, requestHandler: new NodeHttpHandler() });
}

export interface EngineProcess {
  readonly child: ChildProcess;
  readonly firstLine: EngineFirstLine;
  /** Everything on stderr so far. */
  readonly stderr: () => string;
  /** Sends the signal and gives the exit code, or null when the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Resolves when it has ended by itself. */
  readonly exited: Promise<number | null>;
}

/** The engine's command line, run from its source. */
export const ENGINE_MAIN = new URL('../../src/engine/main.ts', import.meta.url).pathname;

/** The engine as a process of its own. Unless told, it takes any port and stops with this process. */
export async function spawnEngine(
  args: readonly string[] = [],
  /** A command that runs another, which is appended to it. */
  wrapper: readonly string[] = [],
): Promise<EngineProcess> {
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const engine = [process.execPath, ENGINE_MAIN, 'engine', '--stop-with-stdin', ...port, ...args];
  const [command = '', ...rest] = [...wrapper, ...engine];
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    exited.then((code) => [`The engine ended with ${String(code)}: ${stderr}`]),
  ])) as [string];
  const firstLine = parseEngineFirstLine(line);
  if (firstLine === undefined) throw new Error(`Not a first line: ${line}`);
  return {
    child,
    firstLine,
    stderr: () => stderr,
    exited,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
  };
}

/** The ready line of a process that must be serving. */
export function readyOf(engine: EngineProcess): EngineReady {
  if (engine.firstLine.ready) return engine.firstLine;
  throw new Error(`The engine refused: ${engine.firstLine.message}`);
}
