/**
 * Loaded before each file of unit tests: fails the file when, after its last test, something that
 * it started still runs: a timer, a socket, a server, a child process.
 */
import assert from 'node:assert/strict';
import { after } from 'node:test';

/** What a process under the test runner has anyway: its own pipes. */
const ownResources = new Set(['PipeWrap', 'TTYWrap']);

/** Long enough for the report of the failure to reach the runner. */
const reportMs = 1000;

// The runner loads this module into itself too, where there are no tests.
if (process.env.NODE_TEST_CONTEXT !== undefined) {
  after(async () => {
    // What a test has just ended needs a turn of the event loop to go.
    await new Promise((resolve) => setImmediate(resolve));
    const leaked = process.getActiveResourcesInfo().filter((name) => !ownResources.has(name));
    // What leaked may keep the process, and so the whole suite, for ever.
    if (leaked.length > 0) setTimeout(() => process.exit(1), reportMs).unref();
    assert.deepEqual(
      leaked,
      [],
      `Left running by ${process.argv[1] ?? 'a test'}: ${leaked.join()}`,
    );
  });
}
