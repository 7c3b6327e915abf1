import type { KeptConsumer } from '../connections/keptConsumers.ts';
import type { TailConsumers } from './tailConsumers.ts';

/**
 * Looks once a window for what earlier windows left registered. On the local engine it goes without
 * a word; elsewhere, where it costs money, the person is asked.
 */
export async function offerLeftovers(
  consumers: Pick<TailConsumers, 'leftovers' | 'removeLeftover'>,
  options: {
    /** Where the connection of that name leads in this window, see `placeOf`; undefined without one. */
    readonly placeOf: (connectionName: string) => Promise<string | undefined>;
    readonly signal: AbortSignal;
    /** Resolves with true when they are to be deregistered. */
    readonly ask: (message: string) => Promise<boolean>;
  },
): Promise<void> {
  const asked: KeptConsumer[] = [];
  for (const left of await consumers.leftovers()) {
    const place = await options.placeOf(left.connectionName);
    // Another folder may have that connection, or have it lead elsewhere: its window will ask.
    if (place === undefined || place !== left.place) continue;
    if (place === 'local') {
      await consumers.removeLeftover(left, options.signal);
    } else asked.push(left);
  }
  if (asked.length === 0 || !(await options.ask(leftoverMessage(asked)))) return;
  for (const left of asked) await consumers.removeLeftover(left, options.signal);
}

export function leftoverMessage(left: readonly KeptConsumer[]): string {
  const places = [...new Set(left.map((l) => `"${l.streamName}" of "${l.connectionName}"`))];
  const what =
    left.length === 1
      ? 'An enhanced fan-out consumer'
      : `${left.length} enhanced fan-out consumers`;
  const verb = left.length === 1 ? 'is' : 'are';
  return `${what} of a tail that could not end properly ${verb} still registered on ${places.join(', ')} and may cost money.`;
}
