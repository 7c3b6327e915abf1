import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runFiles, suites } from '../../../scripts/lib/suites.mjs';

const named = (wanted: string) => suites.find(({ name }) => name === wanted) ?? assert.fail();
const [page, engine] = [named('webview'), named('engine')] as const;

describe('a suite in which files fail', () => {
  it('runs the few of them once more, one by one, and names those that pass then', async () => {
    const run = runs({ a: 5, b: 1, c: 0 }, { b: 0, a: 2 });
    assert.deepEqual(await runFiles(page, ['a', 'b', 'c'], run.of), {
      passed: 28,
      failed: 2,
      skipped: 0,
      unsteady: ['b'],
    });
    assert.deepEqual(run.asked, [
      [['a', 'b', 'c'], 2],
      [['a', 'b'], 1],
    ]);
  });

  it('runs none of them once more where many fail, where none is known, or for the engine', async () => {
    for (const [suite, failed] of [
      [page, { a: 1, b: 1, c: 1 }],
      [page, {}],
      [engine, { a: 1, b: 0, c: 0 }],
    ] as const) {
      const run = runs(failed);
      const { unsteady } = await runFiles(suite, ['a', 'b', 'c'], run.of);
      assert.deepEqual([unsteady, run.asked.length], [[], 1]);
    }
  });
});

/** Each run has files of ten tests, of which these fail. */
function runs(...failures: Readonly<Record<string, number>>[]) {
  const asked: unknown[] = [];
  const of: Parameters<typeof runFiles>[2] = (files, parallel) => {
    const failed = failures[asked.length] ?? {};
    asked.push([files, parallel]);
    const entries = Object.entries(failed).map(
      ([file, failed]) => [file, { passed: 10 - failed, failed, skipped: 0 }] as const,
    );
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const [, { passed, failed }] of entries) {
      counts.passed += passed;
      counts.failed += failed;
    }
    return Promise.resolve({ counts, files: Object.fromEntries(entries) });
  };
  return { asked, of };
}
