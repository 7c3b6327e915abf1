import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptLayouts } from '../../../src/host/panels/keptLayouts.ts';
import type { GridLayout } from '../../../src/protocol/webview/grid.ts';

function memoryOf(values: Map<string, unknown>): ConstructorParameters<typeof KeptLayouts>[0] {
  return {
    get: (key) => values.get(key),
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  };
}

const layoutOf = (timeFormat: GridLayout['timeFormat']): GridLayout => ({
  columns: [],
  timeFormat,
  showsShardColors: true,
});
const stream = (streamName: string): { connectionName: string; streamName: string } => ({
  connectionName: 'Local engine',
  streamName,
});

test('each stream has its layout, and only so many of them are kept', () => {
  const layouts = new KeptLayouts(memoryOf(new Map()));
  for (let index = 0; index < 201; index++) layouts.keep(stream(`s${index}`), layoutOf('utc'));
  layouts.keep(stream('s5'), layoutOf('epoch'));
  assert.deepEqual(
    ['s0', 's1', 's5', 's200'].map((name) => layouts.of(stream(name))),
    [undefined, layoutOf('utc'), layoutOf('epoch'), layoutOf('utc')],
  );
});

test('what is too large is not kept, and what another version left does no harm', () => {
  const values = new Map<string, unknown>([['gridLayouts', 'of another version']]);
  const layouts = new KeptLayouts(memoryOf(values));
  assert.equal(layouts.of(stream('s')), undefined);
  const source = { kind: 'path', path: 'x'.repeat(40_000) } as const;
  layouts.keep(stream('s'), { ...layoutOf('utc'), columns: [{ source, isShown: true }] });
  assert.equal(layouts.of(stream('s')), undefined);
  layouts.keep(stream('s'), layoutOf('utc'));
  assert.deepEqual(layouts.of(stream('s')), layoutOf('utc'));
});
