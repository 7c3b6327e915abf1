import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createConnection } from '../../src/aws/sdk.ts';
import { comesTrue } from '../support/eventually.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();
const THEMES = [
  ['light', 'vscode-light'],
  ['highContrast', 'vscode-high-contrast'],
  ['dark', 'vscode-dark'],
] as const;

/**
 * The window as README and the manual of the tail show it, the first in light, dark and high
 * contrast. The steps build on each other, in order.
 */
describe('the picture of the product', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      size: { width: 1400, height: 860 },
      settings: {
        'kinesisWorkbench.engine.autoStart': true,
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.simulators': [
          {
            streamName: 'truck-positions',
            kind: 'gps',
            recordsPerSecond: 240,
            keySkew: 0.8,
            shardCount: 4,
          },
          { streamName: 'transactions', kind: 'transactions', recordsPerSecond: 5 },
        ],
      },
    });
    await workbench.openSidebar();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('shows streams, shards, rows, metrics and a record side by side', async () => {
    const streams = workbench.tree('Streams');
    await streams.expand('truck-positions');
    await workbench.tree('Simulators').open();
    await workbench.openTail('truck-positions');
    const tail = workbench.tail();
    await tail.frame
      .locator('.count')
      .getByText(/\b\d,\d\d\d records\b/)
      .waitFor();
    await tail.rows('truck-').nth(6).click();
    await tail.frame.getByRole('tree').getByText('latitude').waitFor();
    await workbench.page.mouse.move(700, 855);
    await comesTrue(async () => assert.ok((await tail.rows('truck-').count()) > 10));
  });

  for (const [theme, cssClass] of THEMES) {
    it(`looks right in ${theme}`, async () => {
      await workbench.useTheme(theme);
      await workbench.tail().frame.locator(`body.${cssClass}`).waitFor();
      await workbench.screenshot(`tail-${theme}`, { forReadme: true });
    });
  }

  it('shows what a filter leaves of all, and how busy the shards are', async () => {
    const { frame } = workbench.tail();
    await frame.getByRole('combobox', { name: 'Stack the bars by' }).selectOption('By shard');
    await frame.getByRole('button', { name: 'Write the whole filter as text' }).click();
    await frame.locator('.filter-input').fill('speedKmh>80 -key:truck-0002');
    await frame.locator('.count', { hasText: / of / }).waitFor();
    await frame.getByRole('tab', { name: 'Heat map' }).click();
    await frame.getByRole('application', { name: /^Heat map of 4 shards/ }).waitFor();
    await workbench.tail().rows('truck-').nth(4).click();
    await frame.getByText('decoded by: JSON').click();
    await workbench.page.mouse.move(700, 855);
    await workbench.screenshot('tail-filtered', { forReadme: true });
  });

  it('shows which shard came from which, and the hottest keys', async () => {
    const { frame } = workbench.tail();
    const endpoint = `http://127.0.0.1:${await workbench.enginePort()}`;
    const connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
    await frame.getByRole('tab', { name: 'Lineage' }).click();
    const shard = frame.getByRole('table', { name: 'Lineage of the shards' }).getByRole('row');
    const streamName = 'truck-positions';
    const shardId = 'shardId-000000000001';
    const startingHashKey = (3n * 2n ** 125n).toString();
    await connection.streams.splitShard({ streamName, shardId, startingHashKey }, signal);
    const child = shard.filter({ hasText: /^00050001/ });
    await child.getByText('being read').waitFor();
    const neighbours = { shardId: 'shardId-000000000002', adjacentShardId: 'shardId-000000000003' };
    await connection.streams.mergeShards({ streamName, ...neighbours }, signal);
    connection.dispose();
    const merged = shard.filter({ hasText: /^00060002 \+ 0003/ });
    await merged.getByText('being read').waitFor();
    await workbench.screenshot('tail-lineage', { forReadme: true });
    await frame.getByRole('tab', { name: 'Hot keys' }).click();
    await frame.getByRole('row').filter({ hasText: 'truck-0001' }).last().waitFor();
    await workbench.screenshot('tail-hotKeys', { forReadme: true });
  });
});
