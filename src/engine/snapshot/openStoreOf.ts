import { join } from 'node:path';
import type { EngineOptions } from '../part.ts';
import { DATABASE_FILE, Store } from '../store/store.ts';
import type { Log } from '../log.ts';
import { checkSnapshot, restoreSnapshot } from './restoreSnapshot.ts';

/** The store that an engine begins with: what its data directory holds, or a snapshot. */
export function openStoreOf(
  { dataDir, powerSafe, restoreFrom }: Pick<EngineOptions, 'dataDir' | 'powerSafe' | 'restoreFrom'>,
  { pagesMax, log }: { readonly pagesMax?: number; readonly log: Log },
): Store {
  if (restoreFrom === undefined) return new Store({ dataDir, pagesMax, powerSafe, log });
  if (dataDir === undefined) {
    checkSnapshot(restoreFrom);
    return new Store({ pagesMax, copyOf: join(restoreFrom, DATABASE_FILE) });
  }
  restoreSnapshot(restoreFrom, dataDir);
  return new Store({ dataDir, pagesMax, powerSafe, log });
}
