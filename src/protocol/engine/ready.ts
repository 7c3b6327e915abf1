/**
 * Protocol/engine: what the engine process and its starters say to each other outside the AWS wire
 * protocols. This file is the first line on the engine's stdout; `control.ts` is the control calls.
 */

/** The first line on stdout when the engine serves. */
export interface EngineReady {
  readonly ready: true;
  /** Endpoint for JSON over HTTP/1.1 and prior-knowledge HTTP/2, such as `http://127.0.0.1:4567`. */
  readonly http: string;
  /** The same behind TLS with a self-signed certificate, such as `https://127.0.0.1:4568`. */
  readonly https?: string;
  readonly pid: number;
  readonly version: string;
  /** A sentence about what of the data directory could not be read, if anything. */
  readonly warning?: string;
}

export type EngineRefusalCode =
  | 'badArguments'
  | 'portInUse'
  | 'dataDirectoryInUse'
  | 'dataDirectoryCorrupt'
  | 'dataDirectoryUnwritable'
  | 'diskFull'
  | 'nodeTooOld'
  | 'failed';

/** The first line on stdout when the engine cannot serve; the process then exits with a code ≠ 0. */
export interface EngineRefusal {
  readonly ready: false;
  readonly code: EngineRefusalCode;
  /** A sentence that says what is wrong and what to do. */
  readonly message: string;
  /** With `dataDirectoryInUse`: the engine that has the directory, for attaching to it. */
  readonly running?: EngineReady;
}

export type EngineFirstLine = EngineReady | EngineRefusal;

/** Parses the engine's first line; undefined when it is not one. */
export function parseEngineFirstLine(line: string): EngineFirstLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('ready' in value)) return undefined;
  return value.ready === true || value.ready === false ? (value as EngineFirstLine) : undefined;
}
