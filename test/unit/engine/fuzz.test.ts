/**
 * Every decoder of what comes from outside, with seeded junk: it gives a value or its own kind of
 * error, and never anything else.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpectedError } from '../../../src/base/errors.ts';
import { decodeSequenceNumber, encodeSequenceNumber } from '../../../src/formats/sequenceNumber.ts';
import { parseShardId } from '../../../src/formats/shardId.ts';
import { Sealer, SEALER_KEY_BYTES } from '../../../src/engine/kinesis/sealer.ts';
import { ShardIterators } from '../../../src/engine/kinesis/shardIterators.ts';
import { silentLog } from '../../../src/engine/log.ts';
import { checkKeyTemplate, objectKeyOf } from '../../../src/engine/channels/keyTemplate.ts';
import { parseFaultRule } from '../../../src/engine/faults/faultRule.ts';
import { streamRefOf } from '../../../src/engine/kinesis/streamAddress.ts';
import { resourcesOf } from '../../../src/engine/seed/resources.ts';
import { parseSeed } from '../../../src/engine/seed/seedFile.ts';
import { FAULT_KINDS } from '../../../src/protocol/engine/control.ts';
import { ControlRouter } from '../../../src/engine/server/controlRouter.ts';
import { isLocalOrigin, isOwnHost } from '../../../src/engine/server/origin.ts';
import { parseProducerSpec } from '../../../src/engine/simulate/producerSpec.ts';
import { readAuthorization } from '../../../src/engine/wire/authorization.ts';
import { AwsError } from '../../../src/engine/wire/awsError.ts';
import { cborCodec } from '../../../src/engine/wire/cborCodec.ts';
import { encodeCbor } from '../../../src/engine/wire/cborEncoder.ts';
import type { WireCodec } from '../../../src/engine/wire/codec.ts';
import { jsonCodec } from '../../../src/engine/wire/jsonCodec.ts';
import { parseInput } from '../../../src/engine/wire/parseInput.ts';
import * as shapes from '../../../src/engine/wire/shapes.ts';
import { validateInput } from '../../../src/engine/wire/validateInput.ts';
import { Junk } from '../../support/junk.ts';
import { SIGNATURE } from '../../support/rawHttp.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const SEED = 20_261_120;
const ROUNDS = 3_000;

/**
 * Runs `once` for each round; it may throw what is `expected` and nothing else, and not each time.
 * Without `expected` it may throw nothing.
 */
function fuzz(
  what: string,
  expected: (new (...args: never[]) => Error) | undefined,
  once: (junk: Junk) => unknown,
): void {
  it(what, () => {
    const junk = new Junk(seededRandom(SEED));
    let refused = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      try {
        once(junk);
      } catch (error) {
        refused += 1;
        if (expected !== undefined && error instanceof expected) continue;
        assert.fail(`seed ${String(SEED)}, round ${String(round)}: ${String(error)}`);
      }
    }
    assert.ok(refused < ROUNDS && refused > 0 === (expected !== undefined), String(refused));
  });
}

const shape = shapes.structure({
  StreamName: shapes.required(shapes.string({ minLength: 1, pattern: '[a-z]+' })),
  Records: shapes.list(shapes.structure({ Data: shapes.required(shapes.blob({ maxLength: 9 })) }), {
    maxLength: 2,
  }),
  Tags: shapes.map(shapes.string({ maxLength: 3 }), shapes.string(), { minLength: 1 }),
  Timestamp: shapes.timestamp(),
  Limit: shapes.integer({ min: 1, max: 10 }),
  Mode: shapes.enumeration('A', 'B'),
  Deep: shapes.map(shapes.string(), shapes.map(shapes.string(), shapes.double())),
});

const JSON_BODY = {
  StreamName: 'a',
  Records: [{ Data: 'YQ==' }],
  Tags: { a: 'b' },
  Timestamp: 1.5,
  Limit: 10,
  Mode: 'A',
};
const CBOR_BODY = { ...JSON_BODY, Records: [{ Data: Buffer.from('a') }] };
const SIGNED = Buffer.from(SIGNATURE);

function readBody(codec: WireCodec, body: Uint8Array): void {
  const input = parseInput(shape, codec.decode(body), codec);
  validateInput(shape, input);
}

