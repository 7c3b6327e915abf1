import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeJson } from '../../../../src/engine/wire/jsonEncoder.ts';
import { Timestamp } from '../../../../src/engine/wire/timestamp.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const TEXTS = ['', 'plain', '"quoted\\', 'line\n\u2028', 'ключ 🔑', '\ud800 alone', '__proto__'];

/** Anything that an answer may hold, and what `JSON.stringify` is to make the same text of. */
function randomAnswer(random: () => number, depth = 0): { output: unknown; plain: unknown } {
  const pick = Math.floor(random() * (depth < 3 ? 9 : 7));
  const text = TEXTS[Math.floor(random() * TEXTS.length)] ?? '';
  const bytes = Buffer.from(
    Array.from({ length: Math.floor(random() * 40) }, () => random() * 256),
  );
  switch (pick) {
    case 0:
      return { output: undefined, plain: undefined };
    case 1:
      return { output: null, plain: null };
    case 2:
      return same(random() < 0.5);
    case 3:
      return same((random() - 0.5) * 10 ** Math.floor(random() * 25));
    case 4:
      return same(text);
    case 5:
      return { output: bytes, plain: bytes.toString('base64') };
    case 6: {
      const epochMs = Math.floor(random() * 2e12);
      return { output: new Timestamp(epochMs), plain: epochMs / 1000 };
    }
    default: {
      const members = Array.from({ length: Math.floor(random() * 5) }, () =>
        randomAnswer(random, depth + 1),
      );
      return pick === 7
        ? { output: members.map((m) => m.output), plain: members.map((m) => m.plain) }
        : {
            output: Object.fromEntries(members.map((m, i) => [`${text}${String(i)}`, m.output])),
            plain: Object.fromEntries(members.map((m, i) => [`${text}${String(i)}`, m.plain])),
          };
    }
  }
}

function same(value: unknown): { output: unknown; plain: unknown } {
  return { output: value, plain: value };
}

describe('encodeJson', () => {
  it('writes what JSON.stringify would, short and long', () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = seededRandom(seed);
    const forms = new Set<string>();
    for (let run = 0; run < 500; run += 1) {
      const members = Array.from({ length: run % 10 === 0 ? 200 : 3 }, () => randomAnswer(random));
      const encoded = encodeJson({ members: members.map((m) => m.output), after: 1 });
      forms.add(typeof encoded);
      assert.equal(
        Buffer.from(encoded).toString(),
        JSON.stringify({ members: members.map((m) => m.plain), after: 1 }),
        `seed ${String(seed)}`,
      );
    }
    assert.deepEqual([...forms].sort(), ['object', 'string']);
  });

  it('has room for text of which each character is escaped', () => {
    const text = '\u0007'.repeat(10_000);
    assert.equal(Buffer.from(encodeJson({ text })).toString(), JSON.stringify({ text }));
  });
});
