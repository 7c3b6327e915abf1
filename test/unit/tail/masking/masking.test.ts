import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type PayloadDecoder, plainDecoder } from '../../../../src/tail/decoding.ts';
import { builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { Masking, type MaskingOptions } from '../../../../src/tail/masking/masking.ts';
import { TailSession } from '../../../../src/tail/session.ts';
import type { SourceRecord } from '../../../../src/tail/source.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { FakeSource } from '../fakeSource.ts';
import { openFakeTail } from '../fakeTail.ts';

const RULES = ['cardNumber', 'socialSecurityNumber', 'email', { path: '$..name' }] as const;
/** Without a path, text is shown but for what is found in it. */
const TEXT_RULES = ['cardNumber', 'socialSecurityNumber', 'email'] as const;

/** Reads gzip, as the pipeline does, and says so. */
const gzipDecoder: PayloadDecoder = {
  ...plainDecoder,
  decode(data) {
    if (data[0] !== 0x1f) return plainDecoder.decode(data);
    const decoding = plainDecoder.decode(gunzipSync(data));
    const change =
      decoding.kind === 'json' ? { before: decoding.text, after: undefined } : undefined;
    const steps = [{ decoder: 'gzip', outcome: 'decoded', note: 'of ana@example.com' } as const];
    return { ...decoding, steps: [...steps, ...decoding.steps], ...(change && { change }) };
  },
};

function record(data: string | Uint8Array, partitionKey = 'k'): SourceRecord {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return {
    sequenceNumber: '1',
    partitionKey,
    arrivalMs: 0,
    data: bytes,
    encryptionType: undefined,
  };
}

function masking(isOn = true, rules: MaskingOptions['rules'] = RULES): Masking {
  return new Masking(gzipDecoder, { rules, isOn });
}

function textOf(data: Uint8Array): string {
  return Buffer.from(data).toString('utf8');
}

describe('masking', () => {
  it('hands out records as they are while it is off', () => {
    const original = record('ana@example.com', 'ana@example.com');
    assert.equal(masking(false).record(original), original);
  });

  it('hides in the data and in the key', () => {
    const seen = masking().record(record('{"to":"ana@example.com"}', 'ana@example.com'));
    assert.equal(textOf(seen.data), '{"to":"••••@example.com"}');
    assert.match(seen.partitionKey, /^••••@example\.com #[0-9a-f]{4}$/);
  });

  it('shows the explicit hash key of no key that it hides', () => {
    const of = (key: string): string | undefined =>
      masking().record({ ...record('{}', key), explicitHashKey: '42' }).explicitHashKey;
    assert.deepEqual([of('ana@example.com'), of('ana')], [undefined, '42']);
  });

  it('leaves the bytes of a text that has nothing to hide', () => {
    const original = record('{"a" : 1}');
    assert.equal(masking().record(original).data, original.data);
  });

  it('puts decoded data in the place of what was compressed, and still says how it came about', () => {
    const mask = masking();
    const seen = mask.record(record(gzipSync('{"name":"Ana","n":1}')));
    assert.equal(textOf(seen.data), '{"name":"••••","n":1}');
    const { text, steps, change } = mask.decoder.decode(seen.data);
    assert.deepEqual(
      { text, steps: steps.map(({ decoder, note }) => [decoder, note]), change },
      {
        text: '{"name":"••••","n":1}',
        steps: [
          ['gzip', 'of ••••@example.com'],
          ['JSON', ''],
        ],
        change: { before: '{"name":"••••","n":1}', after: undefined },
      },
    );
  });

  it('never decodes original data to something that can be seen', () => {
    const mask = masking(true, TEXT_RULES);
    assert.equal(mask.decoder.decode(gzipSync('ana@example.com')).text, '••••@example.com');
  });

  it('reads the whole of a payload of which only the start is wanted', () => {
    const card = `${'x'.repeat(5_000)} 4242 4242 4242 4242`;
    const cutting: PayloadDecoder = {
      ...plainDecoder,
      decode: (data, options) =>
        plainDecoder.decode(options?.startOnly === true ? data.subarray(0, 5_015) : data),
    };
    const mask = new Masking(cutting, { rules: TEXT_RULES, isOn: true });
    const { text } = mask.decoder.decode(record(card).data, { startOnly: true });
    assert.equal(text, `${'x'.repeat(5_000)} •••• 4242`);
  });

  it('hides in bytes that are no text', () => {
    const seen = masking(true, TEXT_RULES).record(
      record(Buffer.from('\u00ff4242424242424242\u00fe', 'latin1')),
    );
    assert.equal(Buffer.from(seen.data).toString('latin1'), `\u00ff${'*'.repeat(16)}\u00fe`);
  });

  it('does not decode for who asks only for a key', () => {
    let decoded = 0;
    const counting: PayloadDecoder = {
      ...plainDecoder,
      decode: (data) => {
        decoded++;
        return plainDecoder.decode(data);
      },
    };
    const seen = new Masking(counting, { rules: TEXT_RULES, isOn: true }).record(record('a@b.io'));
    assert.deepEqual([seen.sequenceNumber, decoded], ['1', 0]);
    assert.deepEqual(
      [textOf(seen.data), textOf(seen.data), decoded],
      ['••••@b.io', '••••@b.io', 1],
    );
  });
});

describe('masking by a path', () => {
  const mask = masking(true, [{ path: 'dynamodb.NewImage.ssn' }, { path: '$..name' }]);

  it('hides whole what is no JSON', () => {
    for (const text of ['{"name":"Ana"} {"name":"Bo"}', '{"name":"Ana",}', 'name: Ana', '{"name']) {
      assert.equal(textOf(mask.record(record(text)).data), '••••', text);
      assert.equal(mask.decoder.decode(record(text).data).text, '••••', text);
    }
    const bytes = Buffer.from('\u00ffAna\u00fe', 'latin1');
    assert.equal(textOf(mask.record(record(bytes)).data), '••••');
  });

  it('hides line by line where each is JSON', () => {
    const lines = '{"name":"Ana","n":1}\n\n{"name":"Bo","n":2}\n';
    const shown = '{"name":"••••","n":1}\n\n{"name":"••••","n":2}\n';
    assert.equal(textOf(mask.record(record(lines)).data), shown);
  });

  it('hides JSON that is read as mere text', () => {
    const asText: PayloadDecoder = {
      ...plainDecoder,
      decode: (data) => ({ ...plainDecoder.decode(data), kind: 'text' }),
    };
    const pinned = new Masking(asText, { rules: [{ path: '$..name' }], isOn: true });
    const seen = pinned.record(record('{\n "name":"Ana"}'));
    assert.equal(textOf(seen.data), '{\n "name":"••••"}');
  });

  it('hides the image of a change when it hides in the change', () => {
    const change = (name: string): Uint8Array =>
      Buffer.from(`{"eventName":"INSERT","dynamodb":{"Keys":{},"NewImage":{"${name}":{"S":"1"}}}}`);
    const real = new Masking(builtInPipeline(), {
      rules: [{ path: 'dynamodb.NewImage.ssn' }],
      isOn: true,
    });
    assert.equal(real.decoder.decode(change('ssn')).change?.after, '["••••"]');
    assert.equal(real.decoder.decode(change('id')).change?.after, '{"id":"1"}');
  });

  it('hides whole what is too deep for it', () => {
    const deep = `${'['.repeat(150)}{"name":"Ana"}${']'.repeat(150)}`;
    assert.equal(textOf(mask.record(record(deep)).data), '["••••"]');
  });
});

describe('masking of what is made to be slow', () => {
  for (const text of ['4'.repeat(1_500_000), '4-'.repeat(750_000)]) {
    it(`goes through ${text.slice(0, 8)}…`, () => {
      const mask = masking(true, TEXT_RULES);
      assert.ok(mask.decoder.decode(record(text).data).text.length > 0);
    });
  }

  it('hides a text whole that is too long', () => {
    const mask = masking(true, TEXT_RULES);
    assert.equal(mask.decoder.decode(record('4'.repeat(3_000_000)).data).text, '••••');
  });
});

const SECRETS = [
  '4242424242424242',
  '4242 4242 4242 4242',
  '123-45-6789',
  'ana.secret@example.com',
];
const FORMS: ((secret: string) => string | Uint8Array)[] = [
  (secret) => secret,
  (secret) => `{"a":{"b":[1,${JSON.stringify(secret)}]}}`,
  (secret) => `{"card":4242424242424242,"other":"${secret}"}`,
  (secret) => `{"${secret}":true}`,
  (secret) => `{"name":{"deep":["${secret.split('').join('","')}"],"all":"${secret}"}}`,
  (secret) => gzipSync(`{"x":"${secret}"}`),
  (secret) => gzipSync(`line one\n${secret}\n`),
  (secret) => Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(secret), Buffer.from([0xfe])]),
  (secret) => `${'x'.repeat(240)} ${secret}`,
  (secret) => `${'x'.repeat(250)} ${secret}`,
  (secret) => `{"ok":1,"broken":"${secret}"`,
];

