import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection, StreamsService } from '../../src/aws/service.ts';
import { control } from '../support/control.ts';
import { comesTrue } from '../support/eventually.ts';
import { AWS_ACCOUNT, AwsStandIn } from './support/awsStandIn.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();
const RECORDS = 1_200;

/**
 * Records on their way between AWS and the local engine: a stretch of a stream is taken offline, and
 * records that a tail shows are put again. The steps build on each other, in order.
 */
describe('records between AWS and the local engine', () => {
  let aws: AwsStandIn;
  let local: Connection;
  let workbench: Workbench;

  before(async () => {
    aws = await AwsStandIn.start();
    await fill(aws.others.streams);
    workbench = await Workbench.open({
      env: aws.env,
      settings: {
        'kinesisWorkbench.connections': [
          aws.connection('acme'),
          aws.connection('prod', { production: true }),
        ],
        'kinesisWorkbench.engine.autoStart': true,
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.engine.storage': 'memory',
      },
    });
    await workbench.openSidebar();
    const endpoint = `http://127.0.0.1:${await workbench.enginePort()}`;
    local = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
    await workbench.tree('Streams').expand('acme');
    await workbench.tree('Streams').row('orders').getByText('ACTIVE · 4 shards').waitFor();
    // Where it really leads is known as soon as somebody has looked inside.
    const place = new URL(aws.env['AWS_ENDPOINT_URL_KINESIS'] ?? '').host;
    const row = workbench.tree('Streams').row('acme');
    await row.getByText(`acme · ${place} · eu-west-1`).waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    local.dispose();
    await aws.stop();
  });

  const startCopy = async (name: string): Promise<void> => {
    const { quickInput } = workbench;
    const from = quickInput.step('From, such as');
    await workbench.chooseOfStream('orders', 'Copy Range to Local Engine…', from);
    await quickInput.acceptText(/^15 minutes ago$/);
    await quickInput.acceptText(/^now$/);
    await quickInput.answer(name, 'Name of the new stream on the local engine');
  };

  it('are copied while it is shown how far it is, until a person cancels', async () => {
    await control(aws.endpoint, 'injectFault', {
      kind: 'throttleReads',
      streamName: 'orders',
      share: 1,
    });
    await startCopy('given-up');
    const said = workbench.notification('Copying orders to Local engine');
    await said.getByText('0 records · 0/s · throttled').waitFor();
    await workbench.screenshot('copying');
    await said.getByRole('button', { name: 'Cancel' }).click();
    await workbench.isTold('Cancelled. Put 0 records into given-up.');
    await control(aws.endpoint, 'clearFaults', {});
  });

  it('are copied with the shards and the hash keys that the stream has now', async () => {
    await startCopy('orders-offline');
    await workbench.answerNotification(/Put 1,200 records into orders-offline/, 'Tail Stream');
    await workbench.tail().frame.locator('.count', { hasText: '1,200 records' }).waitFor();
    const [source, copy] = [aws.others.streams, local.streams];
    assert.deepEqual(await openRanges(copy, 'orders-offline'), await openRanges(source, 'orders'));
    await workbench.screenshot('copied');
  });

  it('are put into another stream of the local engine, those that are selected', async () => {
    const { quickInput } = workbench;
    await local.streams.createStream(
      { streamName: 'replayed', mode: 'PROVISIONED', shardCount: 1 },
      signal,
    );
    await selectThree(workbench);
    await workbench.runCommand('Kinesis: Replay Records to Stream…');
    await quickInput.pick('Selected', 'Records');
    await quickInput.pick('Local engine', 'Connection');
    await quickInput.pick('replayed', 'Data stream');
    await quickInput.pick('As fast as allowed', 'Pace');
    await workbench.isTold('Put 3 records into replayed.');
    await comesTrue(async () => {
      assert.equal((await recordsOf(local.streams, 'replayed')).length, 3);
    });
  });

  it('are put into a stream on AWS only after a person saw which, and of which account', async () => {
    await startReplayToAws(workbench, 'acme');
    const place = aws.env['AWS_ENDPOINT_URL_KINESIS'] ?? '';
    const detail = `Stream ledger, ${place}, profile acme, account ${AWS_ACCOUNT}.`;
    const question = workbench.dialog('Put 3 records into "ledger" on acme?');
    await question.getByText(detail).waitFor();
    await workbench.screenshot('replay-to-aws');
    await workbench.dismiss(question);
    await startReplayToAws(workbench, 'acme');
    await question.waitFor();
    assert.equal(aws.count('PutRecords'), 0);
    await question.getByRole('button', { name: 'Put' }).click();
    await workbench.isTold('Put 3 records into ledger.');
    await comesTrue(async () => {
      assert.deepEqual(
        (await recordsOf(aws.others.streams, 'ledger')).sort(),
        (await recordsOf(local.streams, 'replayed')).sort(),
      );
    });
  });

  it('are put on production only after its stream was typed', async () => {
    const { quickInput } = workbench;
    const before = aws.count('PutRecords');
    await startReplayToAws(workbench, 'prod');
    await workbench.dialog('"ledger" on prod?').getByRole('button', { name: 'Put' }).click();
    await quickInput.type('orders', 'prod is production: type the name of the stream');
    await quickInput.message().getByText('This is not "ledger"').waitFor();
    await quickInput.cancel();
    await startReplayToAws(workbench, 'prod');
    await workbench.dialog('"ledger" on prod?').getByRole('button', { name: 'Put' }).click();
    await quickInput.type('ledger', 'prod is production: type the name of the stream');
    assert.equal(aws.count('PutRecords'), before);
    await quickInput.accept();
    await comesTrue(() => assert.notEqual(aws.count('PutRecords'), before));
  });
});

