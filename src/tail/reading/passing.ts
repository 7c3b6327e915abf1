import type { ErrorCode, ExpectedError } from '../../base/errors.ts';

const PASSING: ReadonlySet<ErrorCode> = new Set([
  'engineStopped',
  'networkUnreachable',
  'resourceInUse',
  'serviceFailed',
]);

/** Whether it passes by itself, or may: the service is away, restarts, or is busy with a change. */
export function mayPass({ code }: ExpectedError): boolean {
  return PASSING.has(code);
}

/** The same, or the rate was too high. */
export function mayPassLater(error: ExpectedError): boolean {
  return error.code === 'throttled' || mayPass(error);
}
