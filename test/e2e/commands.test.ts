import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { comesTrue, eventually } from '../support/eventually.ts';
import { Workbench } from './support/workbench.ts';

const ENGINE = { 'kinesisWorkbench.engine.port': 0, 'kinesisWorkbench.engine.autoStart': true };
/** One more than a page of the tree. */
const STREAMS = 101;

describe('commands on what is open in the editor', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      settings: { ...ENGINE, 'kinesisWorkbench.engine.storage': 'memory' },
      files: { 'order.json': '{"order": 1}\n{"order": 2}\n' },
    });
    await workbench.openSidebar();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('shows what another program made, by itself', async () => {
    await workbench.tree('Streams').welcome().getByText('has no streams yet').waitFor();
    await clientOf(await workbench.enginePort()).createStream('editor');
    await workbench.tree('Streams').row('editor').getByText('ACTIVE').waitFor();
    await workbench.openTail('editor');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
    await workbench.tail().takesFocus();
  });

  it('puts the selection', async () => {
    await openFile(workbench, 'order.json');
    await workbench.page.keyboard.press('ControlOrMeta+Home');
    await workbench.page.keyboard.press('Shift+End');
    await put(workbench, 'Selection of the editor', 'selected');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await showTail(workbench);
    await workbench
      .tail()
      .rows('selected')
      .filter({ hasText: /\{"order": 1\}$/ })
      .waitFor();
  });

  it('puts the active file, with what is not saved yet', async () => {
    await openFile(workbench, 'order.json');
    await workbench.page.keyboard.press('ControlOrMeta+End');
    await workbench.page.keyboard.type('not saved');
    await put(workbench, 'Active file', 'whole');
    await showTail(workbench);
    await workbench.tail().rows('whole').getByText('not saved').waitFor();
  });

  it('opens the tail at the record that was put', async () => {
    await workbench.answerNotification('Put to shardId-', 'Open Tail There');
    await workbench
      .tail()
      .button(/at …\d+/)
      .waitFor();
    await workbench.tail().rows('whole').waitFor();
    await workbench.tail().takesFocus();
    assert.equal(await workbench.tail().rows('selected').count(), 0);
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('finds the records of a partition key, and stops where it is told to', async () => {
    const { quickInput } = workbench;
    const key = quickInput.step('Partition key');
    await workbench.chooseOfStream('editor', 'Find Records by Partition Key…', key);
    await quickInput.answer('selected', 'Partition key');
    await quickInput.pick('Shards that the key hashes to', 'Where to look');
    await quickInput.pick('Oldest', 'Start at');
    const tail = workbench.tail();
    await tail.button(/key selected in/).waitFor();
    await tail.rows('selected').waitFor();
    assert.equal(await tail.rows('whole').count(), 0);
    await tail.button('Start position').click();
    await tail.frame.getByRole('radio', { name: 'Stop after a number of records' }).click();
    await tail.frame.getByRole('textbox', { name: 'Number of records' }).fill('1');
    await tail.button('Start here').click();
    await tail.frame.getByRole('note').getByText('Stopped after 1 record as asked.').waitFor();
  });

  it('copies the variables that point a program at the engine', async () => {
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const kinds = workbench.quickInput.step(/^For$/);
    await workbench.chooseOfStream('editor', 'Copy Environment Variables…', kinds);
    await workbench.isToldBriefly('Copied the variables', () =>
      workbench.quickInput.pick('.env file'),
    );
    const endpoint = `http://127.0.0.1:${await workbench.enginePort()}`;
    await comesTrue(async () => {
      assert.deepEqual((await workbench.clipboard()).trim().split('\n').sort(), [
        'AWS_ACCESS_KEY_ID="local"',
        'AWS_DEFAULT_REGION="us-east-1"',
        `AWS_ENDPOINT_URL_FIREHOSE="${endpoint}"`,
        `AWS_ENDPOINT_URL_KINESIS="${endpoint}"`,
        'AWS_REGION="us-east-1"',
        'AWS_SECRET_ACCESS_KEY="local"',
      ]);
    });
  });

  it('says in the input what is wrong with it', async () => {
    await workbench.runCommand('Kinesis: Create Stream…');
    await workbench.quickInput.type('not a name', 'Name of the new stream');
    await workbench.quickInput.message().getByText('only letters, digits').waitFor();
    await workbench.quickInput.cancel();
  });

  it('shows what goes wrong with a button of a message', async () => {
    await workbench.runCommand('Kinesis: Get Shard Iterator…');
    await workbench.quickInput.pick('editor', 'Data stream');
    await workbench.quickInput.pick(/shardId/, 'Shard');
    await workbench.quickInput.pick('TRIM_HORIZON', 'Iterator type');
    await workbench.isTold('Copied a TRIM_HORIZON iterator');
    await workbench.runCommand('Kinesis: Stop Local Engine');
    await workbench.statusBar(/Kinesis :\d+/).waitFor({ state: 'hidden' });
    await workbench.answerNotification('Copied a TRIM_HORIZON iterator', 'Read From It');
    await workbench.isTold('The local engine is not running');
  });
});

