import { RETENTION_HOURS_MAX, RETENTION_HOURS_MIN } from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';

/** Throws AwsError for a retention period that no stream may have. */
export function checkRetention(hours: number): void {
  if (hours < RETENTION_HOURS_MIN) {
    throw new AwsError(
      'InvalidArgumentException',
      `Minimum allowed retention period is ${String(RETENTION_HOURS_MIN)} hours. Requested retention period (${String(hours)} hours) is too short.`,
    );
  }
  if (hours > RETENTION_HOURS_MAX) {
    throw new AwsError(
      'InvalidArgumentException',
      `Maximum allowed retention period is ${String(RETENTION_HOURS_MAX)} hours. Requested retention period (${String(hours)} hours) is too long.`,
    );
  }
}
