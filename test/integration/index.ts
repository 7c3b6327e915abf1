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
  const results = await runAll(mocha);
  const resultsFile = process.env.KINESIS_WORKBENCH_TEST_RESULTS;
  if (resultsFile !== undefined) writeFileSync(resultsFile, JSON.stringify(results));
  if (results.failed > 0) throw new Error(`${results.failed} integration tests failed`);
  if (results.passed === 0) throw new Error('No integration test ran');
}

interface Results {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, for the starter to show: VS Code's own log hides it between its lines. */
  failures: { title: string; text: string }[];
}

function runAll(mocha: Mocha): Promise<Results> {
  const results: Results = { passed: 0, failed: 0, skipped: 0, failures: [] };
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(results));
    runner.on('pass', () => (results.passed += 1));
    runner.on('pending', () => (results.skipped += 1));
    runner.on('fail', (test, error: unknown) => {
      results.failed += 1;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      results.failures.push({ title: test.fullTitle(), text });
    });
  });
}