/** Three shards, of which one is split on the way: there is a closed one, and records in all. */
async function fill(streams: StreamsService): Promise<void> {
  for (const [streamName, shardCount] of [
    ['orders', 3],
    ['ledger', 1],
  ] as const) {
    await streams.createStream({ streamName, mode: 'PROVISIONED', shardCount }, signal);
  }
  const records = Array.from({ length: RECORDS / 4 }, (_, index) => ({
    data: new TextEncoder().encode(JSON.stringify({ order: index })),
    partitionKey: `customer-${index % 50}`,
  }));
  for (const half of [0, 1]) {
    for (let batch = 0; batch < 2; batch++) await streams.putRecords('orders', records, signal);
    if (half === 1) break;
    const shardId = 'shardId-000000000001';
    const startingHashKey = (2n ** 127n).toString();
    await streams.splitShard({ streamName: 'orders', shardId, startingHashKey }, signal);
  }
}

async function openRanges(streams: StreamsService, streamName: string): Promise<string[]> {
  const { items } = await streams.listShards(streamName, { signal });
  return items
    .filter(({ endingSequenceNumber }) => endingSequenceNumber === undefined)
    .map(({ startingHashKey, endingHashKey }) => `${startingHashKey} – ${endingHashKey}`)
    .sort();
}

/** Key and data of all records of a stream with one shard. */
async function recordsOf(streams: StreamsService, streamName: string): Promise<string[]> {
  const shardId = 'shardId-000000000000';
  const position = { type: 'TRIM_HORIZON' } as const;
  const iterator = await streams.getShardIterator({ streamName, shardId, position }, signal);
  const { records } = await streams.getRecords({ iterator }, signal);
  return records.map(({ partitionKey, data }) => `${partitionKey} ${Buffer.from(data).toString()}`);
}

async function selectThree(workbench: Workbench): Promise<void> {
  // By keys: rows move under a pointer while they are drawn.
  await workbench.tail().focusRows();
  for (const key of ['Home', 'Shift+ArrowDown', 'Shift+ArrowDown']) {
    await workbench.page.keyboard.press(key);
  }
}

async function startReplayToAws(workbench: Workbench, connection: string): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand('Kinesis: Replay Records to Stream…');
  await quickInput.pick('Selected', 'Records');
  await quickInput.pick(connection, 'Connection');
  await quickInput.pick('ledger', 'Data stream');
  await quickInput.pick('As fast as allowed', 'Pace');
}
