import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import { comesTrue } from '../support/eventually.ts';
import { Workbench } from './support/workbench.ts';

/**
 * The main job as a person does it: from an empty sidebar to the one record that was put, seen in
 * the tail. The steps build on each other, in order.
 */
describe('the main job', () => {
  let workbench: Workbench;
  const data = '{"orderId":12345678901234567890,"note":"<b>bold</b>"}';

  before(async () => {
    const settings = { 'kinesisWorkbench.engine.port': 0 };
    workbench = await Workbench.open({ settings, logLevel: 'debug' });
    await workbench.openSidebar();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('starts the engine from the empty view', async () => {
    const streams = workbench.tree('Streams');
    await streams.welcome().getByRole('button', { name: 'Start Local Engine' }).click();
    await streams.welcome().getByText('has no streams yet').waitFor();
    await workbench.statusBar('Kinesis :').waitFor();
  });

  it('creates a stream and shows it with its shards', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Create Stream…');
    await quickInput.answer('orders', 'Name of the new stream');
    await quickInput.pick('Provisioned', 'Capacity mode');
    await quickInput.answer('2', 'Number of shards');
    const streams = workbench.tree('Streams');
    await streams.row('orders').getByText('ACTIVE · 2 shards').waitFor();
    await streams.expand('orders');
    await streams.row('shardId-000000000000').getByText('open · 0 – 50 %').waitFor();
    await streams.row('shardId-000000000001').getByText('open · 50 – 100 %').waitFor();
  });

  it('opens the live tail with one click', async () => {
    await workbench.openTail('orders');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
  });

  it('puts a record through the palette and sees exactly that record in the tail', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Put Record…');
    await quickInput.pick('orders', 'Data stream');
    await quickInput.answer(data, 'Data of the record');
    await quickInput.answer('customer-7', 'Partition key');
    await quickInput.answer('', 'Explicit hash key');
    const said = await workbench.isTold('Put to shardId-');
    const [, sequenceNumber] = /sequence number (\d{56})/.exec(said) ?? [];
    assert.ok(sequenceNumber, said);
    const { frame } = workbench.tail();
    await frame.locator('.count', { hasText: /^1 record/ }).waitFor();
    const row = workbench.tail().rows('customer-7');
    await row.getByText(data).waitFor();
    await row.getByText(sequenceNumber.slice(-6)).waitFor();
    await comesTrue(async () => assert.equal(await row.count(), 1));
  });

  it('shows the record whole, with every digit', async () => {
    const tail = workbench.tail();
    await tail.rows('customer-7').click();
    await tail.frame.getByRole('tree').getByText('12345678901234567890').waitFor();
    await tail.frame.getByRole('tab', { name: 'Hex' }).click();
    await tail.frame.locator('.detail-text').getByText('7b 22 6f 72').waitFor();
    await tail.frame.getByRole('tab', { name: 'Headers' }).click();
    await tail.frame.locator('.detail-text').getByText('customer-7').waitFor();
    await tail.frame.getByRole('tab', { name: 'Decoded' }).click();
  });

  it('opens the data in an editor, with every digit', async () => {
    const { page } = workbench;
    await workbench.tail().button('Open in an editor').click();
    await page.getByRole('tab', { name: /^orders-\d{8}\.json/ }).waitFor();
    await workbench.editorText().getByText('"orderId": 12345678901234567890').waitFor();
    await page.getByRole('tab', { name: 'orders', exact: true }).click();
    await workbench.tail().rows('customer-7').waitFor();
  });

  it('pauses, keeps what comes meanwhile, and shows it after resume', async () => {
    const tail = workbench.tail();
    await tail.button('Pause').click();
    await tail.button('Resume').waitFor();
    await put(workbench, 'while-paused', 'customer-8');
    await tail.frame.getByText('1 waiting').waitFor();
    assert.equal(await tail.rows('customer-8').count(), 0);
    await tail.button('Resume').click();
    await tail.rows('customer-8').getByText('while-paused').waitFor();
  });

  it('searches, and says how much of the window is shown', async () => {
    const tail = workbench.tail();
    await tail.search('BOLD');
    await tail.frame.locator('.count', { hasText: '1 of 2' }).waitFor();
    await tail.rows('customer-8').waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('ControlOrMeta+a');
    await workbench.page.keyboard.press('Delete');
    await tail.rows('customer-8').waitFor();
  });

  it('describes the stream in a read-only document', async () => {
    const tab = workbench.page.getByRole('tab', { name: 'orders.stream.json' });
    await workbench.chooseOfStream('orders', 'Describe Stream', tab);
    await workbench.editorText().getByText('"StreamName": "orders"').waitFor();
  });

  it('gives an iterator and reads from it', async () => {
    const { quickInput } = workbench;
    const shards = quickInput.step(/^Shard$/);
    await workbench.chooseOfStream('orders', 'Get Shard Iterator…', shards);
    await quickInput.pick('shardId-000000000000', 'Shard');
    await quickInput.pick('TRIM_HORIZON', 'Iterator type');
    await workbench.answerNotification('Copied a TRIM_HORIZON iterator', 'Read From It');
    await workbench.page.getByRole('tab', { name: 'orders.shard-0000.records.json' }).waitFor();
    await workbench.editorText().getByText('"millisBehindLatest"').waitFor();
  });

  it('delivers what is put to a delivery stream', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Create Delivery Stream…');
    await quickInput.answer('to-folder', 'Name of the new delivery stream');
    await quickInput.pick('Direct put', 'Source');
    await quickInput.answer('my-bucket', 'Bucket');
    const streams = workbench.tree('Streams');
    await streams.expand('Delivery Streams');
    await streams.row('to-folder').getByText('ACTIVE · direct put').waitFor();
    const sources = quickInput.step('What to put');
    await workbench.clickOfStream('to-folder', 'Put Record to Delivery Stream…', sources);
    await putTypedText(workbench, 'for the folder');
    await workbench.isTold('Put to the delivery stream to-folder');
    const tab = workbench.page.getByRole('tab', { name: /^to-folder\..*json/ });
    await workbench.chooseOfStream('to-folder', 'Describe Delivery Stream', tab);
    await workbench.editorText().getByText('"DeliveryStreamName": "to-folder"').waitFor();
  });

  it('brings back engine and tail, with its records, after the window is reloaded', async () => {
    await workbench.page.getByRole('tab', { name: 'orders', exact: true }).click();
    await workbench.tail().rows('customer-7').waitFor();
    await workbench.reload();
    await workbench.tail().rows('customer-7').waitFor();
    await comesTrue(async () => {
      assert.equal(await workbench.tail().rows('customer-7').count(), 1);
    });
  });

  it('brings a tail back from where it was started again', async () => {
    const tail = workbench.tail();
    await tail.button('Start position').click();
    await tail.frame.getByText('Oldest: everything that is kept').click();
    await tail.button('Start here').click();
    await tail.button('from oldest').waitFor();
    await tail.rows('customer-8').waitFor();
    await workbench.reload();
    await workbench.tail().button('from oldest').waitFor();
    await workbench.tail().rows('customer-8').waitFor();
  });

  it('deletes the stream after a question', async () => {
    await workbench.openSidebar();
    await workbench.tree('Streams').row('orders').getByText('ACTIVE · 2 shards').waitFor();
    const question = workbench.dialog().getByRole('button', { name: 'Delete' });
    await workbench.chooseOfStream('orders', 'Delete Stream…', question);
    await question.click();
    await workbench.tree('Streams').row('orders').waitFor({ state: 'detached' });
  });

  it('resets the engine after a question', async () => {
    await workbench.runCommand('Kinesis: Reset Local Engine…');
    await workbench.dialog().getByRole('button', { name: 'Reset' }).click();
    await workbench.tree('Streams').welcome().getByText('has no streams yet').waitFor();
  });

  it('has written nothing of a payload to its log', async () => {
    let log = '';
    await comesTrue(async () => {
      const files = workbench.extensionLogs().map((file) => readFile(file, 'utf8'));
      log = (await Promise.all(files)).join('\n');
      assert.match(log, /\[debug\] engine: said/);
    });
    assert.doesNotMatch(log, /12345678901234567890|while-paused|customer-7/);
  });
});

/** Puts a record into `orders` through the palette. */
async function put(workbench: Workbench, text: string, partitionKey: string): Promise<void> {
  await workbench.runCommand('Kinesis: Put Record…');
  await workbench.quickInput.pick('orders', 'Data stream');
  await workbench.quickInput.answer(text, 'Data of the record');
  await workbench.quickInput.answer(partitionKey, 'Partition key');
  await workbench.quickInput.answer('', 'Explicit hash key');
  await workbench.isTold('Put to shardId-');
}

/** With an editor open there is a choice of what to put. */
async function putTypedText(workbench: Workbench, text: string): Promise<void> {
  await workbench.quickInput.pick('Typed text', 'What to put');
  await workbench.quickInput.answer(text, 'Data of the record');
}