describe('junk, for every decoder', () => {
  fuzz('JSON bodies of any value', AwsError, (junk) => {
    readBody(jsonCodec, Buffer.from(JSON.stringify(junk.valueOr(JSON_BODY))));
  });

  fuzz('JSON bodies that are damaged', AwsError, (junk) => {
    readBody(jsonCodec, junk.damaged(Buffer.from(JSON.stringify(junk.valueOr(JSON_BODY)))));
  });

  fuzz('CBOR bodies of any value', AwsError, (junk) => {
    readBody(cborCodec, encodeCbor(junk.valueOr(CBOR_BODY)));
  });

  fuzz('CBOR bodies that are damaged, and any bytes', AwsError, (junk) => {
    const damaged = junk.damaged(encodeCbor(junk.valueOr(CBOR_BODY)));
    readBody(cborCodec, junk.below(2) === 0 ? damaged : junk.bytes());
  });

  fuzz('authorization headers and queries', AwsError, (junk) => {
    readAuthorization({
      authorization: junk.pick(['', junk.text(), junk.damaged(SIGNED).toString()]) || undefined,
      hasDateHeader: junk.below(2) === 0,
      query: new URLSearchParams(
        junk.below(2) === 0 ? junk.text() : `X-Amz-Algorithm=${junk.text()}`,
      ),
    });
  });

  fuzz('sequence numbers: read back as they were, or not at all', undefined, (junk) => {
    const digits = Array.from({ length: 50 + junk.below(12) }, () => junk.below(10)).join('');
    const text = junk.below(4) === 0 ? junk.text() : `49${digits}`;
    const parts = decodeSequenceNumber(text);
    if (parts !== undefined) assert.equal(encodeSequenceNumber(parts), text);
  });

  fuzz('shard ids', undefined, (junk) => {
    const shardIndex = parseShardId(`${junk.pick(['', 'shardId-'])}${junk.text()}`);
    assert.ok(shardIndex === undefined || Number.isSafeInteger(shardIndex));
  });

  const iterators = new ShardIterators(new Sealer(Buffer.alloc(SEALER_KEY_BYTES, 3)));
  const state = { streamId: 1, streamName: 's', shardIndex: 2, position: 3, issuedMs: 4 };
  fuzz('shard iterators: none that the engine did not make', undefined, (junk) => {
    const real = Buffer.from(iterators.encode(state), 'base64');
    const damaged = junk.damaged(real);
    const expected = damaged.equals(real) ? state : undefined;
    assert.deepEqual(iterators.decode(damaged.toString('base64')), expected);
    assert.equal(iterators.decode(junk.text()), undefined);
    assert.equal(iterators.decode(junk.bytes().toString('base64')), undefined);
  });

  it('names of this machine', () => {
    const junk = new Junk(seededRandom(SEED));
    const parts = ['localhost', '127.0.0.1', '[::1]', '.localhost', ':80', '.', '127.', '1', ' '];
    const evil = ['evil.example', '/', '@', '[', ']', '?', '#', ':', '\\', '%00', '\t', 'é'];
    const seen = new Set<boolean>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const host = junk.joined(round % 2 === 0 ? parts : [...parts, ...evil]);
      const isOwn = isOwnHost(host, '127.0.0.1');
      const name = URL.parse(`http://${host.trim()}`)?.hostname ?? '';
      const isLoopback = /^(.*\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(name);
      if (isOwn) assert.ok(isLoopback, `seed ${String(SEED)}, round ${String(round)}: ${host}`);
      seen.add(isOwn);
      assert.equal(isLocalOrigin(`http://${junk.joined(parts)}.example`), false);
    }
    assert.deepEqual(seen, new Set([true, false]));
  });

  fuzz('simulated producers', ExpectedError, (junk) => {
    parseProducerSpec(junk.valueOr(PRODUCER));
  });

  fuzz('seed files', ExpectedError, (junk) => {
    const seed = parseSeed(junk.mutated(SEED_FILE));
    resourcesOf(seed, (name) => name);
  });

  fuzz('fault rules', ExpectedError, (junk) => {
    const { share, kind } = parseFaultRule(junk.mutated(FAULT));
    assert.ok(share > 0 && share <= 1 && FAULT_KINDS.includes(kind));
  });

  fuzz('ARNs: those of the caller, and no others', AwsError, (junk) => {
    const StreamARN = junk.joined(ARN_PARTS);
    const { account, region, name } = streamRefOf({ StreamARN }, CALLER);
    assert.match(StreamARN, /^arn:aws/);
    assert.ok(StreamARN.endsWith(`:kinesis:${region}:${account}:stream/${name}`));
  });

  fuzz('key templates: no key leaves the bucket', AwsError, (junk) => {
    const template = junk.joined(TEMPLATE_PARTS);
    const names = { channelName: 'c', channelId: 'i', streamName: 's' };
    checkKeyTemplate(template, 'NONE', names);
    const key = objectKeyOf(template, { ...names, timeMs: 0, extension: '' }, 'suffix');
    assert.match(key, /^[0-9A-Za-z!\-_'.*()=][0-9A-Za-z!\-_'.*()/=]*$/);
    assert.ok(!key.split('/').some((part) => ['', '.', '..'].includes(part)));
  });

  it('bodies of control calls', async () => {
    const junk = new Junk(seededRandom(SEED));
    const router = new ControlRouter(
      { startProducer: (request) => ({ ...parseProducerSpec(request), ...STATUS }) },
      silentLog,
    );
    const statuses = new Set<number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const body = Buffer.from(JSON.stringify(junk.valueOr(PRODUCER)));
      const { status } = await router.route({
        method: 'POST',
        path: '/producers/start',
        hasControlHeader: true,
        body: round % 2 === 0 ? body : junk.damaged(body),
      });
      statuses.add(status);
    }
    assert.deepEqual([...statuses].sort(), [200, 400]);
  });
});

const SEED_FILE = {
  streams: [
    { name: 'orders', shardCount: 2, retentionHours: 48, tags: { a: 'b' }, consumers: ['c'] },
    { name: 'clicks', mode: 'ON_DEMAND', maxRecordSizeInKiB: 2_048 },
  ],
  deliveryStreams: [{ name: 'd', source: 'orders', bucket: 'archive', bufferSeconds: 60 }],
  producers: [{ streamName: 'orders', kind: 'gps' }],
  faults: [{ kind: 'delay', delayMs: 10 }],
};
const FAULT = { kind: 'cut', streamName: 's', shardId: '1', share: 0.5, count: 3, moment: 'after' };
const CALLER = { account: '000000000000', region: 'us-east-1' };
const ARN_START = 'arn:aws:kinesis:us-east-1:000000000000:stream/';
const ARN_PARTS = [ARN_START, ARN_START, 'arn:aws', ':', 'kinesis', 'a', '/', ' ', '\n', '1', 'é'];
const TEMPLATE_PARTS = [
  '!{yyyy}',
  '!{stream-name}',
  '!{extension}',
  '!{',
  '}',
  'a',
  '/',
  '.',
  '..',
  '\n',
  '%',
];
const PRODUCER = { streamName: 'orders', kind: 'gps', recordsPerSecond: 10, seed: 7 };
const STATUS = { state: 'running', recordsPut: 0, recordsThrottled: 0 } as const;
