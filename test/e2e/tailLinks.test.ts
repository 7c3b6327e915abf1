import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { comesTrue } from '../support/eventually.ts';
import { AwsStandIn } from './support/awsStandIn.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();

/**
 * A link goes from one person to another, who may not know where it leads; anybody can write one.
 * VS Code hands it over as it does with one that the system opens. The steps build on each other.
 */
describe('a link to a tail of AWS', () => {
  let aws: AwsStandIn;
  let workbench: Workbench;
  let link = '';

  before(async () => {
    aws = await AwsStandIn.start();
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: 1 } as const;
    await aws.others.streams.createStream(stream, signal);
    const records = ['small', 'large', 'large'].map((size, index) => ({
      data: new TextEncoder().encode(JSON.stringify({ size, index })),
      partitionKey: `customer-${index}`,
    }));
    await aws.others.streams.putRecords('orders', records, signal);
    workbench = await Workbench.open({
      env: aws.env,
      settings: { 'kinesisWorkbench.connections': [aws.connection('acme')] },
    });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.openSidebar();
    await workbench.tree('Streams').expand('acme');
    await workbench.tree('Streams').row('orders').getByText('ACTIVE').waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    await aws.stop();
  });

  /** The link with other members. */
  const linkWith = (members: Readonly<Record<string, string>>): string => {
    const url = new URL(link);
    for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
    return url.href;
  };

  it('opens the view that it was copied from, and reads only after it was confirmed', async () => {
    const { quickInput } = workbench;
    const starts = quickInput.step('Start at');
    await workbench.chooseOfStream('orders', 'Tail Stream From…', starts);
    await quickInput.pick('Oldest');
    const tail = workbench.tail();
    await tail.rows('customer-').nth(2).waitFor();
    await tail.search('large');
    await tail.frame.locator('.count', { hasText: '2 of 3' }).waitFor();
    await workbench.isToldBriefly('Copied a link to this tail', () =>
      workbench.runCommand('Kinesis: Copy Link to Tail'),
    );
    await comesTrue(async () => {
      link = await workbench.clipboard();
      assert.match(link, /\/tail\?.*filter=large/);
    });
    await workbench.runCommand('View: Close Editor');
    await tail.grid().waitFor({ state: 'detached' });

    const iterators = aws.count('GetShardIterator');
    await workbench.openLink(link);
    // VS Code asks first whether the extension may have it.
    await workbench.page.getByRole('checkbox', { name: /Do not ask me again/ }).click();
    await workbench.dialog().getByRole('button', { name: 'Open' }).click();
    const question = workbench.dialog('Open the tail of "orders" on acme?');
    await question.getByText('This reads from acme, eu-west-1.').waitFor();
    await workbench.screenshot('link');
    assert.equal(aws.count('GetShardIterator'), iterators);
    await question.getByRole('button', { name: 'Open' }).click();
    await tail.frame.locator('.count', { hasText: '2 of 3' }).waitFor();
    await tail.button('from oldest').waitFor();
    await comesTrue(async () => {
      assert.equal(await tail.frame.locator('.filter-input').inputValue(), 'large');
    });
  });

  it('does nothing when the question is dismissed', async () => {
    const tabs = workbench.page.getByRole('tab', { name: 'orders · acme' });
    await workbench.openLink(linkWith({ from: 'latest' }));
    const question = workbench.dialog('Open the tail of "orders" on acme?');
    await question.getByText('From the latest record on').waitFor();
    await workbench.dismiss(question);
    assert.equal(await tabs.count(), 1);
  });

  it('says that a connection is not there, and offers those that are', async () => {
    const { quickInput } = workbench;
    await workbench.openLink(linkWith({ connection: 'prod-eu', from: 'latest' }));
    const question = workbench.dialog(
      'The link is to "orders" on the connection "prod-eu", which you do not have.',
    );
    await question.getByRole('button', { name: 'Choose Connection' }).click();
    await quickInput.pick('acme', 'Connection');
    const second = workbench.dialog('Open the tail of "orders" on acme?');
    await second.waitFor();
    await workbench.dismiss(second);
  });

  it('says that a stream is not there', async () => {
    await workbench.openLink(linkWith({ stream: 'gone', from: 'latest' }));
    const question = workbench.dialog('Open the tail of "gone" on acme?');
    await question.getByRole('button', { name: 'Open' }).click();
    await workbench.tail().frame.getByText('The stream gone does not exist').waitFor();
    await workbench.runCommand('View: Close Editor');
    // The page that comes to the front takes the focus, and a palette that opens meanwhile closes.
    await workbench.tail().takesFocus();
  });

  it('shows what is hidden in a filter, and as text only', async () => {
    const filter = '"<img src=x onerror=alert(1)>\u202E"';
    await workbench.openLink(linkWith({ filter, from: 'latest' }));
    const question = workbench.dialog('Open the tail of "orders" on acme?');
    await question.getByText('Filter: "<img src=x onerror=alert(1)>⟨U+202E⟩"').waitFor();
    assert.equal(await question.locator('img').count(), 0);
    await workbench.dismiss(question);
  });

  for (const [what, members, said] of [
    ['is very long', { filter: 'a'.repeat(20_000) }, 'The link is too long.'],
    ['has a script for a stream', { stream: '<script>' }, 'The link names no stream.'],
    ['has a word for a time', { from: 'yesterday' }, 'The link has no place to start from.'],
    ['has a count that is none', { until: 'count:-1' }, 'The link has an end that is none.'],
    ['has a path for a shard', { shards: '../../x' }, 'The link has shards that are none.'],
    ['asks for more', { run: 'x' }, 'The link has a part that this version does not know.'],
  ] as const) {
    it(`is refused with the reason when it ${what}`, async () => {
      const calls = aws.count('GetShardIterator');
      await workbench.openLink(linkWith(members));
      await workbench.isTold(said);
      assert.equal(await workbench.dialog().count(), 0);
      assert.equal(aws.count('GetShardIterator'), calls);
      await workbench.runCommand('Notifications: Clear All Notifications');
    });
  }
});
