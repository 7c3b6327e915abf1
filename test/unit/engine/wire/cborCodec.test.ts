import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cbor } from '@smithy/core/cbor';
import { cborCodec } from '../../../../src/engine/wire/cborCodec.ts';
import { CborError, decodeCbor } from '../../../../src/engine/wire/cborDecoder.ts';
import { encodeCbor } from '../../../../src/engine/wire/cborEncoder.ts';
import { Timestamp } from '../../../../src/engine/wire/timestamp.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A value as plain as assertions like it: prototypes and views aside. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Timestamp) return { epochMs: value.epochMs };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

describe('decodeCbor', () => {
  // Vectors of RFC 8949, appendix A, and what AWS makes of tag 1.
  const vectors: [string, unknown][] = [
    ['00', 0],
    ['17', 23],
    ['18 64', 100],
    ['19 03e8', 1_000],
    ['1a 000f4240', 1_000_000],
    ['1b 000000e8d4a51000', 1_000_000_000_000],
    ['1b ffffffffffffffff', 2 ** 64],
    ['20', -1],
    ['39 03e7', -1_000],
    ['c2 49 010000000000000000', 2 ** 64],
    ['c3 49 010000000000000000', -1 - 2 ** 64],
    ['f9 3e00', 1.5],
    ['f9 0001', 2 ** -24],
    ['f9 7c00', Infinity],
    ['fa 47c35000', 100_000],
    ['fb c010666666666666', -4.1],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', null],
    ['c1 1b 00000153e2db2590', { epochMs: 1_459_799_926_160 }],
    ['d9 d9f7 01', 1],
    ['40', []],
    ['44 01020304', [1, 2, 3, 4]],
    ['5f 42 0102 43 030405 ff', [1, 2, 3, 4, 5]],
    ['64 c3bcc2a2', 'ü¢'],
    ['7f 65 7374726561 64 6d696e67 ff', 'streaming'],
    ['83 01 82 02 03 82 04 05', [1, [2, 3], [4, 5]]],
    ['9f 01 82 02 03 9f 04 05 ff ff', [1, [2, 3], [4, 5]]],
    ['a2 61 61 01 61 62 82 02 03', { a: 1, b: [2, 3] }],
    ['bf 61 61 01 61 62 9f 02 03 ff ff', { a: 1, b: [2, 3] }],
    ['a2 61 61 01 61 61 02', { a: 2 }],
  ];
  for (const [text, expected] of vectors) {
    it(`reads ${text}`, () => {
      assert.deepEqual(plain(decodeCbor(hex(text))), expected);
    });
  }

  const broken: [string, string][] = [
    ['', 'nothing'],
    ['1b 0000', 'half a number'],
    ['9b 7fffffffffffffff', 'a list longer than its bytes'],
    ['bb 7fffffffffffffff', 'a map longer than its bytes'],
    ['5b 7fffffffffffffff 00', 'a byte string longer than its bytes'],
    ['bf 61 61', 'a map without its end'],
    ['a1 01 02', 'a key that is no text'],
    ['5f 61 61 ff', 'a chunk of another type'],
    ['5f 5f 41 00 ff ff', 'a chunk of unknown length'],
    ['c1 61 61', 'a time that is text'],
    ['c2 01', 'a big number that is none'],
    ['1c', 'a reserved length'],
    ['f8 20', 'an unknown simple value'],
    ['ff', 'an end of nothing'],
    ['00 00', 'bytes after the end'],
    ['81'.repeat(100) + '00', 'lists too deep'],
    ['c1'.repeat(100) + '00', 'tags too deep'],
    [`9f${'a0'.repeat(100_001)}ff`, 'too many items'],
    [`5f${'40'.repeat(100_001)}ff`, 'too many chunks'],
  ];
  for (const [text, what] of broken) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decodeCbor(hex(text)), CborError);
    });
  }

  it('takes a key such as __proto__ for a key', () => {
    const value = decodeCbor(encodeCbor(JSON.parse('{"__proto__":{"polluted":1}}')));
    assert.deepEqual(
      [Object.keys(value as object), ({} as { polluted?: number }).polluted],
      [['__proto__'], undefined],
    );
  });

  it('gives a value or a CborError for whatever bytes', () => {
    const seed = 8_949;
    const random = seededRandom(seed);
    const good = encodeCbor({ A: [1, -2, 2.5, 'text', new Uint8Array(9)], B: new Timestamp(7) });
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = round % 2 === 0 ? Buffer.from(good) : Buffer.alloc(Math.ceil(random() * 40));
      const changes = round % 2 === 0 ? 3 : bytes.length;
      for (let change = 0; change < changes; change += 1) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      try {
        decodeCbor(bytes);
      } catch (error) {
        if (!(error instanceof CborError)) {
          assert.fail(`seed ${String(seed)}, round ${String(round)}: ${String(error)}`);
        }
      }
    }
  });
});

