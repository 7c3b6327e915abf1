/** How often, and how long each time, what VS Code may take from under a person's hands is tried. */
const TRIES = 4;
const TRY_MS = 10_000;

/**
 * Does again what fails: while VS Code draws something anew or moves the focus, a click or a key is
 * lost, and a person clicks again. `attempt` has so many milliseconds for each of its steps.
 */
export async function tryAgain(attempt: (timeout: number) => Promise<void>): Promise<void> {
  for (let left = TRIES - 1; ; left--) {
    try {
      await attempt(TRY_MS);
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
