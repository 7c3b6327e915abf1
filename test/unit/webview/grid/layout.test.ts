import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GridLayout } from '../../../../src/protocol/webview/grid.ts';
import {
  columnId,
  defaultLayout,
  movedBefore,
  movedBy,
  parseLayout,
  shownColumns,
  shownPaths,
  tracksOf,
  withoutPath,
  withPath,
  withShown,
  withWidth,
} from '../../../../webview/tail/grid/layout.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const shownIds = (layout: GridLayout, isNarrow = false): string[] =>
  shownColumns(layout, isNarrow).map(columnId);

describe('the layout of the grid', () => {
  test('shows, hides and moves columns among those that are shown', () => {
    let layout = withShown(defaultLayout, 'sequence', false);
    assert.deepEqual(shownIds(layout), ['time', 'shard', 'key', 'size', 'data']);
    layout = movedBy(layout, 'key', { step: 1, among: shownColumns(layout) });
    assert.deepEqual(shownIds(layout), ['time', 'shard', 'size', 'key', 'data']);
    layout = movedBy(layout, 'key', { step: -1, among: shownColumns(layout) });
    assert.deepEqual(shownIds(layout), ['time', 'shard', 'key', 'size', 'data']);
    layout = movedBefore(layout, 'data', 'time');
    assert.deepEqual(shownIds(layout), ['data', 'time', 'shard', 'key', 'size']);
    assert.equal(movedBy(layout, 'data', { step: -1, among: shownColumns(layout) }), layout);
    assert.deepEqual(shownIds(movedBefore(layout, 'data', undefined)).at(-1), 'data');
    assert.deepEqual(shownIds(layout, true), ['data', 'time', 'shard', 'key']);
  });

  test('keeps one column at least', () => {
    const only = defaultLayout.columns.reduce(
      (layout, column) => withShown(layout, columnId(column), false),
      defaultLayout,
    );
    assert.equal(shownColumns(only).length, 1);
  });

  test('takes paths before the data, each once, and not too many', () => {
    let layout = withPath(withPath(defaultLayout, '$.speed'), '$.id');
    assert.deepEqual(shownIds(layout).slice(-3), ['path:$.speed', 'path:$.id', 'data']);
    assert.deepEqual(shownPaths(withShown(layout, 'path:$.speed', false)), ['$.id']);
    const again = withPath(withShown(layout, 'path:$.speed', false), '$.speed');
    assert.deepEqual(shownPaths(again), ['$.speed', '$.id']);
    assert.deepEqual(shownPaths(withoutPath(layout, 'path:$.speed')), ['$.id']);
    assert.deepEqual(shownIds(withoutPath(layout, 'key')), shownIds(layout));
    for (let index = 0; index < 30; index++) layout = withPath(layout, `p${index}`);
    assert.equal(shownPaths(layout).length, 20);
  });

  test('widths stay within bounds, and the data takes what is left', () => {
    const layout = withWidth(withWidth(defaultLayout, 'key', 5000), 'time', 1);
    assert.deepEqual(tracksOf(shownColumns(layout), 'local'), {
      template: '32px 40px 1600px 68px 56px minmax(120px, 1fr)',
      minWidthPx: 32 + 40 + 1600 + 68 + 56 + 120 + 7 * 12,
    });
    const back = withWidth(layout, 'key', undefined);
    assert.match(tracksOf(shownColumns(back), 'utc').template, /^32px 40px 130px /);
    const noData = withShown(defaultLayout, 'data', false);
    assert.match(
      tracksOf(shownColumns(noData), 'epoch').template,
      /^104px .* 56px minmax\(0, 1fr\)$/,
    );
  });

  test('comes back as it was kept', () => {
    const random = seededRandom(13);
    let layout = defaultLayout;
    for (let round = 0; round < 200; round++) {
      const column = layout.columns[Math.floor(random() * layout.columns.length)];
      const id = column ? columnId(column) : '';
      const kind = Math.floor(random() * 5);
      if (kind === 0) layout = withShown(layout, id, random() < 0.5);
      else if (kind === 1)
        layout = withWidth(layout, id, random() < 0.2 ? undefined : random() * 2000);
      else if (kind === 2) {
        layout = movedBy(layout, id, { step: random() < 0.5 ? 1 : -1, among: layout.columns });
      } else if (kind === 3) layout = withPath(layout, `a.b${Math.floor(random() * 8)}`);
      else layout = withoutPath(layout, id);
      assert.deepEqual(parseLayout(JSON.parse(JSON.stringify(layout))), layout);
    }
  });

  test('takes nothing on trust', () => {
    const none = [undefined, null, 'x', 7, {}, { columns: 'x' }];
    assert.deepEqual(
      none.map(parseLayout),
      none.map(() => undefined),
    );
    const hidden = {
      columns: defaultLayout.columns.map((column) => ({ ...column, isShown: false })),
    };
    assert.equal(parseLayout(hidden), undefined);
    const odd = {
      columns: [
        null,
        { source: { kind: 'field', field: '__proto__' } },
        { source: { kind: 'path', path: 'x'.repeat(2000) } },
        { source: { kind: 'path', path: 'a' }, widthPx: -4 },
        { source: { kind: 'path', path: 'a' } },
        { source: { kind: 'field', field: 'data' }, widthPx: '9' },
      ],
      timeFormat: 'constructor',
    };
    const parsed = parseLayout(odd);
    assert.ok(parsed);
    assert.deepEqual(parsed.columns.slice(0, 2), [
      { source: { kind: 'path', path: 'a' }, isShown: true },
      { source: { kind: 'field', field: 'data' }, isShown: true },
    ]);
    assert.deepEqual(
      [parsed.timeFormat, parsed.columns.length],
      ['local', defaultLayout.columns.length + 1],
    );
  });
});
