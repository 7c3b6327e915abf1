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
import { seededRandom } from '../../support/seededRandom.ts';

const SEED = 20_261_120;
const ROUNDS = 3_000;

/** Runs `once` for each round; what it throws must be of `expected`. */
function fuzz(
  what: string,
  expected: new (...args: never[]) => Error,
  once: (junk: Junk) => unknown,
): void {
  it(what, () => {
    const junk = new Junk(seededRandom(SEED));
    for (let round = 0; round < ROUNDS; round += 1) {
      try {
        once(junk);
      } catch (error) {
        if (error instanceof expected) continue;
        assert.fail(`seed ${String(SEED)}, round ${String(round)}: ${String(error)}`);
      }
    }
  });
}

const WORDS = [
  ...[
    '__proto__',
    'constructor',
    'StreamName',
    'Records',
    'Data',
    'Tags',
    'Timestamp',
    'YQ==',
    'a-_=',
  ],
  ...[
    'Credential',
    'Signature=',
    'SignedHeaders=',
    'AKID/d/us-east-1/kinesis/aws4_request',
    ', ',
    '=',
  ],
  ...[
    'shardId-000000000001',
    '1e999',
    '-0',
    '\ud800',
    '\u0000',
    'http://',
    '[::1]',
    ':',
    'localhost',
  ],
];

class Junk {
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  pick(choices: readonly string[]): string {
    return choices[this.below(choices.length)] ?? '';
  }

  text(): string {
    let text = '';
    for (let parts = this.below(6); parts > 0; parts -= 1) {
      text += this.below(2) === 0 ? this.pick(WORDS) : this.characters();
    }
    return text;
  }

  characters(): string {
    return String.fromCodePoint(...Array.from({ length: this.below(12) }, () => this.below(0x250)));
  }

  bytes(): Buffer {
    return Buffer.from(Array.from({ length: this.below(80) }, () => this.below(256)));
  }

  /** A few bytes other than they were. */
  damaged(bytes: Uint8Array): Buffer {
    const copy = Buffer.from(bytes);
    for (let changes = 1 + this.below(3); changes > 0 && copy.length > 0; changes -= 1) {
      copy[this.below(copy.length)] = this.below(256);
    }
    return this.below(3) === 0 ? copy.subarray(0, this.below(copy.length + 1)) : copy;
  }

  value(depth = 0): unknown {
    const size = this.below(4);
    switch (this.below(depth > 40 ? 6 : 9)) {
      case 0:
        return this.text();
      case 1:
        return this.below(1_000) - 500;
      case 2:
        return this.random() * 10 ** this.below(300);
      case 3:
        return this.below(2) === 0;
      case 4:
        return null;
      case 5:
        return [NaN, Infinity, -0, 2 ** 64][size];
      case 6:
        return Array.from({ length: size }, () => this.value(depth + 1));
      default:
        return Object.fromEntries(
          Array.from({ length: size }, () => [
            this.below(3) === 0 ? this.text() : this.pick(WORDS),
            this.value(depth + 1),
          ]),
        );
    }
  }
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

function readBody(codec: WireCodec, body: Uint8Array): void {
  const input = parseInput(shape, codec.decode(body), codec);
  validateInput(shape, input);
}

describe('junk, for every decoder', () => {
  fuzz('JSON bodies of any value', AwsError, (junk) => {
    readBody(jsonCodec, Buffer.from(JSON.stringify(junk.value())));
  });

  fuzz('JSON bodies that are damaged', AwsError, (junk) => {
    readBody(jsonCodec, junk.damaged(Buffer.from(JSON.stringify(junk.value()))));
  });

  fuzz('CBOR bodies of any value', AwsError, (junk) => {
    readBody(cborCodec, encodeCbor(junk.value()));
  });

  fuzz('CBOR bodies that are damaged, and any bytes', AwsError, (junk) => {
    readBody(cborCodec, junk.damaged(encodeCbor(junk.value())));
    readBody(cborCodec, junk.bytes());
  });

  fuzz('authorization headers and queries', AwsError, (junk) => {
    readAuthorization({
      authorization: junk.below(4) === 0 ? undefined : junk.text(),
      hasDateHeader: junk.below(2) === 0,
      query: new URLSearchParams(
        junk.below(2) === 0 ? junk.text() : `X-Amz-Algorithm=${junk.text()}`,
      ),
    });
  });

  fuzz('sequence numbers: read back as they were, or not at all', assert.AssertionError, (junk) => {
    const digits = Array.from({ length: 50 + junk.below(12) }, () => junk.below(10)).join('');
    const text = junk.below(4) === 0 ? junk.text() : `49${digits}`;
    const parts = decodeSequenceNumber(text);
    if (parts !== undefined) assert.equal(encodeSequenceNumber(parts), text);
  });

  fuzz('shard ids', assert.AssertionError, (junk) => {
    const shardIndex = parseShardId(`${junk.pick(['', 'shardId-'])}${junk.text()}`);
    assert.ok(shardIndex === undefined || Number.isSafeInteger(shardIndex));
  });

  const iterators = new ShardIterators(new Sealer(Buffer.alloc(SEALER_KEY_BYTES, 3)));
  const state = { streamId: 1, streamName: 's', shardIndex: 2, position: 3, issuedMs: 4 };
  fuzz('shard iterators: none that the engine did not make', assert.AssertionError, (junk) => {
    const real = Buffer.from(iterators.encode(state), 'base64');
    const damaged = junk.damaged(real);
    const expected = damaged.equals(real) ? state : undefined;
    assert.deepEqual(iterators.decode(damaged.toString('base64')), expected);
    assert.equal(iterators.decode(junk.text()), undefined);
    assert.equal(iterators.decode(junk.bytes().toString('base64')), undefined);
  });

  fuzz('names of this machine', assert.AssertionError, (junk) => {
    const text = junk.text();
    isOwnHost(text, '127.0.0.1');
    assert.equal(isLocalOrigin(`${text}.example`), false);
  });

  fuzz('simulated producers', ExpectedError, (junk) => {
    parseProducerSpec(junk.value());
  });

  it('bodies of control calls', async () => {
    const junk = new Junk(seededRandom(SEED));
    const router = new ControlRouter(
      { startProducer: (request) => ({ ...parseProducerSpec(request), ...STATUS }) },
      silentLog,
    );
    const statuses = new Set<number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const body = Buffer.from(JSON.stringify(junk.value()));
      const { status } = await router.route({
        method: 'POST',
        path: '/producers/start',
        hasControlHeader: true,
        body: round % 2 === 0 ? body : junk.damaged(body),
      });
      statuses.add(status);
    }
    assert.deepEqual([...statuses], [400]);
  });
});

const STATUS = { state: 'running', recordsPut: 0, recordsThrottled: 0 } as const;
