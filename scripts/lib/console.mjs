/** An end that was foreseen: its message is a sentence that says what is wrong and what to do. */
export class Stop extends Error {}

/** @param {string} text One line about what happens now. */
export function say(text) {
  process.stdout.write(`» ${text}\n`);
}

/** @param {number} startMs A `performance.now()`. */
export function secondsSince(startMs) {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
}

/**
 * Runs a script's main function and turns its end into an exit code.
 * @param {() => Promise<number | void>} work
 */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Stop ? error.message : describe(error)}\n`);
    process.exitCode = 1;
  }
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