describe('a tail with masking', () => {
  it('lets no secret out by any answer to its page or its host', async () => {
    const seed = 7;
    const random = seededRandom(seed);
    const clock = new FakeClock();
    const source = new FakeSource(clock, ['shardId-000000000000']);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    for (let count = 0; count < 200; count++) {
      const secret = pick(SECRETS);
      const data = pick(FORMS)(secret);
      const key = random() < 0.3 ? secret : 'plain';
      const put = source.put('shardId-000000000000', '', key);
      Object.assign(put, { data: typeof data === 'string' ? Buffer.from(data) : data });
    }
    const session = openFakeTail(source, clock, {
      connectionName: 'production-eu',
      streamName: 'orders',
      decoder: gzipDecoder,
      masking: { rules: RULES, isOn: true },
    });
    await clock.advance(5_000);
    const { generation, end } = session.counts;
    assert.equal(end, 200, `seed ${seed}`);
    const answers: unknown[] = [session.open(), session.rows({ generation, from: 0, count: 500 })];
    for (let ordinal = 0; ordinal < end; ordinal++) {
      answers.push(session.record({ generation, ordinal }));
      answers.push(session.wholeRecord({ generation, ordinal }));
    }
    assert.deepEqual(leaksIn(answers), []);
    // The same walk finds them when masking is off, so it would have found them before.
    session.setMasking(false);
    const shown = session.rows({ generation: session.counts.generation, from: 0, count: 500 });
    assert.equal(shown.rows.length, 200);
    assert.ok(leaksIn(shown).length > 50);
    session.dispose();
  });

  it('sends bytes as bytes, whatever a decoder gives', async () => {
    const clock = new FakeClock();
    const source = new FakeSource(clock, ['shardId-000000000000']);
    const packed = gzipSync(Buffer.from([0xff, 0xfe, 0]));
    Object.assign(source.put('shardId-000000000000', ''), { data: packed });
    const session = openFakeTail(source, clock, {
      masking: { rules: TEXT_RULES, isOn: true },
    });
    await clock.advance(2_000);
    const { generation } = session.counts;
    const data = session.record({ generation, ordinal: 0 })?.data;
    assert.equal(Object.getPrototypeOf(data), Uint8Array.prototype);
    assert.deepEqual([...(data ?? [])], [0xff, 0xfe, 0]);
    session.dispose();
  });

  it('says how large a record is, and how much of it is shown', async () => {
    const clock = new FakeClock();
    const source = new FakeSource(clock, ['shardId-000000000000']);
    source.put('shardId-000000000000', '4242 4242 4242 4242');
    source.put('shardId-000000000000', 'plain');
    const session = openFakeTail(source, clock, {
      masking: { rules: TEXT_RULES, isOn: true },
    });
    await clock.advance(2_000);
    const { generation } = session.counts;
    const sizes = [0, 1].map((ordinal) => {
      const detail = session.record({ generation, ordinal });
      return [detail?.row.bytes, detail?.data.length, detail?.dataBytes];
    });
    // Bullets have three bytes.
    assert.deepEqual(sizes, [
      [19, 17, 17],
      [5, 5, undefined],
    ]);
    session.dispose();
  });

  it('numbers rows anew when it is switched, so that nobody keeps what they had', () => {
    const clock = new FakeClock();
    const session = new TailSession({
      source: new FakeSource(clock, []),
      clock,
      random: () => 0,
      connectionName: 'c',
      streamName: 's',
      position: { type: 'LATEST' },
      shards: 'all',
      masking: { rules: RULES, isOn: true },
    });
    const before = session.counts.generation;
    session.setMasking(false);
    assert.ok(session.counts.generation > before);
    assert.deepEqual(session.state.masking, {
      isOn: false,
      rules: ['card numbers', 'social security numbers', 'e-mail addresses', '$..name'],
    });
    session.dispose();
  });
});

/** Every text and every array of bytes in a value that has a secret in it, in any writing. */
function leaksIn(value: unknown): string[] {
  if (typeof value === 'string') return isLeak(value) ? [value] : [];
  if (value instanceof Uint8Array) {
    const views = [Buffer.from(value).toString('utf8'), Buffer.from(value).toString('latin1')];
    if (value[0] === 0x1f) views.push(gunzipSync(value).toString('utf8'));
    return views.filter(isLeak);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...(isLeak(name) ? [name] : []),
    ...leaksIn(member),
  ]);
}

function isLeak(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  const fromHex = /^(?:[0-9a-f]{2} ?)+$/.test(text)
    ? Buffer.from(text.replace(/ /g, ''), 'hex').toString('latin1')
    : '';
  return (
    digits.includes('4242424242424242') ||
    text.includes('123-45-6789') ||
    text.includes('ana.secret') ||
    (fromHex !== '' && isLeak(fromHex))
  );
}
