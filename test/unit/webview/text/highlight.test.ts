import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matcherOf, splitMatches, splitParts } from '../../../../webview/tail/text/highlight.ts';

const marked = (text: string, search: string): string =>
  splitMatches(text, matcherOf(search))
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join('');

test('marks every match, without regard to case', () => {
  assert.equal(marked('Truck_7 passes truck_71', 'TRUCK_7'), '[Truck_7] passes [truck_7]1');
});

test('takes the search literally', () => {
  const search = '.*+?^${}()|[]\\/';
  assert.equal(marked(`a${search}b`, search), `a[${search}]b`);
});

test('keeps every character where case changes lengths', () => {
  assert.equal(marked('İİx', 'x'), 'İİ[x]');
});

test('gives whole text back when nothing is searched or found', () => {
  assert.deepEqual([marked('abc', ''), marked('abc', 'd'), marked('', 'd')], ['abc', 'abc', '']);
});

test('takes parts apart at any place, matches included', () => {
  const text = 'truck_7 passes truck_71';
  const parts = splitMatches(text, matcherOf('truck_7'));
  for (let length = 0; length <= text.length; length++) {
    const halves = splitParts(parts, length);
    const [start, end] = halves.map((half) => half.map((part) => part.text).join(''));
    assert.deepEqual([start, end], [text.slice(0, length), text.slice(length)]);
    assert.ok(halves.flat().every((part) => part.text !== ''));
  }
  const [start, end] = splitParts(parts, 3);
  assert.deepEqual(
    [start[0], end[0]],
    [
      { text: 'tru', isMatch: true },
      { text: 'ck_7', isMatch: true },
    ],
  );
});
