/** Consumers that a tail registers begin so; by it leftovers are found. */
export const TAIL_CONSUMER_PREFIX = 'kinesis-workbench-';

/** `random` gives numbers in [0, 1). */
export function tailConsumerName(random: () => number): string {
  const digits = Array.from({ length: 8 }, () => Math.floor(random() * 16).toString(16));
  return TAIL_CONSUMER_PREFIX + digits.join('');
}

export function isTailConsumer(consumerName: string): boolean {
  return consumerName.startsWith(TAIL_CONSUMER_PREFIX);
}
