import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { rawOperation } from '../support/rawHttp.ts';
import { seededRandom } from '../support/seededRandom.ts';

const SEED = 20_261_120;
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/a';

/** Every operation that continues from text which a client carries. */
const CARRIERS: readonly [string, (text: string) => object][] = [
  ['GetRecords', (ShardIterator) => ({ ShardIterator })],
  ['ListShards', (NextToken) => ({ NextToken })],
  ['ListStreams', (NextToken) => ({ NextToken })],
  ['ListStreamConsumers', (NextToken) => ({ StreamARN, NextToken })],
  ['ListChannels', (NextToken) => ({ NextToken })],
];

describe('text that clients carry for the engine', () => {
  let engine: Engine;
  const carried: string[] = [];

  before(async () => {
    engine = await startTestEngine();
    for (const StreamName of ['a', 'b']) await ask('CreateStream', { StreamName, ShardCount: 2 });
    for (const ConsumerName of ['a', 'b']) {
      await ask('RegisterStreamConsumer', { StreamARN, ConsumerName });
    }
    const iterator = { StreamName: 'a', ShardId: '0', ShardIteratorType: 'LATEST' };
    const answers = [
      await ask('GetShardIterator', iterator),
      await ask('ListShards', { StreamName: 'a', MaxResults: 1 }),
      await ask('ListStreams', { Limit: 1 }),
      await ask('ListStreamConsumers', { StreamARN, MaxResults: 1 }),
    ];
    for (const { body } of answers) {
      carried.push(String(body['ShardIterator'] ?? body['NextToken']));
    }
  });
  after(() => engine.stop());

  async function ask(
    operation: string,
    input: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const { status, body } = await rawOperation(
      engine.ready.http,
      operation,
      JSON.stringify(input),
    );
    return { status, body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>) };
  }

  it('is refused, and breaks nothing, where it does not belong', async () => {
    const statuses: Record<string, readonly number[]> = {};
    for (const [operation, inputOf] of CARRIERS) {
      const answers: number[] = [];
      for (const text of carried) answers.push((await ask(operation, inputOf(text))).status);
      statuses[operation] = answers;
    }
    assert.deepEqual(statuses, {
      GetRecords: [200, 400, 400, 400],
      ListShards: [400, 200, 400, 400],
      ListStreams: [400, 400, 200, 400],
      ListStreamConsumers: [400, 400, 400, 200],
      ListChannels: [400, 400, 400, 400],
    });
  });

  it('breaks nothing when it is damaged', async () => {
    const random = seededRandom(SEED);
    const broken: unknown[] = [];
    for (let round = 0; round < 400; round += 1) {
      const [operation, inputOf] = CARRIERS[Math.floor(random() * CARRIERS.length)] ?? ['', String];
      const text = carried[Math.floor(random() * carried.length)] ?? '';
      const at = Math.floor(random() * text.length);
      const damaged = `${text.slice(0, at)}${String.fromCharCode(33 + random() * 90)}${text.slice(at + 1)}`;
      const { status, body } = await ask(operation, inputOf(damaged) as object);
      if (status === 500) broken.push([SEED, round, operation, damaged, body]);
    }
    assert.deepEqual(broken, []);
  });
});
