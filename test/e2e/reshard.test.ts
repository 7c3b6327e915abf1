import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  type KinesisClient,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { comesTrue } from '../support/eventually.ts';
import { kinesisClient } from '../support/engine.ts';
import { Workbench } from './support/workbench.ts';

const HALF = (2n ** 127n).toString();

/** A stream is resharded by another program while a person watches it. */
describe('a reshard under an open tail', () => {
  let workbench: Workbench;
  let client: KinesisClient;

  before(async () => {
    workbench = await Workbench.open({
      settings: {
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.engine.autoStart': true,
        'kinesisWorkbench.engine.storage': 'memory',
      },
    });
    await workbench.openSidebar();
    client = kinesisClient(`http://127.0.0.1:${await workbench.enginePort()}`);
    await client.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
    const streams = workbench.tree('Streams');
    await streams.row('orders').getByText('ACTIVE').waitFor();
    await workbench.openTail('orders');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    client.destroy();
    await workbench.close();
  });

  it('appears in the lineage with the children of the shard that was split', async () => {
    const { frame } = workbench.tail();
    await frame.getByRole('tab', { name: 'Lineage' }).click();
    const shard = frame.getByRole('table', { name: 'Lineage of the shards' }).getByRole('row');
    await shard.filter({ hasText: /^0000/ }).getByText('being read').waitFor();
    await client.send(
      new SplitShardCommand({
        StreamName: 'orders',
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: HALF,
      }),
    );
    await shard.filter({ hasText: /^0000/ }).getByText('read to its end').waitFor();
    for (const [name, range] of [
      ['0001', '0 – 50 %'],
      ['0002', '50 – 100 %'],
    ] as const) {
      const child = shard.filter({ hasText: new RegExp(`^${name}`) });
      await child.getByText('being read').waitFor();
      // Also what a narrow pane leaves to the picture.
      await comesTrue(async () => {
        const [own, from, hashKeys] = await child.locator('td').allTextContents();
        assert.deepEqual([own, from, hashKeys], [name, '0000', range]);
      });
    }
  });

  it('is followed: what goes to a child comes up without a click', async () => {
    await client.send(
      new PutRecordCommand({
        StreamName: 'orders',
        PartitionKey: 'after-the-split',
        ExplicitHashKey: HALF,
        Data: Buffer.from('{"half":2}'),
      }),
    );
    const row = workbench.tail().rows('after-the-split');
    await row.getByText('{"half":2}').waitFor();
    await row.getByText('0002').waitFor();
  });
});
