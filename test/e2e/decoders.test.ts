import { after, afterEach, before, describe, it } from 'node:test';
import { Workbench } from './support/workbench.ts';

/** Records that are packed, as a person meets them. The steps build on each other, in order. */
describe('decoders', () => {
  let workbench: Workbench;
  const encoded = Buffer.from('{"speed":83.10}').toString('base64');

  before(async () => {
    const settings = { 'kinesisWorkbench.engine.port': 0 };
    workbench = await Workbench.open({ settings, logLevel: 'debug' });
    await workbench.openSidebar();
    const streams = workbench.tree('Streams');
    await streams.welcome().getByRole('button', { name: 'Start Local Engine' }).click();
    await workbench.statusBar('Kinesis :').waitFor();
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Create Stream…');
    await quickInput.answer('packed', 'Name of the new stream');
    await quickInput.pick('Provisioned', 'Capacity mode');
    await quickInput.answer('1', 'Number of shards');
    await streams.row('packed').getByText('ACTIVE').waitFor();
    await workbench.openTail('packed');
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
    await workbench.runCommand('Kinesis: Put Record…');
    await quickInput.pick('packed', 'Data stream');
    await quickInput.answer(encoded, 'Data of the record');
    await quickInput.answer('truck-1', 'Partition key');
    await quickInput.answer('', 'Explicit hash key');
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('show what is in a record, and say how', async () => {
    const tail = workbench.tail();
    await tail.rows('truck-1').getByText('{"speed":83.10}').waitFor();
    await tail.rows('truck-1').click();
    await tail.frame.getByText('decoded by: base64 → JSON').waitFor();
  });

  it('are chosen below the record, and the open tail follows at once', async () => {
    const { quickInput } = workbench;
    const tail = workbench.tail();
    await tail.frame.getByText('Decode as…').click();
    await quickInput.pick('UTF-8 text', 'Now: detected');
    await quickInput.pick(/Done: UTF-8 text/, 'What is in there?');
    await tail.rows('truck-1').getByText(encoded).waitFor();
    await tail.frame.getByText('decoded as chosen: UTF-8 text').waitFor();
  });

  it('are detected again when the command says so', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Choose Decoders for Stream…');
    await quickInput.pick('packed', 'Data stream');
    await quickInput.pick(/Detect/, 'Now: UTF-8 text');
    await workbench.tail().rows('truck-1').getByText('{"speed":83.10}').waitFor();
    await workbench.tail().frame.getByText('decoded by: base64 → JSON').waitFor();
  });
});
