import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { comesTrue } from '../support/eventually.ts';
import type { TailPage } from './support/tailPage.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();

/**
 * A tail of an endpoint as it is kept: as a link, as a second tab, and over a reload of the window.
 * The endpoint is an engine of its own, which knows nothing of the window. The steps build on each
 * other, in order.
 */
describe('a tail of an endpoint', () => {
  let engine: Engine;
  let connection: Connection;
  let workbench: Workbench;

  const put = (text: string): Promise<unknown> => {
    const record = { data: new TextEncoder().encode(text), partitionKey: 'customer-7' };
    return connection.streams.putRecord('orders', record, signal);
  };

  const leadingTo = (region: string): Record<string, unknown> => {
    const { http: endpoint } = engine.ready;
    const staging = { name: 'staging', kind: 'endpoint', endpoint, region };
    return { 'kinesisWorkbench.connections': [staging] };
  };

  before(async () => {
    engine = await startTestEngine();
    const { http: endpoint } = engine.ready;
    connection = createConnection({ kind: 'endpoint', endpoint, region: 'us-east-1' });
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: 1 } as const;
    await connection.streams.createStream(stream, signal);
    workbench = await Workbench.open({ settings: leadingTo('us-east-1') });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.openSidebar();
    await workbench.tree('Streams').expand('staging');
    await workbench.tree('Streams').row('orders').getByText('ACTIVE · 1 shard').waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    connection.dispose();
    await engine.stop();
  });

  const hasFilter = (tail: TailPage): Promise<void> =>
    comesTrue(async () => {
      assert.equal(await tail.frame.locator('.filter-input').inputValue(), 'LARGE');
    });

  /** Resolves when another tail of the stream has read this, so that this one could have too. */
  const readElsewhere = async (text: string): Promise<void> => {
    const { quickInput } = workbench;
    const starts = quickInput.step('Start at');
    await workbench.openSidebar();
    await workbench.tree('Streams').expand('staging');
    await workbench.chooseOfStream('orders', 'Tail Stream From…', starts);
    await quickInput.pick('Oldest');
    await workbench.tail().rows(text).waitFor();
    await workbench.runCommand('View: Close Editor');
  };

  it('is filtered', async () => {
    await workbench.openTail('orders');
    const tail = workbench.tail();
    await tail.frame.getByText('Waiting for new records').waitFor();
    await put('a small order');
    await put('a large order');
    await tail.rows('customer-7').nth(1).waitFor();
    await tail.search('LARGE');
    await tail.frame.locator('.count', { hasText: '1 of 2' }).waitFor();
  });

  it('shares its filter by the settings of the folder', async () => {
    const { frame } = workbench.tail();
    await workbench.tail().button('Saved filters').click();
    const name = frame.getByRole('textbox', { name: 'Name of the filter' });
    await name.fill('Large');
    await name.press('Enter');
    await frame.getByRole('button', { name: 'Share Large' }).click();
    await frame.getByRole('button', { name: /^Large \(workspace settings\)/ }).waitFor();
    await workbench.screenshot('shared-filter');
    await comesTrue(async () => {
      const text = await readFile(join(workbench.folder, '.vscode/settings.json'), 'utf8');
      assert.deepEqual(JSON.parse(text), {
        'kinesisWorkbench.filters': { orders: { Large: 'LARGE' } },
      });
    });
    await workbench.page.keyboard.press('Escape');
  });

  it('is copied as a link, which names it and has no records', async () => {
    await workbench.isToldBriefly('Copied a link to this tail', () =>
      workbench.runCommand('Kinesis: Copy Link to Tail'),
    );
    await comesTrue(async () => {
      const text = await workbench.clipboard();
      assert.match(text, /^[\w-]+:\/\/kinesis-workbench\.kinesis-workbench\/tail\?/);
      assert.deepEqual(Object.fromEntries(new URL(text).searchParams), {
        connection: 'staging',
        stream: 'orders',
        from: 'latest',
        filter: 'LARGE',
      });
    });
  });

  it('is duplicated beside itself, with its filter and its records', async () => {
    const { page } = workbench;
    await workbench.runCommand('Kinesis: Duplicate Tail');
    await workbench.tail(1).frame.locator('.count', { hasText: '1 of 2' }).waitFor();
    const tabs = page.getByRole('tab', { name: 'orders · staging' });
    await comesTrue(async () => assert.equal(await tabs.count(), 2));
    for (const place of [0, 1]) await hasFilter(workbench.tail(place));
    await workbench.runCommand('View: Close Editor');
    await workbench.tail(1).grid().waitFor({ state: 'detached' });
  });

  it('comes back with its filter after a reload, and reads only when it is resumed', async () => {
    await workbench.reload();
    const tail = workbench.tail();
    const note = tail.frame.getByRole('note');
    const held = note.getByText('Not reading: resume to read from staging again.');
    await held.waitFor();
    await hasFilter(tail);
    await put('another large order');
    await readElsewhere('another large order');
    await held.waitFor();
    assert.equal(await tail.rows('customer-7').count(), 0);
    await tail.button('Resume').first().click();
    await tail.frame.locator('.count', { hasText: '2 of 3' }).waitFor();
    await tail.rows('another large order').waitFor();
  });

  it('stops when its connection leads elsewhere, and goes on when it leads back', async () => {
    const tail = workbench.tail();
    await workbench.changeSettings(leadingTo('eu-west-1'));
    const said = tail.frame.getByRole('alert').filter({ hasText: 'has changed since this tail' });
    await said.waitFor();
    await workbench.screenshot('led-elsewhere');
    await workbench.changeSettings(leadingTo('us-east-1'));
    await workbench.tree('Streams').row('staging').getByText('us-east-1').waitFor();
    await put('a very large order');
    await said.getByRole('button', { name: 'Try again' }).click();
    await tail.rows('a very large order').waitFor();
    await said.waitFor({ state: 'hidden' });
  });

  it('does not come back without its connection, and says so', async () => {
    await workbench.changeSettings({ 'kinesisWorkbench.connections': [] });
    await workbench.tree('Streams').row('staging').waitFor({ state: 'detached' });
    await workbench.reload();
    await workbench.isTold('there is no connection "staging" in the settings');
    assert.equal(await workbench.page.getByRole('tab', { name: 'orders · staging' }).count(), 0);
  });
});
