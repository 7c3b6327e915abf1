import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import { comesTrue, eventually } from '../support/eventually.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();
const HALF = (2n ** 127n).toString();
/** Keys that hash to the lower and to the upper half. */
const [LOW, HIGH] = ['customer-4', 'customer-1'];

/**
 * What a person sees of a stream that is too busy, beside its records: where and when, which keys,
 * what would help; and what came of it. The steps build on each other, in order.
 */
describe('a busy stream in its tail', () => {
  let workbench: Workbench;
  let connection: Connection;

  before(async () => {
    workbench = await Workbench.open({
      settings: {
        'kinesisWorkbench.engine.autoStart': true,
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.engine.storage': 'memory',
        'kinesisWorkbench.engine.limits': false,
      },
    });
    await workbench.openSidebar();
    const endpoint = `http://127.0.0.1:${await workbench.enginePort()}`;
    connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: 1 } as const;
    await connection.streams.createStream(stream, signal);
    await workbench.tree('Streams').row('orders').getByText('ACTIVE').waitFor();
    await workbench.openTail('orders');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    connection.dispose();
  });

  /** Writes more than a shard takes, with one key after the other, until it is all seen at once. */
  const writeUntil = async (shown: readonly Locator[], keys: readonly string[]): Promise<void> => {
    const statuses = ['new', 'paid'];
    const records = Array.from({ length: 500 }, (_, index) => ({
      data: new TextEncoder().encode(JSON.stringify({ status: statuses[index % 4 === 0 ? 1 : 0] })),
      partitionKey: keys[index % keys.length] ?? '',
    }));
    await eventually(async () => {
      const seen = await Promise.all(shown.map((locator) => locator.isVisible()));
      if (seen.every(Boolean)) return true;
      for (let batch = 0; batch < 4; batch++) {
        await connection.streams.putRecords('orders', records, signal);
      }
      await workbench.page.waitForTimeout(200);
      return false;
    });
  };

  const pane = async (title: string): Promise<void> => {
    await workbench.tail().frame.getByRole('tab', { name: title }).click();
  };

  it('has its hot keys with their share, and a hint that no split helps one key', async () => {
    const { frame } = workbench.tail();
    await pane('Hot keys');
    const hints = frame.getByRole('list', { name: 'Hints' });
    const key = frame.getByRole('table').getByRole('row').filter({ hasText: LOW });
    await writeUntil(
      [
        hints.getByText(`the key ${LOW} alone takes 100 % of it`),
        hints.getByText('Shard 0000 is near its limits. A split would not help'),
        key.filter({ hasText: /^customer-4\s*0000.*100 %/ }),
      ],
      [LOW],
    );
    await workbench.screenshot('hot-key');
  });

  it('has a hint where a split would divide its load', async () => {
    const { frame } = workbench.tail();
    const hints = frame.getByRole('list', { name: 'Hints' });
    const split = hints.getByText(`A split at the hash key ${HALF} would divide its load`);
    await writeUntil([split], [HIGH]);
  });

  it('has a heat map that keys move in, and the same as a table', async () => {
    const { frame } = workbench.tail();
    const { keyboard } = workbench.page;
    await pane('Heat map');
    const map = frame.getByRole('application', {
      name: /^Heat map of 1 shard; the hottest is 0000/,
    });
    await map.focus();
    await keyboard.press('End');
    await frame
      .getByText(/^Shard 0000, [\d:]+: /)
      .first()
      .waitFor();
    await workbench.screenshot('heat-map');
    await frame.getByText('As a table').click();
    const table = frame.getByRole('region', { name: 'The heat map as a table' });
    const row = table.getByRole('row').filter({ hasText: /^0000/ });
    await row.waitFor();
    await comesTrue(async () => {
      const cells = await row.getByRole('cell').allInnerTexts();
      const [shard, , records = '', , ofLimit = ''] = cells;
      assert.equal(shard, '0000');
      assert.ok(Number(records.replaceAll(',', '')) >= 1_000, records);
      assert.ok(Number.parseInt(ofLimit, 10) >= 100, ofLimit);
    });
  });

  it('has the bars of its records stacked by shard and by a field, and as a table', async () => {
    const tail = workbench.tail();
    const by = tail.frame.getByRole('combobox', { name: 'Stack the bars by' });
    const legend = tail.frame.locator('.histogram-legend');
    await by.selectOption('By shard');
    await legend.getByText('0000').waitFor();
    await by.selectOption('By field…');
    const path = tail.frame.getByRole('textbox', { name: 'Path of the field' });
    await path.fill('status');
    await path.press('Enter');
    await legend.getByText('new').waitFor();
    await legend.getByText('paid').waitFor();
    await workbench.screenshot('histogram');
  });

  it('shows what is filtered against all, and a range of time that is brushed', async () => {
    const tail = workbench.tail();
    const { mouse } = workbench.page;
    await tail.search('"paid"');
    await tail.frame.locator('.count', { hasText: / of / }).waitFor();
    await tail.button('Show as table').click();
    const rows = tail.frame.getByRole('table', { name: 'Records over time' }).getByRole('row');
    const first = rows.nth(1);
    await eventually(() => isQuarter(first));
    await tail.button('Show as bars').click();
    const plot = tail.frame.getByRole('slider', { name: /^Records over time/ });
    // Where it stands still: it comes where the table was.
    await plot.hover({ position: { x: 2, y: 10 } });
    const box = await plot.boundingBox();
    assert.ok(box);
    await mouse.down();
    await mouse.move(box.x + box.width / 2, box.y + 10, { steps: 5 });
    await mouse.up();
    const chip = tail.frame.locator('.chip');
    await chip.waitFor();
    await comesTrue(async () => {
      const told = (await plot.getAttribute('aria-valuetext')) ?? '';
      const [, count] = /, ([\d,]+) shown/.exec(told) ?? [];
      assert.ok(count, told);
      assert.match(await tail.frame.locator('.count').innerText(), new RegExp(`^${count} of `));
    });
    await workbench.screenshot('brush');
    await chip.getByRole('button', { name: /^Remove/ }).click();
    await chip.waitFor({ state: 'detached' });
    // Nothing is left of the brush either.
    await tail.frame.locator('.histogram-plot[aria-valuetext="No time chosen"]').waitFor();
  });

  it('has its splits and merges drawn, with a table beside', async () => {
    const { frame } = workbench.tail();
    await workbench.tree('Streams').expand('orders');
    await pane('Lineage');
    const shard = frame.getByRole('table', { name: 'Lineage of the shards' }).getByRole('row');
    const split = { streamName: 'orders', shardId: 'shardId-000000000000', startingHashKey: HALF };
    await connection.streams.splitShard(split, signal);
    await shard
      .filter({ hasText: /^00020000/ })
      .getByText('being read')
      .waitFor();
    await connection.streams.mergeShards(
      {
        streamName: 'orders',
        shardId: 'shardId-000000000001',
        adjacentShardId: 'shardId-000000000002',
      },
      signal,
    );
    const merged = shard.filter({ hasText: /^00030001 \+ 0002/ });
    // A narrow pane leaves it to the picture.
    await merged.getByText('0 – 100 %').waitFor({ state: 'attached' });
    await merged.getByText('being read').waitFor();
    for (const name of ['0000', '0001', '0002']) {
      await shard
        .filter({ hasText: new RegExp(`^${name}`) })
        .getByText('read to its end')
        .waitFor();
    }
    // The sidebar has heard of it too.
    const streams = workbench.tree('Streams');
    await streams.row('shardId-000000000003').waitFor();
    await streams.row('shardId-000000000000').getByText('closed').waitFor();
    await workbench.screenshot('lineage');
  });
});

/** Whether a quarter of the records of a time is shown. */
async function isQuarter(row: Locator): Promise<boolean> {
  const [all = '', shown = ''] = await row.getByRole('cell').allInnerTexts();
  const [total, part] = [all, shown].map((text) => Number(text.replaceAll(',', '')));
  return total !== undefined && part !== undefined && part > 0 && part * 4 === total;
}
