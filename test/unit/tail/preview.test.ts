import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { previewOf } from '../../../src/tail/preview.ts';

const encoder = new TextEncoder();

describe('previewOf', () => {
  it('shows text as it is, on one line', () => {
    assert.deepEqual(previewOf(encoder.encode('{"läuft":\t"ja"}\r\n')), {
      text: '{"läuft":⇥"ja"}␍↵',
      isText: true,
    });
    assert.deepEqual(previewOf(new Uint8Array()), { text: '', isText: true });
  });

  it('makes visible what hides or rearranges text', () => {
    const hostile = 'a\u0000\u001b\u007f\u0085\u202eb\u2066\u200b\u2028\ufeff\u{e0041}c';
    assert.deepEqual(previewOf(encoder.encode(hostile)), {
      text: 'a␀␛␡⟨U+0085⟩⟨U+202E⟩b⟨U+2066⟩⟨U+200B⟩⟨U+2028⟩⟨U+FEFF⟩⟨U+E0041⟩c',
      isText: true,
    });
    assert.equal(previewOf(encoder.encode('👩\u200d🚒')).text, '👩\u200d🚒');
  });

  it('shows anything else as hex', () => {
    assert.deepEqual(previewOf(new Uint8Array([0x1f, 0x8b, 0x08, 0xff])), {
      text: '1f8b08ff',
      isText: false,
    });
    const long = previewOf(new Uint8Array(10_000).fill(0xfe));
    assert.deepEqual(long, { text: 'fe'.repeat(128), isText: false });
  });

  it('cuts long text between characters', () => {
    for (let shift = 0; shift < 8; shift++) {
      const text = 'x'.repeat(shift) + '😀'.repeat(2_000);
      const preview = previewOf(encoder.encode(text));
      assert.equal(preview.isText, true, `shift ${shift}`);
      assert.ok(text.startsWith(preview.text), `shift ${shift}`);
      assert.ok([255, 256].includes(preview.text.length), `${preview.text.length} characters`);
      assert.equal(new TextDecoder().decode(encoder.encode(preview.text)), preview.text);
    }
  });

  it('finds invalid bytes at the very end of short data', () => {
    assert.deepEqual(previewOf(new Uint8Array([0x61, 0xe2, 0x82])), {
      text: '61e282',
      isText: false,
    });
  });
});
