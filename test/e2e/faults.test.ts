import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { comesTrue } from '../support/eventually.ts';
import { Workbench } from './support/workbench.ts';

/** What a person does to see a program fail as it would on AWS. */
describe('faults of the local engine', () => {
  let workbench: Workbench;
  let client: KinesisClient;

  before(async () => {
    workbench = await Workbench.open({
      settings: {
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.engine.autoStart': true,
        'kinesisWorkbench.engine.storage': 'memory',
      },
      files: { 'kinesis-seed.json': '{"streams": [{"name": "seeded", "shardCount": 1}]}\n' },
    });
    await workbench.openSidebar();
    client = new KinesisClient({
      endpoint: `http://127.0.0.1:${await workbench.enginePort()}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
    });
    await client.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
    await workbench.tree('Streams').row('orders').getByText('ACTIVE').waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    client.destroy();
    await workbench.close();
  });

  const put = (): Promise<string> =>
    client
      .send(
        new PutRecordCommand({ StreamName: 'orders', PartitionKey: 'k', Data: Buffer.from('x') }),
      )
      .then(
        () => 'kept',
        (error: unknown) => (error instanceof Error ? error.name : ''),
      );

  it('are injected from the palette, listed with their strikes, and cleared', async () => {
    await workbench.runCommand('Kinesis: Inject Fault…');
    await workbench.quickInput.pick('Throttle puts', 'What goes wrong');
    await workbench.quickInput.answer('orders', 'Stream; leave it empty');
    await workbench.quickInput.answer('100', 'Percent');
    await workbench.isTold('Throttle puts: on, for orders');
    const outcomes = [await put()];
    await workbench.runCommand('Kinesis: Clear Faults…');
    await workbench.quickInput.widget.getByText('orders · 100 % · struck 1×').waitFor();
    await workbench.quickInput.pick('The fault below', 'Which ends');
    await workbench.isTold('One fault ended.');
    outcomes.push(await put());
    assert.deepEqual(outcomes, ['ProvisionedThroughputExceededException', 'kept']);
  });

  it('has a clock that is moved forward', async () => {
    await workbench.runCommand('Kinesis: Move Clock Forward…');
    await workbench.quickInput.answer('7d', 'How far');
    const said = await workbench.isTold('For the local engine it is now');
    const time = /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(said)?.[0] ?? '';
    const aheadMs = Date.parse(time) - Date.now();
    // Between the two times that are compared lies what the window took.
    assert.ok(aheadMs > 6.9 * 86_400_000 && aheadMs <= 7 * 86_400_000, time);
  });

  it('is brought to what the seed file in the editor says', async () => {
    await workbench.openFile('kinesis-seed.json');
    await workbench.editorText().getByText('seeded').waitFor();
    await workbench.runCommand('Kinesis: Apply Seed File…');
    await workbench.isTold('Made: stream seeded.');
    await workbench.tree('Streams').row('seeded').getByText('ACTIVE').waitFor();
    // The sidebar asks too, and the engine answers no oftener than AWS.
    await comesTrue(async () => {
      const { StreamNames } = await client.send(new ListStreamsCommand());
      assert.deepEqual(StreamNames, ['orders', 'seeded']);
    });
  });
});
