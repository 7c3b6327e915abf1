import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import type { Engine } from '../../src/engine/engine.ts';
import { decodeSequenceNumber } from '../../src/formats/sequenceNumber.ts';
import { kinesisClient, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';

const START_MS = 1_700_000_000_250;
const START_SECONDS = 1_700_000_000;

describe('a stream that is made anew within a second', () => {
  let engine: Engine;
  let client: KinesisClient;
  let clock: FakeClock;

  before(async () => {
    clock = new FakeClock(START_MS);
    engine = await startTestEngine({}, { clock });
    client = kinesisClient(engine.ready.http);
  });
  after(async () => {
    client.destroy();
    await engine.stop();
  });

  const make = async (StreamName: string): Promise<void> => {
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await clock.advance(0);
  };
  const drop = async (StreamName: string): Promise<void> => {
    await client.send(new DeleteStreamCommand({ StreamName }));
    await clock.advance(0);
  };
  const put = async (StreamName: string): Promise<string> => {
    const record = { StreamName, PartitionKey: 'k', Data: Buffer.from('x') };
    return (await client.send(new PutRecordCommand(record))).SequenceNumber ?? '';
  };
  const secondOf = (number: string): number | undefined =>
    decodeSequenceNumber(number)?.shardCreatedSeconds;

  it('has other sequence numbers each time, and refuses those of before', async () => {
    const numbers: string[] = [];
    for (let time = 0; time < 3; time++) {
      await make('brief');
      numbers.push(await put('brief'));
      if (time < 2) await drop('brief');
    }
    assert.deepEqual(
      numbers.map(secondOf),
      [0, 1, 2].map((later) => START_SECONDS + later),
    );
    await assert.rejects(
      client.send(
        new GetShardIteratorCommand({
          StreamName: 'brief',
          ShardId: 'shardId-000000000000',
          ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
          StartingSequenceNumber: numbers[1],
        }),
      ),
      /did not come from this stream/,
    );
  });

  it('begins after the shards that a reshard had made, which are dated ahead', async () => {
    await make('split');
    const half = (2n ** 127n).toString();
    const split = { StreamName: 'split', ShardToSplit: '0', NewStartingHashKey: half };
    await client.send(new SplitShardCommand(split));
    await clock.advance(0);
    assert.equal(secondOf(await put('split')), START_SECONDS + 1);
    await drop('split');
    await make('split');
    assert.equal(secondOf(await put('split')), START_SECONDS + 2);
  });

  it('is dated by the clock for another name, and as soon as the second is over', async () => {
    await make('other');
    assert.equal(secondOf(await put('other')), START_SECONDS);
    await drop('other');
    await clock.advance(1_000);
    await make('other');
    assert.equal(secondOf(await put('other')), START_SECONDS + 1);
  });
});
