import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBlockVisible, makeVisible } from '../../../src/formats/visibleText.ts';

test('shows what would hide or reorder text', () => {
  const hidden = 'a\u0000b\nc\u007fd\u0085e\u202ef\u2066g\u200bh\ufeffi\u2028j\ud800k\u{e0041}';
  assert.equal(
    makeVisible(hidden),
    'a␀b↵c␡d⟨U+0085⟩e⟨U+202E⟩f⟨U+2066⟩g⟨U+200B⟩h⟨U+FEFF⟩i⟨U+2028⟩j⟨U+D800⟩k⟨U+E0041⟩',
  );
});

test('leaves ordinary text of any script alone', () => {
  const text = 'Straße 東京 שלום مرحبا é 😀 👩‍🚀';
  assert.deepEqual([makeVisible(text), makeBlockVisible(text)], [text, text]);
});

test('keeps lines and tabs of a block', () => {
  assert.equal(makeBlockVisible('a\tb\r\nc\u202e'), 'a\tb␍\nc⟨U+202E⟩');
});
