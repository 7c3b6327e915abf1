import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { BUILT_IN_DECODERS, builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { readAggregate } from '../../../../src/tail/decoders/kplAggregate.ts';
import { DecodePipeline } from '../../../../src/tail/decoders/pipeline.ts';
import type { SourceRecord } from '../../../../src/tail/source.ts';
import { aggregateOf, type PackedRecord } from '../../../support/kplAggregator.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { outcome } from './outcome.ts';

function randomRecords(seed: number): PackedRecord[] {
  const random = seededRandom(seed);
  return Array.from({ length: 1 + Math.floor(random() * 60) }, () => {
    const data = Buffer.from(
      Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256)),
    );
    const partitionKey = `schlüssel-${String(Math.floor(random() * 5))}`;
    return random() < 0.5
      ? { partitionKey, data }
      : { partitionKey, data, explicitHashKey: `9999999999${String(Math.floor(random() * 1e9))}` };
  });
}

function streamRecord(data: Uint8Array): SourceRecord {
  return {
    sequenceNumber: '49',
    partitionKey: 'a',
    arrivalMs: 5,
    data,
    encryptionType: 'KMS',
  };
}

/** Mark, body and the body's own MD5, whatever the body is. */
function sealed(body: Uint8Array): Uint8Array {
  const md5 = createHash('md5').update(body).digest();
  return new Uint8Array(Buffer.concat([Buffer.from('f3899ac2', 'hex'), body, md5]));
}

describe('KPL aggregates', () => {
  const pipeline = builtInPipeline();

  it('stay whole when a key is longer than the service allows', () => {
    const data = Buffer.from('d');
    const read = (keys: Omit<PackedRecord, 'data'>): boolean =>
      typeof readAggregate(new Uint8Array(aggregateOf([{ ...keys, data }]).data)) !== 'string';
    const digits = (count: number): string => '9'.repeat(count);
    assert.deepEqual(
      [
        read({ partitionKey: '😀'.repeat(256) }),
        read({ partitionKey: 'k'.repeat(257) }),
        read({ partitionKey: 'k'.repeat(600_000) }),
        read({ partitionKey: 'k', explicitHashKey: digits(39) }),
        read({ partitionKey: 'k', explicitHashKey: digits(40) }),
      ],
      [true, false, false, true, false],
    );
  });

  it('become their user records, each with its own keys and its place', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const sent = randomRecords(seed);
      const record = streamRecord(new Uint8Array(aggregateOf(sent).data));
      assert.deepEqual(
        pipeline.expand(record).map((user) => ({ ...user, data: Buffer.from(user.data) })),
        sent.map((user, index) => ({
          sequenceNumber: '49',
          arrivalMs: 5,
          encryptionType: 'KMS',
          ...user,
          aggregate: { index, count: sent.length },
        })),
        `seed ${seed}`,
      );
    }
  });

  it('stay one record, and say why, when any of their bytes is wrong or missing', () => {
    const whole = new Uint8Array(aggregateOf(randomRecords(3)).data);
    for (let at = 4; at < whole.length; at += 7) {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      for (const data of [damaged, whole.slice(0, at)]) {
        const record = streamRecord(data);
        assert.deepEqual(pipeline.expand(record), [record], `byte ${at}`);
        const [step] = outcome(pipeline.decode(data)).steps;
        assert.match(step ?? '', /^KPL aggregate: failed: (The MD5 at its end|It ends too early)/);
      }
    }
  });

  it('survive hostile contents with a right MD5', () => {
    const random = seededRandom(11);
    const body = new Uint8Array(aggregateOf(randomRecords(5)).data).slice(4, -16);
    for (let round = 0; round < 2_000; round++) {
      const mutated = body.slice(0, Math.floor(random() * body.length));
      for (let change = 0; change < 3; change++) {
        mutated[Math.floor(random() * mutated.length)] = Math.floor(random() * 256);
      }
      const records = readAggregate(sealed(mutated));
      if (typeof records === 'string') assert.match(records, /^[A-Z].*[^.]$/);
      else for (const { data } of records) assert.ok(data.length <= mutated.length);
      const record = streamRecord(sealed(mutated));
      assert.ok(pipeline.expand(record).length >= 1);
    }
  });

  it('are refused when a key is missing, and when they are more than a producer packs', () => {
    assert.equal(
      readAggregate(sealed(Buffer.from('1a0408051a00', 'hex'))),
      'User record 1 has no key or no data',
    );
    const tiny = Buffer.from('1a0408001a00', 'hex');
    const many = Buffer.concat([
      Buffer.from('0a0161', 'hex'),
      ...Array.from({ length: 70_000 }, () => tiny),
    ]);
    assert.equal(readAggregate(sealed(many)), 'It has more than 65536 user records');
  });

  it('are read inside something else, and when other steps were pinned as they came', () => {
    const one = aggregateOf([{ partitionKey: 'k', data: Buffer.from('{"a":1.0}') }]).data;
    assert.deepEqual(outcome(pipeline.decode(new Uint8Array(gzipSync(one)))), {
      kind: 'json',
      text: '{"a":1.0}',
      steps: [
        'gzip: decoded',
        'KPL aggregate: decoded: One user record; its MD5 is right',
        'JSON: decoded',
      ],
    });
    const three = aggregateOf([
      { partitionKey: 'k', data: Buffer.from('{"a":1.0}'), explicitHashKey: '7' },
      { partitionKey: 'l', data: Buffer.from('text') },
      { partitionKey: 'k', data: Buffer.from([0xff]) },
    ]).data;
    assert.deepEqual(outcome(pipeline.decode(new Uint8Array(three))), {
      kind: 'json',
      text:
        '[{"partitionKey":"k","explicitHashKey":"7","data":{"a":1.0}},' +
        '{"partitionKey":"l","data":"text"},{"partitionKey":"k","dataBase64":"/w=="}]',
      steps: ['KPL aggregate: decoded: 3 user records; its MD5 is right'],
    });
  });

  it('are taken apart by a pin that begins with them, and left whole by any other', () => {
    const record = streamRecord(new Uint8Array(aggregateOf(randomRecords(3)).data));
    const pinned = (...ids: string[]): DecodePipeline =>
      new DecodePipeline({ decoders: BUILT_IN_DECODERS, pinned: ids });
    assert.deepEqual(pinned('gzip').expand(record), [record]);
    assert.ok(pinned('kpl', 'json').expand(record).length > 1);
    const user = new TextEncoder().encode('{"a":1}');
    assert.deepEqual(outcome(pinned('kpl', 'json').decode(user)).steps, ['JSON: decoded']);
  });
});
