/**
 * Engine: a local Amazon Kinesis and Firehose as a program of its own. This file is its command
 * line: arguments in, one JSON line out, signals to a clean stop. The engine refuses to know
 * VS Code, to reach any other machine, and to listen beyond loopback unless told so in words. Start
 * reading here, then `engine.ts` (how it is put together), `wire/` and `kinesis/service.ts`.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExpectedError, messageOf } from '../base/errors.ts';
import type { StopReason } from '../protocol/engine/control.ts';
import type { EngineFirstLine, EngineRefusalCode } from '../protocol/engine/ready.ts';
import { type EngineArguments, HELP, parseArguments } from './arguments.ts';
import type { Engine } from './engine.ts';
import { type Log, stderrLog } from './log.ts';

declare const __VERSION__: string | undefined;

const EXIT_FAILED = 1;
const EXIT_REFUSED = 2;
/** `node:sqlite` works without a flag from here on. */
const NODE_MIN = [22, 13] as const;

const log = stderrLog();

main().catch((error: unknown) => {
  refuse('failed', `The engine failed to start: ${messageOf(error)}`, EXIT_FAILED);
});

async function main(): Promise<void> {
  let parsed: EngineArguments;
  try {
    parsed = parseArguments(process.argv.slice(2));
  } catch (error) {
    refuse('badArguments', messageOf(error));
    return;
  }
  if (parsed.kind === 'help') process.stdout.write(HELP);
  else if (parsed.kind === 'version') process.stdout.write(`${version()}\n`);
  else if (isNodeTooOld()) {
    refuse(
      'nodeTooOld',
      `The engine needs Node ${NODE_MIN.join('.')} or newer; this is ${process.version}.`,
    );
  } else await serve(parsed);
}

async function serve(parsed: EngineArguments & { kind: 'serve' }): Promise<void> {
  // Loaded only now: an older Node has no node:sqlite and would fail before it could say so.
  const { DataDirectoryInUseError, startEngine } = await import('./engine.ts');
  let engine: Engine;
  try {
    engine = await startEngine({ ...parsed.options, version: version() }, { log });
  } catch (error) {
    const { running } = error instanceof DataDirectoryInUseError ? error : {};
    const code = refusalCodeOf(error);
    if (code === 'failed') log.error('engine: failed to start:', error);
    refuse(code, messageOf(error), EXIT_REFUSED, running === undefined ? {} : { running });
    return;
  }
  // First: whoever reads the line may stop the engine in the same moment.
  stopOnRequest(engine, parsed.stopWithStdin, log);
  say(engine.ready);
  log.info(`engine: serving at ${engine.ready.http}`);
}

function stopOnRequest(engine: Engine, stopWithStdin: boolean, engineLog: Log): void {
  let stopping = false;
  const stop = (reason: StopReason): void => {
    if (stopping) return;
    stopping = true;
    engineLog.info(`engine: stopping: ${reason}`);
    engine.stop(reason).then(
      () => process.exit(0),
      (error: unknown) => {
        engineLog.error('engine: did not stop cleanly:', error);
        process.exit(EXIT_FAILED);
      },
    );
  };
  process.on('SIGTERM', () => {
    stop('signal');
  });
  process.on('SIGINT', () => {
    stop('signal');
  });
  void engine.shutdownRequested.then(() => {
    stop('asked');
  });
  if (!stopWithStdin) return;
  process.stdin.resume();
  process.stdin.once('close', () => {
    stop('starterGone');
  });
}

function refuse(
  code: EngineRefusalCode,
  message: string,
  exitCode = EXIT_REFUSED,
  extra: object = {},
): void {
  // Once the line is out nothing may keep the process: its starter waits for it to end.
  say({ ready: false, code, message, ...extra }, () => process.exit(exitCode));
}

function say(line: EngineFirstLine, onWritten?: () => void): void {
  process.stdout.write(`${JSON.stringify(line)}\n`, onWritten);
}

function refusalCodeOf(error: unknown): EngineRefusalCode {
  if (error instanceof ExpectedError) {
    switch (error.code) {
      // Only what the command line names is read before the engine serves: the seed file.
      case 'invalidInput':
        return 'badArguments';
      case 'portInUse':
      case 'dataDirectoryInUse':
      case 'dataDirectoryCorrupt':
      case 'dataDirectoryUnwritable':
      case 'diskFull':
        return error.code;
      default:
        return 'failed';
    }
  }
  // Wherever it shows first.
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  return isFull ? 'diskFull' : 'failed';
}

function isNodeTooOld(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1]);
}

/** Set by the build; when the source runs as it is, package.json says. */
function version(): string {
  if (typeof __VERSION__ === 'string') return __VERSION__;
  const path = join(dirname(process.argv[1] ?? ''), '../../package.json');
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
