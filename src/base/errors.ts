/**
 * The expected failures, by code. Each has a message that a user can act on; anything else that is
 * thrown is a programmer's error.
 */
export type ErrorCode =
  | 'accessDenied'
  | 'cancelled'
  | 'connectionChanged'
  | 'credentialsMissing'
  | 'dataDirectoryCorrupt'
  | 'dataDirectoryInUse'
  | 'dataDirectoryUnwritable'
  | 'diskFull'
  | 'engineFailed'
  | 'engineStopped'
  | 'invalidInput'
  | 'iteratorExpired'
  | 'networkUnreachable'
  | 'notFound'
  | 'portInUse'
  | 'resourceInUse'
  | 'serviceFailed'
  | 'sessionExpired'
  | 'throttled'
  | 'unsupported';

export class ExpectedError extends Error {
  override readonly name = 'ExpectedError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/**
 * By its shape and not by its class: the AWS clients are a bundle of their own, with a copy of the
 * class of its own.
 */
export function isExpected(error: unknown): error is ExpectedError {
  return error instanceof Error && error.name === 'ExpectedError' && 'code' in error;
}

export function hasCode(error: unknown, code: ErrorCode): boolean {
  return isExpected(error) && error.code === code;
}

/** True for our own cancellation and for an AbortSignal's: neither is an error to show. */
export function isCancellation(error: unknown): boolean {
  if (hasCode(error, 'cancelled')) return true;
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}

/** The text to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Marks a branch that the types prove unreachable. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
