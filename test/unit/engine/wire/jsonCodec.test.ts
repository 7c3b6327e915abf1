import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ERROR_TYPES } from '../../../../src/engine/wire/awsError.ts';
import { jsonCodec } from '../../../../src/engine/wire/jsonCodec.ts';
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

describe('jsonCodec', () => {
  it('writes blobs as base64, times as seconds, and leaves undefined out', () => {
    const text = jsonCodec.encode({
      Data: Buffer.from('padded hi').subarray(7),
      At: new Timestamp(1_459_799_926_480),
      Absent: undefined,
      List: [{ Data: new Uint8Array([0]) }, null, 1],
    });
    assert.equal(text, '{"Data":"aGk=","At":1459799926.48,"List":[{"Data":"AA=="},null,1]}');
  });

  it('writes what JSON.stringify would', () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = seededRandom(seed);
    for (let run = 0; run < 500; run += 1) {
      const { output, plain } = randomAnswer(random);
      assert.equal(
        jsonCodec.encode({ output }),
        JSON.stringify({ output: plain }),
        `seed ${String(seed)}`,
      );
    }
  });

  it('refuses what is not JSON', () => {
    assert.throws(() => jsonCodec.decode(Buffer.from('{')), {
      type: 'SerializationException',
      message: '',
    });
  });

  it('writes errors with the key that their type has, and none without a text', () => {
    assert.deepEqual(
      [
        jsonCodec.encodeError({ type: 'SerializationException', message: 'm' }),
        jsonCodec.encodeError({ type: 'ResourceNotFoundException', message: 'm' }),
        jsonCodec.encodeError({ type: 'UnknownOperationException', message: '' }),
      ],
      [
        '{"__type":"SerializationException","Message":"m"}',
        '{"__type":"ResourceNotFoundException","message":"m"}',
        '{"__type":"UnknownOperationException"}',
      ],
    );
  });

  it('has client errors answer 4xx and the engine’s own 5xx', () => {
    const serverErrors = Object.entries(ERROR_TYPES)
      .filter(([, { status }]) => status >= 500)
      .map(([type]) => type);
    assert.deepEqual(serverErrors, ['InternalFailure', 'ServiceUnavailableException']);
  });
});
