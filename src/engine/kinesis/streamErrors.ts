import { AwsError } from '../wire/awsError.ts';
import type { Stream } from './state.ts';

/** What the service says of a stream that it cannot work with, in its words. */
export function streamNotFound(name: string, account: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Stream ${name} under account ${account} not found.`,
  );
}

export function streamExists(name: string, account: string): AwsError {
  return new AwsError(
    'ResourceInUseException',
    `Stream ${name} under account ${account} already exists.`,
  );
}

/** Throws AwsError unless the stream is ACTIVE. */
export function requireActive(stream: Stream): void {
  if (stream.details.status === 'ACTIVE') return;
  throw new AwsError(
    'ResourceInUseException',
    `Stream ${stream.name} under account ${stream.account} not ACTIVE, instead in state ${stream.details.status}`,
  );
}

/** Throws AwsError for a stream whose shards the service looks after by itself. */
export function requireProvisioned(stream: Stream): void {
  if (stream.details.mode === 'PROVISIONED') return;
  throw new AwsError(
    'ValidationException',
    `Request is invalid. Stream ${stream.name} under account ${stream.account} is in On-Demand mode.`,
  );
}

/** Throws AwsError for a stream without the on-demand capacity mode. */
export function requireOnDemand(stream: Stream): void {
  if (stream.details.mode === 'ON_DEMAND') return;
  throw new AwsError(
    'ValidationException',
    `Request is invalid. Stream ${stream.name} under account ${stream.account} is in Provisioned mode.`,
  );
}
