import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseFilter } from '../../../../src/formats/filterText.ts';
import { compileFilter } from '../../../../src/tail/filter/compile.ts';

/** The section of `docs/tail.md` on filters. */
function sectionOnFilters(): string {
  const manual = readFileSync(new URL('../../../../docs/tail.md', import.meta.url), 'utf8');
  return /^## Filters$(.*?)^## /ms.exec(manual)?.[1] ?? '';
}

describe('The manual of the tail', () => {
  it('shows filters that can be used as they stand', () => {
    const cells = [...sectionOnFilters().matchAll(/^\| (`.*?`) +\|/gm)].map(([, cell]) => cell);
    const filters = cells.flatMap((cell) => [...(cell?.matchAll(/`(.+?)`/g) ?? [])]);
    assert.ok(filters.length >= 10, `${filters.length} examples`);
    for (const [, text = ''] of filters) {
      assert.equal(typeof compileFilter(parseFilter(text)), 'function', text);
    }
  });

  it('shows expressions that can be used as they stand', () => {
    const [, block = ''] = /^```\n(.*?)^```/ms.exec(sectionOnFilters()) ?? [];
    const expressions = block.trim().split('\n');
    assert.ok(expressions.length >= 4, `${expressions.length} examples`);
    for (const expression of expressions) {
      const compiled = compileFilter({ conditions: [{ kind: 'expression', expression }] });
      assert.equal(typeof compiled, 'function', `${expression}: ${JSON.stringify(compiled)}`);
    }
  });
});