describe('a long list', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      settings: {
        ...ENGINE,
        'kinesisWorkbench.engine.storage': 'memory',
        'kinesisWorkbench.engine.limits': false,
      },
    });
    await workbench.openSidebar();
    await workbench.tree('Streams').welcome().getByText('has no streams yet').waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('is shown page by page', async () => {
    const client = clientOf(await workbench.enginePort());
    for (let index = 0; index < STREAMS; index++) {
      await client.createStream(`stream-${String(index).padStart(3, '0')}`);
    }
    await workbench.runCommand('Kinesis: Refresh');
    const streams = workbench.tree('Streams');
    await streams.row('Data Streams').getByText('(100+)').waitFor();
    await streams.row('stream-000').click();
    const all = streams.row('Data Streams').getByText(`(${STREAMS})`);
    // The tree notices by itself that streams were made, and begins anew, perhaps while the pointer
    // is on its way: a person goes to the end and clicks again.
    await eventually(async () => {
      if (await all.isVisible()) return true;
      await workbench.page.keyboard.press('End');
      await workbench.page.keyboard.press('ArrowUp');
      await streams.row('Load more…').click({ timeout: 2_000 });
      return all.waitFor({ timeout: 2_000 }).then(() => true);
    });
  });

  it('is filtered beyond its first page', async () => {
    const streams = workbench.tree('Streams');
    await workbench.runCommand('Kinesis: Refresh');
    await workbench.runCommand('Kinesis: Filter Streams…');
    await workbench.quickInput.answer(`stream-${STREAMS - 1}`, 'name contains');
    await streams.row(`stream-${STREAMS - 1}`).waitFor();
    await streams.row('stream-000').waitFor({ state: 'hidden' });
  });
});

describe('a data directory that is damaged', () => {
  let workbench: Workbench;
  let dataDirectory: string;

  before(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'kinesis-workbench-damaged-'));
    await writeFile(join(dataDirectory, 'kinesis.db'), 'this is no database'.repeat(1_000));
    workbench = await Workbench.open({
      settings: {
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.engine.dataDirectory': dataDirectory,
      },
    });
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  it('is said in a sentence, and the tree keeps saying it', async () => {
    await workbench.openSidebar();
    await workbench.runCommand('Kinesis: Start Local Engine');
    await workbench.isTold(/damaged|corrupt/i);
    await workbench
      .tree('Streams')
      .row('Local engine')
      .getByText(/damaged|corrupt/i)
      .waitFor();
  });
});

function clientOf(port: number): { createStream(name: string): Promise<void> } {
  const client = new KinesisClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  return {
    createStream: async (StreamName) => {
      await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    },
  };
}

async function openFile(workbench: Workbench, name: string): Promise<void> {
  const tab = workbench.page.getByRole('tab', { name });
  // By its tab where it has one: a tail that comes to the front takes the focus when its page has
  // loaded, and with that closes a quick pick.
  if ((await tab.count()) === 0) {
    await workbench.openFile(name);
  } else {
    await tab.click();
  }
  await workbench.editorText().getByText('"order"').first().waitFor();
  await workbench.editorText().click();
}

async function put(workbench: Workbench, source: string, key: string): Promise<void> {
  await workbench.runCommand('Kinesis: Put Record…');
  await workbench.quickInput.pick('editor', 'Data stream');
  await workbench.quickInput.pick(source, 'What to put');
  await workbench.quickInput.answer(key, 'Partition key');
  await workbench.quickInput.answer('', 'Explicit hash key');
  await workbench.isTold('Put to shardId-');
}

async function showTail(workbench: Workbench): Promise<void> {
  await workbench.page.getByRole('tab', { name: 'editor', exact: true }).first().click();
  await workbench.tail().takesFocus();
}
