import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { HASH_KEY_MAX } from '../../src/formats/hashKey.ts';
import { comesTrue } from '../support/eventually.ts';
import { AwsStandIn } from './support/awsStandIn.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();

/** A change as DynamoDB puts it to a stream. */
const CHANGE = {
  eventName: 'MODIFY',
  tableName: 'accounts',
  dynamodb: {
    Keys: { id: { S: 'a-1' } },
    OldImage: { id: { S: 'a-1' }, balance: { N: '10.50' } },
    NewImage: { id: { S: 'a-1' }, balance: { N: '99.90' } },
  },
};

/**
 * What a person does with a record that they point at, on a connection that is marked as production
 * and so is masked. The steps build on each other, in order.
 */
describe('the menu of a record', () => {
  let aws: AwsStandIn;
  let workbench: Workbench;

  before(async () => {
    aws = await AwsStandIn.start();
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: 2 } as const;
    await aws.others.streams.createStream(stream, signal);
    for (const [partitionKey, value] of [
      ['key-a', { status: 'new', amount: 1 }],
      ['key-b', { status: 'paid', card: '4242 4242 4242 4242' }],
      ['key-c', { status: 'paid', amount: 3 }],
      ['changed', CHANGE],
    ] as const) {
      const data = new TextEncoder().encode(JSON.stringify(value));
      // The first one alone in its shard.
      const explicitHashKey = partitionKey === 'key-a' ? '0' : HASH_KEY_MAX.toString();
      await aws.others.streams.putRecord('orders', { data, partitionKey, explicitHashKey }, signal);
    }
    workbench = await Workbench.open({
      env: aws.env,
      settings: { 'kinesisWorkbench.connections': [aws.connection('acme', { production: true })] },
    });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.openSidebar();
    await workbench.tree('Streams').expand('acme');
    const starts = workbench.quickInput.step('Start at');
    await workbench.chooseOfStream('orders', 'Tail Stream From…', starts);
    await workbench.quickInput.pick('Oldest');
    await shows(4);
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    await aws.stop();
  });

  const shows = async (count: number): Promise<void> => {
    const text = count === 4 ? '4 records' : `${count} of 4`;
    const { frame } = workbench.tail();
    await frame.locator('.count', { hasText: text }).waitFor();
    // The rows follow the count, and one that is still to move would be pointed at in vain.
    const drawn = frame.locator('.rows > .row:has(.key:not(:empty))');
    await drawn.nth(count - 1).waitFor();
    await frame.locator('.rows > .row').nth(count).waitFor({ state: 'detached' });
  };

  /** Closes what covers the tail; what is pressed before the tail has the focus is lost on it. */
  const closeEditor = async (): Promise<void> => {
    await workbench.runCommand('View: Close Editor');
    await workbench.tail().takesFocus();
    await shows(4);
  };

  const choose = async (row: string, entry: string): Promise<void> => {
    await workbench.chooseFromMenu(workbench.tail().rows(row), entry);
  };

  /** Takes all conditions away. */
  const showAll = async (): Promise<void> => {
    const chips = workbench.tail().frame.locator('.chip-remove');
    await chips.first().waitFor();
    for (let left = await chips.count(); left > 0; left--) {
      await chips.first().click();
      await chips.nth(left - 1).waitFor({ state: 'detached' });
    }
    await shows(4);
  };

  it('filters by its key, and leaves it out', async () => {
    await choose('key-b', 'Filter by This Key');
    await shows(1);
    await workbench.tail().rows('key-b').waitFor();
    // What is looked at stays in sight.
    await workbench.tail().frame.locator('.pane-title', { hasText: 'key-b' }).waitFor();
    await showAll();
    await choose('key-b', 'Exclude This Key');
    await shows(3);
    await workbench.tail().frame.getByText('not key key-b').waitFor();
    await showAll();
  });

  it('filters by its shard, and leaves it out', async () => {
    await choose('key-a', 'Filter by This Shard');
    await shows(1);
    await workbench.tail().rows('key-a').waitFor();
    await showAll();
    await choose('key-a', 'Exclude This Shard');
    await shows(3);
    await workbench.tail().rows('key-a').waitFor({ state: 'detached' });
    await showAll();
  });

  it('filters by a value in the record, and leaves it out', async () => {
    const tail = workbench.tail();
    const status = tail.frame.getByRole('tree').getByText('"paid"');
    await tail.rows('key-b').click();
    await workbench.chooseFromMenu(status, 'Filter by This Value');
    await shows(2);
    await showAll();
    await tail.rows('key-b').click();
    await workbench.chooseFromMenu(status, 'Exclude This Value');
    await shows(2);
    await tail.rows('key-a').waitFor();
    await showAll();
  });

  it('filters by a value in a column of its own, and leaves it out', async () => {
    const tail = workbench.tail();
    await tail.rows('key-b').click();
    await workbench.chooseFromMenu(
      tail.frame.getByRole('tree').getByText('"paid"'),
      'Add as Column',
    );
    await tail.frame.getByRole('columnheader', { name: /status/ }).waitFor();
    const cell = tail.rows('key-c').getByRole('gridcell', { name: 'paid', exact: true });
    await workbench.chooseFromMenu(cell, 'Filter by This Value');
    await shows(2);
    await tail.rows('key-b').waitFor();
    await showAll();
    await workbench.chooseFromMenu(cell, 'Exclude This Value');
    await shows(2);
    await tail.rows('key-a').waitFor();
    await workbench.screenshot('exclude');
    await showAll();
  });

  it('copies it as a command without what is masked', async () => {
    await workbench.isToldBriefly('Copied', () => choose('key-b', 'Copy as AWS CLI Command'));
    await comesTrue(async () => {
      const command = await workbench.clipboard();
      assert.match(command, /^aws kinesis put-record --profile acme --region eu-west-1 /);
      assert.match(command, /•••• 4242/);
      assert.doesNotMatch(command, /4242 4242/);
    });
  });

  it('opens it as a document, without what is masked', async () => {
    await choose('key-b', 'Open Record');
    await workbench.page.getByRole('tab', { name: /^orders-\d{8}\.json/ }).waitFor();
    await workbench.editorText().getByText('•••• 4242').waitFor();
    await closeEditor();
  });

  it('compares two records side by side', async () => {
    const tail = workbench.tail();
    await workbench.isToldBriefly('Select two records to compare', () =>
      choose('key-b', 'Compare Selected Records'),
    );
    await tail.rows('key-b').click();
    await tail.rows('key-c').click({ modifiers: ['ControlOrMeta'] });
    await choose('key-c', 'Compare Selected Records');
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.locator('.editor.original').getByText('•••• 4242').waitFor();
    await diff.locator('.editor.modified').getByText('"amount": 3').waitFor();
    await closeEditor();
  });

  it('shows a change of an item of DynamoDB, before and after', async () => {
    await choose('changed', 'Show Change: Before and After');
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.locator('.editor.original').getByText('"balance": 10.50').waitFor();
    await diff.locator('.editor.modified').getByText('"balance": 99.90').waitFor();
    await workbench.screenshot('change');
    await closeEditor();
  });

  it('says that a record is no change', async () => {
    await choose('key-a', 'Show Change: Before and After');
    await workbench.isTold('This record does not describe a change');
  });
});
