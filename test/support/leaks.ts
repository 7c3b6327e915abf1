/**
 * Loaded before each file of unit tests: fails the file when, after its last test, something that
 * it started still runs (a timer, a socket, a server, a child process) or a disposable that nobody
 * owns was never disposed.
 */
import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { after, beforeEach } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { type Disposable, trackDisposables } from '../../src/base/lifecycle.ts';

/** What a process under the test runner has anyway: its own pipes. */
const ownResources = new Set(['PipeWrap', 'TTYWrap']);

/** What is neither disposed nor owned, with where it was made. */
const loose = new Map<Disposable, string>();
trackDisposables({
  created: (item) => loose.set(item, new Error().stack ?? ''),
  owned: (item) => loose.delete(item),
  disposed: (item) => loose.delete(item),
});

const file = process.argv[1] ?? 'a test';

/** What a test has just ended, such as a process, needs a moment to go, and more on a busy machine. */
const settleMs = 2000;
const pollMs = 5;

/** Long enough for the report of the failure to reach the runner. */
const reportMs = 1000;

// The runner loads this module into itself too, where there are no tests.
if (process.env.NODE_TEST_CONTEXT !== undefined) {
  // Hooks run in the order in which they came, and this one must be the last: so it comes with the
  // first test, but still as one of the file and not of that test.
  const scope = new AsyncResource('file');
  let isRegistered = false;
  beforeEach(() => {
    if (!isRegistered) scope.runInAsyncScope(() => after(assertNothingRuns));
    isRegistered = true;
  });
  process.on('beforeExit', assertNothingWaits);
}

/**
 * A process in which a test waits for nothing that keeps it alive, such as a timer without a reference, is
 * at its end for the runner, which counts none of what fails after that.
 */
function assertNothingWaits(): void {
  if (isOver) return;
  console.error(`A test waits for nothing that keeps ${file} alive`);
  process.exitCode = 1;
}

let isOver = false;

async function assertNothingRuns(): Promise<void> {
  isOver = true;
  let leaked: string[];
  let waitedMs = 0;
  do {
    await setTimeout(pollMs);
    waitedMs += pollMs;
    leaked = running();
  } while (leaked.length > 0 && waitedMs < settleMs);
  // What leaked, or comes to life only now, would keep the process and so the suite for ever.
  globalThis.setTimeout(endProcess, reportMs).unref();
  assert.deepEqual(leaked, [], `Left running by ${file}: ${leaked.join()}`);
  assert.equal(loose.size, 0, `Never disposed in ${file}:\n${[...loose.values()].join('\n')}`);
}

function endProcess(): void {
  const leaked = running();
  // Nothing holds the process: it is only slow to end.
  if (leaked.length === 0) return;
  console.error(`Left running by ${file}: ${leaked.join()}`);
  process.exit(1);
}

function running(): string[] {
  return process.getActiveResourcesInfo().filter((name) => !ownResources.has(name));
}
