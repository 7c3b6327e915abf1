import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { comesTrue, eventually } from '../support/eventually.ts';
import { AwsStandIn } from './support/awsStandIn.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();
const SHARDS = 2;

/**
 * What tails take of a stream on AWS, and what they leave there: reads of a shard, which production
 * needs too, and consumers, which cost money. The steps build on each other, in order.
 */
describe('tails of a stream on AWS', () => {
  let aws: AwsStandIn;
  let workbench: Workbench;

  before(async () => {
    aws = await AwsStandIn.start();
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: SHARDS } as const;
    await aws.others.streams.createStream(stream, signal);
    workbench = await Workbench.open({
      env: aws.env,
      settings: { 'kinesisWorkbench.connections': [aws.connection('acme')] },
    });
    await openTree();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    await aws.stop();
  });

  const openTree = async (): Promise<void> => {
    await workbench.openSidebar();
    await workbench.tree('Streams').expand('acme');
    await workbench.tree('Streams').row('orders').getByText('ACTIVE').waitFor();
  };

  const put = (text: string): Promise<unknown> => {
    const record = { data: new TextEncoder().encode(text), partitionKey: text };
    return aws.others.streams.putRecord('orders', record, signal);
  };

  const consumers = async (): Promise<string[]> => {
    const { items } = await aws.others.consumers.listConsumers('orders', { signal });
    return items.map(({ name }) => name);
  };

  const untilNoConsumers = async (): Promise<void> => {
    await comesTrue(async () => assert.deepEqual(await consumers(), []));
  };

  const askForFanOut = async (): Promise<void> => {
    const tail = workbench.tail();
    await tail.button('How the stream is read').click();
    await tail.button('Use enhanced fan-out…').click();
    await workbench.dialog('Read "orders" of "acme" by enhanced fan-out?').waitFor();
  };

  const useFanOut = async (): Promise<void> => {
    await askForFanOut();
    await workbench.dialog().getByRole('button', { name: 'Use Enhanced Fan-Out' }).click();
    await workbench.tail().button('How the stream is read: Enhanced fan-out').waitFor();
  };

  it('name their connection, and read a shard once a second, two of them together', async () => {
    await workbench.openTail('orders');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
    await workbench.page.getByRole('tab', { name: 'orders · acme' }).waitFor();
    await workbench.runCommand('Kinesis: Duplicate Tail');
    await workbench.tail(1).frame.getByText('No records since').waitFor();
    const [startMs, before] = [performance.now(), aws.count('GetRecords')];
    await put('for both');
    for (const place of [0, 1]) await workbench.tail(place).rows('for both').waitFor();
    await eventually(() => aws.count('GetRecords') >= before + 16);
    const reads = aws.count('GetRecords') - before;
    const seconds = (performance.now() - startMs) / 1_000;
    // However slow the machine is. Of each shard, a read at either end may be one too many.
    assert.ok(reads <= SHARDS * (seconds + 2), `${reads} reads in ${seconds} s`);
    await workbench.runCommand('View: Close Editor');
    await workbench.tail(1).grid().waitFor({ state: 'detached' });
  });

  it('register a consumer only after a person saw what it costs', async () => {
    await askForFanOut();
    const cost = /\$0\.015 for each shard and hour, \$0\.030 an hour for the 2 open shards/;
    await workbench.dialog(cost).waitFor();
    await workbench.screenshot('fan-out');
    await workbench.dialog().getByRole('button', { name: 'Cancel' }).click();
    await workbench.dialog().waitFor({ state: 'detached' });
    assert.deepEqual(await consumers(), []);
  });

  it('are pushed to by it, and deregister it when they are closed', async () => {
    await useFanOut();
    const registered = await consumers();
    assert.match(registered.join(), /^kinesis-workbench-[0-9a-f]+$/);
    const before = aws.count('GetRecords');
    await put('pushed');
    await workbench.tail().rows('pushed').waitFor();
    // A poll that was under way when the push began may still have arrived.
    assert.ok(aws.count('GetRecords') - before <= SHARDS);
    await workbench.runCommand('View: Close Editor');
    await untilNoConsumers();
  });

  it('have what a window that died left registered deregistered by the next', async () => {
    await workbench.openTail('orders');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
    await useFanOut();
    const [left = ''] = await consumers();
    process.kill(await extensionHostOf(workbench, left), 'SIGKILL');
    await workbench.loadAgain();
    await openTree();
    await workbench.openTail('orders');
    const said = 'is still registered on "orders" of "acme"';
    await workbench.isTold(said);
    assert.deepEqual(await consumers(), [left]);
    await workbench.screenshot('leftover');
    await workbench.answerNotification(said, 'Deregister');
    await untilNoConsumers();
  });

  it('have consumers that others left found by a command', async () => {
    const { quickInput } = workbench;
    await aws.others.consumers.registerConsumer('orders', 'billing', signal);
    await aws.others.consumers.registerConsumer('orders', 'kinesis-workbench-0badcafe', signal);
    await workbench.runCommand('Kinesis: Remove Leftover Tail Consumers…');
    await quickInput.pick('acme', 'Connection');
    await quickInput.pick('orders', 'Data stream');
    await quickInput.entry('kinesis-workbench-0badcafe').getByRole('checkbox').click();
    await quickInput.widget.getByRole('button', { name: 'OK' }).click();
    await workbench.dialog('Deregister the consumer of the stream "orders" on acme?').waitFor();
    await workbench.dialog().getByRole('button', { name: 'Deregister' }).click();
    await workbench.isTold('One consumer of orders deregistered.');
    assert.deepEqual(await consumers(), ['billing']);
  });
});

/** The process that registered the consumer, as it noted itself. */
async function extensionHostOf(workbench: Workbench, consumerName: string): Promise<number> {
  const file = join(workbench.globalStorage, 'consumers', `${consumerName}.json`);
  return eventually(async () => {
    const kept = JSON.parse(await readFile(file, 'utf8')) as { processId: number };
    return kept.processId;
  });
}
