import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../../scripts/lib/paths.mjs';

const start = "import { after, describe, it, test } from 'node:test';\n";

describe('the way unit tests are run', () => {
  it('counts what passed, failed and was skipped, and shows what failed', async () => {
    const { counts, files, output } = await runTests(`
      test('is fine', () => {});
      describe('a suite', () => {
        it('is wrong', () => { throw new Error('so wrong'); });
        it('is left out', { skip: true }, () => {});
      });`);
    assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 1 });
    assert.deepEqual(files, { 'sample.test.ts': counts });
    assert.match(output, /✖ is wrong[^]*Error: so wrong/);
    assert.match(output, /✖ is left out is skipped/);
  });

  it('counts a hook that fails after its tests, also beside a test that fails', async () => {
    const { counts, files, output } = await runTests(`
      describe('a suite', () => {
        after(() => { throw new Error('not tidied up'); });
        it('is fine', () => {});
      });
      test('is wrong', () => { throw new Error('so wrong'); });`);
    assert.deepEqual(counts, { passed: 1, failed: 2, skipped: 0 });
    assert.deepEqual(files, { 'sample.test.ts': counts });
    assert.match(output, /Error: not tidied up/);
  });

  it('fails a file that cannot be read', async () => {
    const { counts, output } = await runTests("import './missing.ts';");
    assert.deepEqual(counts, { passed: 0, failed: 1, skipped: 0 });
    assert.match(output, /Cannot find module/);
  });

  for (const [what, code] of [
    ['timer', 'setTimeout(() => {}, 60_000);'],
    ['server', "(await import('node:http')).createServer().listen(0, '127.0.0.1');"],
    ['child process', "(await import('node:child_process')).spawn('sleep', ['60']);"],
  ] as const) {
    it(`fails a file that leaves a ${what} behind, and ends it`, async () => {
      const { counts, output } = await runTests(`test('leaks', async () => { ${code} });`);
      assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 0 });
      assert.match(output, /Left running by .*sample\.test\.ts/);
    });
  }

  it('fails a file of which a test waits for what does not keep it alive', async () => {
    const { counts, output } = await runTests(`
      test('waits', () => new Promise((resolve) => setTimeout(resolve, 10).unref()));
      test('is last', () => {});`);
    assert.match(JSON.stringify(counts), /"failed":[1-9]/);
    assert.match(output, /A test waits for nothing that keeps .*sample\.test\.ts alive/);
  });

  it('lets a file tidy up after its last test', async () => {
    const { counts } = await runTests(`
      let timer;
      after(() => clearTimeout(timer));
      test('waits', () => { timer = setTimeout(() => {}, 60_000); });`);
    assert.deepEqual(counts, { passed: 1, failed: 0, skipped: 0 });
  });
});

async function runTests(
  code: string,
): Promise<{ counts: unknown; files: unknown; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'kinesis-workbench-run-'));
  try {
    const results = join(folder, 'results.json');
    await writeFile(join(folder, 'sample.test.ts'), start + code);
    const output = await runNode(
      ['--import', join(root, 'test/support/leaks.ts'), '--test'],
      [`--test-reporter=${join(root, 'scripts/lib/testReporter.mjs')}`],
      { folder, results },
    );
    const { files, ...counts } = JSON.parse(await readFile(results, 'utf8')) as Record<
      string,
      unknown
    >;
    return { counts, files, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runNode(
  imports: readonly string[],
  reporter: readonly string[],
  { folder, results }: { folder: string; results: string },
): Promise<string> {
  // Without this variable the inner run does not take itself for a file of the outer one.
  const { NODE_TEST_CONTEXT: _outer, ...env } = process.env;
  const args = [...imports, ...reporter, join(folder, 'sample.test.ts')];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, env: { ...env, KINESIS_WORKBENCH_TEST_RESULTS: results } },
      (_error, stdout) => resolve(stdout),
    );
  });
}
