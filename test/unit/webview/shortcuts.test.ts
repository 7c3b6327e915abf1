import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortcutOf } from '../../../webview/tail/shortcuts.ts';

const press = {
  key: '',
  withControl: false,
  inTextBox: false,
  inGrid: true,
  hasTextSelection: false,
};

test('knows its keys in the grid', () => {
  assert.deepEqual(
    [' ', '/', 'c', 'Escape', 'x'].map((key) => shortcutOf({ ...press, key })),
    ['togglePause', 'search', 'copy', undefined, undefined],
  );
});

test('leaves keys to the controls, but for the search and the way back', () => {
  const outside = { ...press, inGrid: false };
  assert.deepEqual(
    [' ', '/', 'c', 'Escape'].map((key) => shortcutOf({ ...outside, key })),
    [undefined, 'search', undefined, 'backToGrid'],
  );
});

test('leaves typing to the text boxes', () => {
  const typing = { ...press, inGrid: false, inTextBox: true };
  assert.deepEqual(
    [' ', '/', 'c', 'Escape'].map((key) => shortcutOf({ ...typing, key })),
    [undefined, undefined, undefined, 'backToGrid'],
  );
});

test('copies the row with Control, unless text is selected', () => {
  const control = { ...press, key: 'c', withControl: true };
  assert.deepEqual(
    [shortcutOf(control), shortcutOf({ ...control, hasTextSelection: true })],
    ['copy', undefined],
  );
});
