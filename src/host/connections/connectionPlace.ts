import type { ConnectionEntry } from './connectionRegistry.ts';

/** What stands behind the name of a connection where a person picks one: production is to be seen there. */
export function connectionPlace(entry: ConnectionEntry, engineState: string): string {
  if (entry.kind === 'local') return engineState;
  return entry.production === true ? `production · ${entry.region}` : entry.region;
}
