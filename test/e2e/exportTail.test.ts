import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { comesTrue } from '../support/eventually.ts';
import { kinesisClient } from '../support/engine.ts';
import { Workbench } from './support/workbench.ts';

/** What a person keeps of a tail: a file in the folder that is open. */
describe('keeping what a tail shows', () => {
  let workbench: Workbench;

  before(async () => {
    const settings = { 'kinesisWorkbench.engine.port': 0 };
    workbench = await Workbench.open({ settings });
    await workbench.openSidebar();
    const { quickInput } = workbench;
    const streams = workbench.tree('Streams');
    await streams.welcome().getByRole('button', { name: 'Start Local Engine' }).click();
    await streams.welcome().getByText('has no streams yet').waitFor();
    await workbench.runCommand('Kinesis: Create Stream…');
    await quickInput.answer('orders', 'Name of the new stream');
    await quickInput.pick('Provisioned', 'Capacity mode');
    await quickInput.answer('1', 'Number of shards');
    await streams.row('orders').getByText('ACTIVE · 1 shard').waitFor();
    await workbench.openTail('orders');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
    await workbench.runCommand('Kinesis: Put Record…');
    await quickInput.pick('orders', 'Data stream');
    await quickInput.answer('{"id":12345678901234567890}', 'Data of the record');
    await quickInput.answer('customer-7', 'Partition key');
    await quickInput.answer('', 'Explicit hash key');
    await workbench.tail().rows('customer-7').waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('writes a file with every digit, and nothing beside it', async () => {
    const { quickInput } = workbench;
    await workbench.tail().button('Export').click();
    await quickInput.pick('JSON lines', 'Format');
    await quickInput.acceptText(/\.jsonl$/);
    await workbench.isTold('Exported 1 record to');
    const [file = '', ...others] = await readdir(workbench.folder);
    const text = await readFile(join(workbench.folder, file), 'utf8');
    assert.match(file, /^orders .*\.jsonl$/);
    assert.deepEqual(others, []);
    assert.match(text, /"partitionKey":"customer-7".*"data":\{"id":12345678901234567890\}\}\n$/);
  });

  it('asks whether the selected records are meant where several are', async () => {
    const { page, quickInput } = workbench;
    const tail = workbench.tail();
    for (const key of ['customer-8', 'customer-9']) {
      await workbench.runCommand('Kinesis: Put Record…');
      await quickInput.pick('orders', 'Data stream');
      await quickInput.answer('{"id":1}', 'Data of the record');
      await quickInput.answer(key, 'Partition key');
      await quickInput.answer('', 'Explicit hash key');
      await tail.rows(key).waitFor();
    }
    await tail.rows('customer-8').click();
    await page.keyboard.press('Shift+ArrowDown');
    await tail.grid().locator('[aria-selected=true]').nth(1).waitFor();
    await workbench.chooseFromMenu(tail.rows('customer-9'), 'Export Tail…');
    await quickInput.pick('Selected', 'Records');
    await quickInput.pick('CSV', 'Format');
    await quickInput.acceptText(/\.csv$/);
    const file = await workbench.fileThatEnds('.csv');
    const text = await readFile(join(workbench.folder, file), 'utf8');
    assert.deepEqual(
      ['customer-7', 'customer-8', 'customer-9'].map((key) => text.includes(key)),
      [false, true, true],
    );
    await tail.rows('customer-7').click();
  });

  it('captures what came, and replays the capture into another stream', async () => {
    const { quickInput } = workbench;
    await workbench.tail().button('Export').click();
    await quickInput.pick('Capture', 'Format');
    await quickInput.acceptText(/\.kcapture$/);
    const capture = await workbench.fileThatEnds('.kcapture');

    const client = kinesisClient(`http://127.0.0.1:${await workbench.enginePort()}`);
    await client.send(new CreateStreamCommand({ StreamName: 'copies', ShardCount: 2 }));
    client.destroy();
    const streams = workbench.tree('Streams');
    await streams.row('copies').getByText('ACTIVE').waitFor();
    await workbench.openTail('copies');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();

    await workbench.runCommand('Kinesis: Replay Capture…');
    await quickInput.pick(capture);
    await quickInput.pick('copies', 'Data stream');
    await quickInput.pick('As fast as allowed', 'Pace');
    await workbench.isTold('Put 3 records into copies.');
    const { frame } = workbench.tail();
    await frame.locator('.count', { hasText: '3 records' }).waitFor();
    const row = workbench.tail().rows('customer-7');
    await row.getByText('{"id":12345678901234567890}').waitFor();
    await comesTrue(async () => assert.equal(await row.count(), 1));
  });
});
