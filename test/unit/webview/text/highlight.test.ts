import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matcherOf, splitMatches } from '../../../../webview/tail/text/highlight.ts';

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