describe('encodeCbor', () => {
  it('writes the shortest form, and leaves undefined members out', () => {
    const written = encodeCbor({
      a: [23, 24, 256, 65_536, 2 ** 32, -1, -500, 1.5, true, false, null],
      b: new Uint8Array([1]),
      c: undefined,
      d: new Timestamp(1_459_799_926_160),
    });
    assert.equal(
      Buffer.from(written).toString('hex'),
      [
        'a3',
        '6161 8b 17 1818 190100 1a00010000 1b0000000100000000 20 3901f3 fb3ff8000000000000 f5 f4 f6',
        '6162 4101',
        '6164 c11b00000153e2db2590',
      ]
        .join('')
        .replaceAll(' ', ''),
    );
  });

  it('is read back by itself and by another implementation, whatever the value', () => {
    const seed = 1_113;
    const random = seededRandom(seed);
    for (let round = 0; round < 60; round += 1) {
      const value = randomValue(random, 0);
      const bytes = encodeCbor(value);
      const place = `seed ${String(seed)}, round ${String(round)}`;
      assert.deepEqual(plain(decodeCbor(bytes)), plain(value), place);
      assert.deepEqual(plain(cbor.deserialize(bytes)), plain(value), place);
    }
  });
});

function randomValue(random: () => number, depth: number): unknown {
  const count = Math.floor(random() * 5);
  switch (Math.floor(random() * (depth > 4 ? 5 : 7))) {
    case 0:
      return Math.floor((random() - 0.5) * 2 ** Math.ceil(random() * 50));
    case 1:
      return random() * 1e9 + 0.5;
    case 2:
      return 'aß水🦀'.repeat(count * 10);
    case 3:
      return Uint8Array.from({ length: count * 300 }, () => random() * 256);
    case 4:
      return [true, false, null][count % 3];
    case 5:
      return Array.from({ length: count }, () => randomValue(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: count * 10 }, (_, index) => [
          `key${String(index)}`,
          randomValue(random, depth + 1),
        ]),
      );
  }
}

describe('cborCodec', () => {
  it('takes times in milliseconds, tagged or not, and blobs as byte strings only', () => {
    assert.deepEqual([cborCodec.timestampOf(new Timestamp(5)), cborCodec.timestampOf(6)], [5, 6]);
    assert.throws(() => cborCodec.timestampOf('7'), {
      message: 'class java.lang.String can not be converted to milliseconds since epoch',
    });
    assert.throws(() => cborCodec.blobOf('YQ=='), {
      message: 'class java.lang.String can not be converted to a Blob',
    });
  });

  it('writes errors as the service does', () => {
    const error = { type: 'ResourceNotFoundException', message: 'm' } as const;
    assert.deepEqual(plain(decodeCbor(Buffer.from(cborCodec.encodeError(error)))), {
      __type: 'ResourceNotFoundException',
      message: 'm',
    });
    assert.throws(() => cborCodec.decode(Buffer.from([0xff])), {
      type: 'SerializationException',
      message: '',
    });
  });
});
