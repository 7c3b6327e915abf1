import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine.ts';
import { encodeSequenceNumber } from '../../src/formats/sequenceNumber.ts';
import { startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { rawOperation } from '../support/rawHttp.ts';

const START_MS = 1_700_000_000_000;
const UNDER = 'under account 000000000000';
const EITHER =
  'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified';

describe('what is said of shards and of where reading them begins', () => {
  const clock = new FakeClock(START_MS);
  let engine: Engine;

  before(async () => {
    engine = await startTestEngine({}, { clock });
    await ask('CreateStream', { StreamName: 's', ShardCount: 2 });
    await clock.advance(1_000);
  });
  after(() => engine.stop());

  async function ask(operation: string, input: object): Promise<Record<string, string>> {
    const { body } = await rawOperation(engine.ready.http, operation, JSON.stringify(input));
    return body === '' ? {} : (JSON.parse(body) as Record<string, string>);
  }

  async function errorOf(operation: string, input: object): Promise<string> {
    const { __type: type = 'none', message = '' } = await ask(operation, input);
    return `${type}: ${message}`;
  }

  const notFound: [string, string, string][] = [
    ['s', 'shardId-5', `Shard shardId-000000000005 in stream s ${UNDER} does not exist`],
    ['none', '5', `Shard shardId-000000000005 in stream none ${UNDER} does not exist`],
    ['none', 'x-2147483647', `Shard shardId-002147483647 in stream none ${UNDER} does not exist`],
    ['none', 'x-2147483648', `Could not find shard x-2147483648 in stream none ${UNDER}.`],
    ['none', 'shard', `Could not find shard shard in stream none ${UNDER}.`],
  ];
  for (const [StreamName, ShardId, message] of notFound) {
    it(`has no iterator of ${ShardId} in ${StreamName}`, async () => {
      const input = { StreamName, ShardId, ShardIteratorType: 'LATEST' };
      assert.equal(
        await errorOf('GetShardIterator', input),
        `ResourceNotFoundException: ${message}`,
      );
    });
  }

  it('takes a shard id with any prefix', async () => {
    const input = { StreamName: 's', ShardId: 'any-1', ShardIteratorType: 'TRIM_HORIZON' };
    assert.equal(typeof (await ask('GetShardIterator', input))['ShardIterator'], 'string');
  });

  const number = (shardIndex: number, createdMs: number): string =>
    encodeSequenceNumber({
      shardCreatedSeconds: Math.floor(createdMs / 1000),
      shardIndex,
      recordIndex: 0n,
      timeSeconds: Math.floor(START_MS / 1000),
    });
  const used = (text: string): string =>
    `StartingSequenceNumber ${text} used in GetShardIterator on shard shardId-000000000000 in stream s ${UNDER} is invalid`;
  const points: [string, object, string][] = [
    [
      'a number that is missing',
      { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' },
      `${EITHER} AFTER_SEQUENCE_NUMBER and no StartingSequenceNumber.`,
    ],
    [
      'a number in vain',
      { ShardIteratorType: 'LATEST', StartingSequenceNumber: '5' },
      `${EITHER} LATEST and also a StartingSequenceNumber.`,
    ],
    [
      'a time that is missing',
      { ShardIteratorType: 'AT_TIMESTAMP' },
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
    ],
    [
      'a time to come',
      { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: START_MS / 1000 + 2 },
      `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${String(START_MS + 2_000)}, currentTimestampInMillis: ${String(START_MS + 1_000)}`,
    ],
    [
      'what is no sequence number',
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '5' },
      `${used('5')}.`,
    ],
    [
      'a number of another shard',
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: number(1, START_MS) },
      'Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000',
    ],
    [
      'a number of another stream',
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: number(0, 0) },
      `${used(number(0, 0))} because it did not come from this stream.`,
    ],
  ];
  for (const [what, input, message] of points) {
    it(`says what is wrong with ${what}`, async () => {
      const place = { StreamName: 's', ShardId: '0' };
      assert.equal(
        await errorOf('GetShardIterator', { ...place, ...input }),
        `InvalidArgumentException: ${message}`,
      );
    });
  }

  it('looks at shard ids before it looks for the stream, and at its state before its shards', async () => {
    const reshard = async (StreamName: string, shard: string): Promise<string[]> => [
      await errorOf('SplitShard', { StreamName, ShardToSplit: shard, NewStartingHashKey: '0' }),
      await errorOf('MergeShards', {
        StreamName,
        ShardToMerge: '0',
        AdjacentShardToMerge: shard,
      }),
    ];
    await ask('CreateStream', { StreamName: 'busy', ShardCount: 1 });
    const seen = [
      await reshard('none', 'x'),
      await reshard('none', '7'),
      await reshard('busy', '7'),
      await reshard('busy', '0'),
    ];
    await clock.advance(1_000);
    const both = (error: string): string[] => [error, error];
    assert.deepEqual(seen, [
      both(`ResourceNotFoundException: Could not find shard x in stream none ${UNDER}.`),
      both(`ResourceNotFoundException: Stream none ${UNDER} not found.`),
      both(`ResourceInUseException: Stream busy ${UNDER} not ACTIVE, instead in state CREATING`),
      both(`ResourceInUseException: Stream busy ${UNDER} not ACTIVE, instead in state CREATING`),
    ]);
  });

  it('says of an iterator whose stream was deleted that the shard does not exist', async () => {
    await ask('CreateStream', { StreamName: 'brief', ShardCount: 1 });
    await clock.advance(1_000);
    const { ShardIterator } = await ask('GetShardIterator', {
      StreamName: 'brief',
      ShardId: '0',
      ShardIteratorType: 'LATEST',
    });
    await ask('DeleteStream', { StreamName: 'brief' });
    await clock.advance(1_000);
    const expected = `ResourceNotFoundException: Shard shardId-000000000000 in stream brief ${UNDER} does not exist`;
    assert.equal(await errorOf('GetRecords', { ShardIterator }), expected);
    await ask('CreateStream', { StreamName: 'brief', ShardCount: 1 });
    await clock.advance(1_000);
    assert.equal(await errorOf('GetRecords', { ShardIterator }), expected);
  });
});
