import { POLICY_CHARACTERS_MAX } from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';

/** Throws AwsError for what is no policy at all. What it says is kept, and never enforced. */
export function checkPolicy(policy: string): void {
  if (policy.length > POLICY_CHARACTERS_MAX) {
    throw new AwsError(
      'InvalidArgumentException',
      `The policy is larger than ${String(POLICY_CHARACTERS_MAX)} characters.`,
    );
  }
  if (isObject(policy)) return;
  throw new AwsError('InvalidArgumentException', 'The policy is not a JSON object.');
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
