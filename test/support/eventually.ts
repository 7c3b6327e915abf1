import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;
/** Well within the time that a test has, so that it ends with what was wrong and not with a timeout. */
const LOOK_FOR_MS = 60_000;

/**
 * Looks until something is there, or true. What a look throws counts as nothing there: an engine
 * refuses what is asked too often.
 */
export async function eventually<T>(
  look: () => Promise<T | false | undefined> | T | false | undefined,
): Promise<T> {
  const endMs = performance.now() + LOOK_FOR_MS;
  for (;;) {
    let thrown: unknown = new Error('It did not happen within a minute');
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      thrown = error;
    }
    if (performance.now() > endMs) throw thrown;
    await delay(LOOK_EVERY_MS);
  }
}

/** Resolves once `check` no longer throws. Throws what it threw last. */
export async function comesTrue(check: () => unknown): Promise<void> {
  await eventually(async () => {
    await check();
    return true;
  });
}
