import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultLayout } from '../../../webview/tail/grid/layout.ts';
import { defaultViewState, parseViewState } from '../../../webview/tail/viewState.ts';

test('takes back what was saved', () => {
  const state = {
    position: {
      generation: 3,
      top: 120,
      selected: 130,
      spans: [
        { from: 120, to: 122 },
        { from: 130, to: 131 },
      ],
    },
    tab: 'hex',
    showsTree: false,
    layout: { ...defaultLayout, timeFormat: 'utc' },
    copyFormat: 'csv',
    showsHistogram: false,
    histogramSplit: { by: 'path', path: 'status' },
    showsHistogramTable: true,
    filterMode: 'query',
    lowerPercent: 50,
    recordPercent: 40,
    lowerTab: 'stream',
    streamTab: 'lineage',
  };
  assert.deepEqual(parseViewState(structuredClone({ ...state, tail: {} })), state);
});

test('follows the end when it followed the end', () => {
  const { position } = parseViewState({ position: { generation: 3 } });
  assert.deepEqual(position, { generation: 3, top: undefined, selected: undefined });
});

test('takes the parts of a selection that are some', () => {
  const spans = [{ from: 1, to: 1 }, { from: 2.5, to: 4 }, null, { from: 5, to: 7 }];
  const { position } = parseViewState({ position: { generation: 3, selected: 5, spans } });
  assert.deepEqual(position?.spans, [{ from: 5, to: 7 }]);
});

test('takes nothing on trust', () => {
  const hostile = [
    undefined,
    null,
    'text',
    [],
    {
      position: 'x',
      tab: '__proto__',
      layout: { columns: {} },
      copyFormat: 'constructor',
      lowerPercent: '50',
      recordPercent: 400,
      lowerTab: 7,
      streamTab: [],
      histogramSplit: { by: 'path', path: 7 },
      showsHistogramTable: 'yes',
      filterMode: 'constructor',
    },
    { position: { generation: -1, top: 1.5 } },
  ];
  assert.deepEqual(
    hostile.map(parseViewState),
    hostile.map(() => defaultViewState),
  );
});
