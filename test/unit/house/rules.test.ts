import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as esbuild from 'esbuild';
import { bundles } from '../../../scripts/lib/bundles.mjs';
import { root } from '../../../scripts/lib/paths.mjs';
import { planted } from './plantedViolations.ts';

/** What the machines need to judge the tree. */
const copied = [
  'src',
  'webview',
  'test/support',
  'test/package.json',
  'test/tsconfig.json',
  'scripts/lib/rooms.mjs',
  'package.json',
  'tsconfig.json',
  'eslint.config.mjs',
  '.dependency-cruiser.mjs',
];

/** Found messages or rule names by file. */
type Findings = Map<string, string[]>;

describe('a planted violation is caught', () => {
  let copy = '';
  const lint: Findings = new Map();
  const arrows: Findings = new Map();
  const types: Findings = new Map();

  before(async () => {
    copy = await realpath(await mkdtemp(join(tmpdir(), 'kinesis-workbench-rules-')));
    for (const path of copied) await cp(join(root, path), join(copy, path), { recursive: true });
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const { file, code } of planted) await writeFile(join(copy, file), code);
  });
  // Each in the time of its own hook: they take tens of seconds where the machine is busy.
  before(() => runLint(copy, lint));
  before(() => runArrows(copy, arrows));
  before(() => runTypes(copy, types));

  after(() => rm(copy, { recursive: true, force: true }));

  for (const { breaks, file, lint: message, arrow, types: mustNotCompile, bundle } of planted) {
    if (message !== undefined) {
      it(`by ESLint: ${breaks}`, () => assertFound(lint, file, message));
    }
    if (arrow !== undefined) {
      it(`by dependency-cruiser: ${breaks}`, () => assertFound(arrows, file, arrow));
    }
    if (mustNotCompile) {
      it(`by TypeScript: ${breaks}`, () => assertFound(types, file, 'error TS'));
    }
    if (bundle !== undefined) {
      it(`by esbuild: ${breaks}`, async () => {
        const options = (await bundles({ production: false }))[bundle];
        const build = esbuild.build({ ...options, absWorkingDir: copy, entryPoints: [file] });
        await assert.rejects(build, /vscode|imports the (AWS SDK|tail) at start/);
      });
    }
  }
});

function assertFound(findings: Findings, file: string, expected: string): void {
  const found = findings.get(file) ?? [];
  assert.ok(
    found.some((message) => message.includes(expected)),
    `${file}: expected “${expected}” among ${JSON.stringify(found)}`,
  );
}

function add(findings: Findings, file: string, message: string): void {
  findings.set(file, [...(findings.get(file) ?? []), message]);
}

async function runLint(copy: string, findings: Findings): Promise<void> {
  const files = planted.filter((one) => one.lint !== undefined).map((one) => one.file);
  const output = await runTool(copy, 'eslint/bin/eslint.js', ['--format=json', ...files]);
  const results = JSON.parse(output) as { filePath: string; messages: { message: string }[] }[];
  for (const { filePath, messages } of results) {
    for (const { message } of messages) add(findings, relative(copy, filePath), message);
  }
}

async function runArrows(copy: string, findings: Findings): Promise<void> {
  const args = ['--config=.dependency-cruiser.mjs', '--output-type=json', 'src', 'webview'];
  const output = await runTool(copy, 'dependency-cruiser/bin/dependency-cruise.mjs', args);
  const { summary } = JSON.parse(output) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  for (const { from, rule } of summary.violations) add(findings, from, rule.name);
}

async function runTypes(copy: string, findings: Findings): Promise<void> {
  for (const room of ['src/base', 'src/formats', 'src/engine', 'webview']) {
    const output = await runTool(copy, 'typescript/bin/tsc', ['--pretty', 'false', '-p', room]);
    for (const [, file = '', message = ''] of output.matchAll(/^(\S+)\(\d+,\d+\): (.*)$/gm)) {
      add(findings, file, message);
    }
  }
}

/** What a tool prints; it is expected to fail. */
function runTool(cwd: string, script: string, args: readonly string[]): Promise<string> {
  const command = [join(root, 'node_modules', script), ...args];
  const options = { cwd, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(process.execPath, command, options, (_error, stdout) => resolve(stdout));
  });
}
