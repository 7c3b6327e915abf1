/**
 * Integration tests run inside the extension host of a real VS Code, which calls `run` here. Each
 * `*.test.ts` beside this file is found by its name. They see the extension as VS Code does: by its
 * commands, settings and views; what a person sees on the screen is left to the end-to-end tests.
 */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** Longer than anything that a healthy VS Code does, so that a hang fails. */
const testTimeoutMs = 60_000;

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: testTimeoutMs, forbidOnly: true });
  for (const file of globSync('**/*.test.js', { cwd: __dirname }).sort()) {
    mocha.addFile(join(__dirname, file));
  }
  const { passes, failures, pending } = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats ?? noStats));
  });
  const counts = { passed: passes, failed: failures, skipped: pending };
  const resultsFile = process.env.KINESIS_WORKBENCH_TEST_RESULTS;
  if (resultsFile !== undefined) writeFileSync(resultsFile, JSON.stringify(counts));
  if (failures > 0) throw new Error(`${failures} integration tests failed`);
  if (passes === 0) throw new Error('No integration test ran');
}

const noStats: Mocha.Stats = { suites: 0, tests: 0, passes: 0, pending: 0, failures: 0 };
