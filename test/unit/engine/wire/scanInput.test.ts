import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AwsError } from '../../../../src/engine/wire/awsError.ts';
import { jsonCodec } from '../../../../src/engine/wire/jsonCodec.ts';
import { parseInput } from '../../../../src/engine/wire/parseInput.ts';
import { scanInput } from '../../../../src/engine/wire/scanInput.ts';
import * as shapes from '../../../../src/engine/wire/shapes.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const RECORDS_MAX = 20;
const ROUNDS = 20_000;

const shape = shapes.structure({
  Records: shapes.list(
    shapes.structure({
      PartitionKey: shapes.string(),
      ExplicitHashKey: shapes.string(),
      Data: shapes.required(shapes.blob()),
    }),
    { maxLength: RECORDS_MAX },
  ),
  Data: shapes.blob(),
  StreamName: shapes.string(),
  Mode: shapes.enumeration('A', 'B'),
  DryRun: shapes.boolean(),
});

/** What the general way makes of a body; undefined when it refuses it. */
function parsed(body: Uint8Array): unknown {
  try {
    return parseInput(shape, jsonCodec.decode(body), jsonCodec);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** Blobs as texts: which class of bytes they come in is all the same. */
function plain(input: unknown): unknown {
  if (input instanceof Uint8Array) return `bytes ${Buffer.from(input).toString('hex')}`;
  if (Array.isArray(input)) return input.map(plain);
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, plain(value)]));
}

function scanned(text: string): unknown {
  return plain(scanInput(shape, Buffer.from(text)));
}

class Bodies {
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** What an SDK would send; some put spaces behind colons and commas. */
  usual(): string {
    const records = Array.from({ length: this.upTo(5) }, () => ({
      ...(this.upTo(1) === 0 ? {} : { PartitionKey: this.text() }),
      ...(this.upTo(5) === 0 ? { ExplicitHashKey: '12345' } : {}),
      Data: this.data(),
      ...(this.upTo(3) === 0 ? { PartitionKey: this.text() } : {}),
    }));
    const text = JSON.stringify({
      ...(this.upTo(1) === 0 ? { StreamName: this.text() } : {}),
      Records: records,
      ...(this.upTo(3) === 0 ? { Mode: 'A', Data: this.data() } : {}),
    });
    return this.upTo(1) === 0 ? text : text.replaceAll(/[:,](?=["[{])/g, '$& ');
  }

  /** The same with a few bytes changed, most of them to such as mean something. */
  unusual(): Buffer {
    let bytes = Buffer.from(this.usual());
    for (let change = this.upTo(3); change >= 0; change -= 1) {
      const at = this.upTo(bytes.length);
      const removed = this.upTo(2) === 0 ? this.upTo(4) : 0;
      const pieces = [bytes.subarray(0, at), this.piece(), bytes.subarray(at + removed)];
      bytes = Buffer.concat(pieces);
    }
    return bytes;
  }

  private piece(): Buffer {
    const pieces = ['', '"', '\\', '=', '==', '-', '_', ' ', '\n', '{', '}', '[', ']', ',', ':'];
    pieces.push('null', '1', 'true', '"a":1,', '"Data":"",', '"StreamName":"x",', '\\u0041', '\0');
    const pick = this.upTo(pieces.length);
    const byte = Buffer.from([this.upTo(255)]);
    return pick === pieces.length ? byte : Buffer.from(pieces[pick] ?? '');
  }

  private text(): string {
    const texts = ['', 'plain', 'ключ 🔑', 'a b', '\u007f', 'Data', '{}[],:='];
    return texts[this.upTo(texts.length - 1)] ?? '';
  }

  private data(): string {
    const bytes = Array.from({ length: this.upTo(9) }, () => this.upTo(255));
    return Buffer.from(bytes).toString('base64');
  }

  private upTo(max: number): number {
    return Math.floor(this.random() * (max + 1));
  }
}

describe('scanInput', () => {
  it('reads what SDKs send as the general way does', () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const bodies = new Bodies(seededRandom(seed));
    for (let round = 0; round < 1_000; round += 1) {
      const body = bodies.usual();
      assert.deepEqual(scanned(body), plain(parsed(Buffer.from(body))), `seed ${String(seed)}`);
    }
  });

  it('accepts nothing that the general way refuses or reads differently', () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const bodies = new Bodies(seededRandom(seed));
    let accepted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const body = bodies.unusual();
      const input = scanInput(shape, body);
      if (input === undefined) continue;
      accepted += 1;
      const why = `seed ${String(seed)}: ${body.toString('latin1')}`;
      assert.deepEqual(plain(input), plain(parsed(body)), why);
    }
    // Else nothing was compared, or nothing refused.
    assert.ok(accepted > ROUNDS / 100 && accepted < ROUNDS / 2, String(accepted));
  });

  it('leaves to the general way what is not as usual', () => {
    const left = [
      '',
      'null',
      '[]',
      '{"StreamName":"a"}x',
      '{"StreamName":"a","StreamName":"b"}',
      '{"StreamName":"a\\u0041"}',
      '{"StreamName":null}',
      '{"DryRun":true}',
      '{"Other":"a"}',
      '{"Data":"YQ="}',
      '{"Data":"YR=="}',
      '{"Data":"Y-_="}',
      '{"Data":"YQ==YQ=="}',
      `{"Records":[${'{"Data":""},'.repeat(RECORDS_MAX)}{"Data":""}]}`,
    ];
    assert.deepEqual(left.map(scanned), new Array(left.length).fill(undefined));
  });

  it('gives each blob its own bytes', () => {
    const records = Array.from({ length: RECORDS_MAX }, (_, index) => ({
      Data: Buffer.alloc(index * 7, index).toString('base64'),
    }));
    const input = scanInput(shape, Buffer.from(JSON.stringify({ Records: records })));
    const { Records } = input as { Records: { Data: Uint8Array }[] };
    assert.deepEqual(
      Records.map(({ Data }) => Buffer.from(Data)),
      records.map(({ Data }) => Buffer.from(Data, 'base64')),
    );
  });
});
