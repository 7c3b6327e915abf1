import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { BUILT_IN_DECODERS } from '../../../../src/tail/decoders/all.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import { type Preview, previewOf } from '../../../../src/tail/view/preview.ts';

const encoder = new TextEncoder();
const pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS });

function preview(data: Uint8Array): Preview {
  return previewOf(data, pipeline.decode(data, { startOnly: true }));
}

describe('previewOf', () => {
  it('shows text as it is, on one line', () => {
    assert.deepEqual(preview(encoder.encode('{"läuft":\t"ja"}\r\n')), {
      text: '{"läuft":⇥"ja"}␍↵',
      isText: true,
      decodedBy: undefined,
    });
    assert.deepEqual(preview(new Uint8Array()), { text: '', isText: true, decodedBy: undefined });
  });

  it('makes visible what hides or rearranges text', () => {
    const hostile = 'a\u0000\u001b\u007f\u0085\u202eb\u2066\u200b\u2028\ufeff\u{e0041}c';
    assert.deepEqual(preview(encoder.encode(hostile)), {
      text: 'a␀␛␡⟨U+0085⟩⟨U+202E⟩b⟨U+2066⟩⟨U+200B⟩⟨U+2028⟩⟨U+FEFF⟩⟨U+E0041⟩c',
      isText: true,
      decodedBy: undefined,
    });
    assert.equal(preview(encoder.encode('👩\u200d🚒')).text, '👩\u200d🚒');
  });

  it('shows anything else as hex', () => {
    assert.deepEqual(preview(new Uint8Array([0x1f, 0x8b, 0x08, 0xff])), {
      text: '1f8b08ff',
      isText: false,
      decodedBy: undefined,
    });
    const long = preview(new Uint8Array(10_000).fill(0xfe));
    assert.deepEqual(long, { text: 'fe'.repeat(128), isText: false, decodedBy: undefined });
  });

  it('cuts long text between characters', () => {
    for (let shift = 0; shift < 8; shift++) {
      const text = 'x'.repeat(shift) + '😀'.repeat(2_000);
      const shown = preview(encoder.encode(text));
      assert.equal(shown.isText, true, `shift ${shift}`);
      assert.ok(text.startsWith(shown.text), `shift ${shift}`);
      assert.ok([255, 256].includes(shown.text.length), `${shown.text.length} characters`);
      assert.equal(new TextDecoder().decode(encoder.encode(shown.text)), shown.text);
    }
  });

  it('finds invalid bytes at the very end of short data', () => {
    assert.deepEqual(preview(new Uint8Array([0x61, 0xe2, 0x82])), {
      text: '61e282',
      isText: false,
      decodedBy: undefined,
    });
  });

  it('shows what was decoded, and by what', () => {
    assert.deepEqual(preview(new Uint8Array(gzipSync('{"a":1}'))), {
      text: '{"a":1}',
      isText: true,
      decodedBy: 'gzip → JSON',
    });
  });
});
