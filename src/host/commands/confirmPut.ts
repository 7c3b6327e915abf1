import { isProduction } from '../panels/tailMasking.ts';
import type { StreamTarget } from './targets.ts';

/** Streams of this window that a person has agreed to write to, by what the question named. */
const agreed = new Set<string>();

/**
 * Before a record goes to a stream of a connection that is marked as production, asked once a window
 * and stream. Rejects with `cancelled` unless the person agrees.
 */
export async function confirmPut(
  { entry, name }: Pick<StreamTarget, 'entry' | 'name'>,
  what: 'stream' | 'delivery stream',
  /** Rejects unless the person agrees. */
  confirm: (message: string, detail: string, action: string) => Promise<void>,
): Promise<void> {
  if (!isProduction(entry)) return;
  // Under the same name, the settings may mean another place by now.
  const key = JSON.stringify([entry, what, name]);
  if (agreed.has(key)) return;
  await confirm(
    `Put a record into the ${what} "${name}" of ${entry.name}?`,
    'The connection is marked as production. Consumers get the record like any other, and it cannot be taken back.',
    'Put Record',
  );
  agreed.add(key);
}
