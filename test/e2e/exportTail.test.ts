import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
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
    await streams.clickInline('orders', 'Tail Stream');
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
    await quickInput.accept();
    await workbench.notification('Exported 1 record').waitFor();
    const [file = '', ...others] = await readdir(workbench.folder);
    const text = await readFile(join(workbench.folder, file), 'utf8');
    assert.match(file, /^orders .*\.jsonl$/);
    assert.deepEqual(others, []);
    assert.match(text, /"partitionKey":"customer-7".*"data":\{"id":12345678901234567890\}\}\n$/);
  });
});
