import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../../scripts/lib/paths.mjs';
import { themeVariables } from '../../webview/support/themes.ts';

/** In style sheets and in scripts, written out, and as the argument of what reads one. */
const USES = [/--vscode-([a-zA-Z][\w-]*\w)/g, /themeColor\('([\w-]+)'/g, /'(charts-\w+)'/g];

function usedIn(files: readonly string[]): string[] {
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const names = texts.flatMap((text) =>
    USES.flatMap((use) => [...text.matchAll(use)].map(([, name]) => name ?? '')),
  );
  return [...new Set(names)].sort();
}

describe('the themes that the page is tested in', () => {
  const known = new Set(Object.keys(themeVariables));

  it('have every variable of VS Code that the page uses', () => {
    const used = usedIn(globSync(join(root, 'webview/**/*.{ts,css}')));
    assert.ok(used.length > 40, `only ${used.length} are found`);
    assert.deepEqual(
      used.filter((name) => !known.has(name)),
      [],
    );
  });

  it('have every variable that the controls use', () => {
    const toolkit = dirname(
      createRequire(import.meta.url).resolve('@vscode/webview-ui-toolkit/package.json'),
    );
    const used = usedIn([join(toolkit, 'dist/design-tokens.js')]);
    assert.ok(used.length > 20, `only ${used.length} are found`);
    assert.deepEqual(
      used.filter((name) => !known.has(name)),
      [],
    );
  });
});
