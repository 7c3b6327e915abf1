import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import { comesTrue, eventually } from '../support/eventually.ts';
import {
  AVRO_TRUCK,
  GLUE_AVRO_ZLIB,
  GLUE_VERSION_ID,
  TRUCK_AVSC,
} from '../unit/tail/schemas/encodings.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();

/**
 * Records of a connection that is marked as production, and records that only their schema can read.
 * The local engine stands for both. The steps build on each other, in order.
 */
describe('records that are not for everybody', () => {
  let workbench: Workbench;
  let connection: Connection;

  const put = (data: string | Uint8Array, partitionKey: string): Promise<unknown> => {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    const record = { data: bytes, partitionKey };
    return connection.streams.putRecord('orders', record, signal);
  };

  before(async () => {
    const settings = { 'kinesisWorkbench.engine.port': 0 };
    workbench = await Workbench.open({ settings, files: { 'truck.avsc': TRUCK_AVSC } });
    await workbench.openSidebar();
    await workbench.runCommand('Kinesis: Start Local Engine');
    const endpoint = `http://127.0.0.1:${String(await workbench.enginePort())}`;
    connection = createConnection({ kind: 'endpoint', endpoint, region: 'us-east-1' });
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: 1 } as const;
    await connection.streams.createStream(stream, signal);
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Add Connection…');
    await quickInput.pick('Endpoint URL', 'What to connect to');
    await quickInput.answer(endpoint, 'Endpoint URL');
    await quickInput.answer('us-east-1', 'Region');
    await quickInput.answer('shop', 'Name in the sidebar');
    await quickInput.pick('No', 'Is this production?');
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    connection.dispose();
    await workbench.close();
  });

  it('marks a connection as production', async () => {
    const streams = workbench.tree('Streams');
    const marked = streams.row('shop').getByText('production ·');
    await workbench.chooseOfStream('shop', 'Mark as Production', marked);
  });

  it('masks personal data in its tails', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Tail Stream');
    await quickInput.pick('shop', 'Connection');
    await quickInput.pick('orders', 'Data stream');
    const tail = workbench.tail();
    await tail.frame.getByText('Waiting for new records').waitFor();
    await tail.button(/^Masked/).waitFor();
    await tail.frame.locator('.connection', { hasText: 'shop · production' }).waitFor();
    await put('{"card":"4242 4242 4242 4242","to":"ana@example.com"}', 'ana@example.com');
    const shown = tail.rows('•••• 4242');
    await shown.getByText('••••@example.com #').waitFor();
    await shown.filter({ hasNotText: 'ana@' }).waitFor();
    await shown.click();
    await tail.frame.getByRole('tab', { name: 'Raw' }).click();
    const detail = tail.frame.locator('.detail-text');
    await detail.getByText('••••@example.com').waitFor();
    await tail.frame.getByRole('tab', { name: 'Headers' }).click();
    await detail.getByText('Hash key', { exact: true }).waitFor();
    await tail.frame.getByRole('tab', { name: 'Decoded' }).click();
    await workbench.screenshot('masked');
  });

  it('shows it only after a person agreed', async () => {
    const tail = workbench.tail();
    await tail.button(/^Masked/).click();
    const dialog = workbench.dialog('Show personal data of "shop"?');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await tail.rows('•••• 4242').waitFor();
    await tail.button(/^Masked/).click();
    await dialog.getByRole('button', { name: 'Show Data' }).click();
    await tail.rows('4242 4242 4242 4242').getByText('ana@example.com', { exact: true }).waitFor();
    await tail.button(/^Mask /).click();
    await tail.rows('•••• 4242').waitFor();
  });

  it('goes by other rules at once', async () => {
    const tail = workbench.tail();
    await workbench.changeSettings({ 'kinesisWorkbench.masking.rules': [{ path: '$.to' }] });
    await tail.rows('4242 4242 4242 4242').getByText('"to":"••••"').waitFor();
    await workbench.changeSettings({ 'kinesisWorkbench.masking.rules': [{ pattern: '(' }] });
    const banner = tail.frame.getByRole('alert').filter({ hasText: 'Everything is hidden' });
    await banner.getByText(/cannot be used: "\(" is no regular expression/).waitFor();
    await tail.rows('["••••"]').waitFor();
    assert.equal(await tail.rows('4242').count(), 0);
    await workbench.screenshot('wrong-rule');
    await workbench.changeSettings({ 'kinesisWorkbench.masking.rules': ['cardNumber', 'email'] });
    await tail.rows('•••• 4242').getByText('••••@example.com').first().waitFor();
    await banner.waitFor({ state: 'hidden' });
  });

  it('says what is no rule until it is mended, and hides more meanwhile', async () => {
    const status = workbench.page.locator('.statusbar-item', { hasText: 'Kinesis settings' });
    await workbench.changeSettings({ 'kinesisWorkbench.masking.rules': ['emial'] });
    await status
      .getByRole('button', { name: /Masking rule 1 in the settings is neither/ })
      .waitFor();
    await workbench.tail().rows('•••• 4242').getByText('••••@example.com').first().waitFor();
    await workbench.screenshot('no-rule');
    await workbench.changeSettings({ 'kinesisWorkbench.masking.rules': ['cardNumber', 'email'] });
    await status.waitFor({ state: 'hidden' });
  });

  it('reads a record by its schema, as soon as the settings name one', async () => {
    await put(new Uint8Array(Buffer.from(GLUE_AVRO_ZLIB, 'base64')), 'truck');
    const tail = workbench.tail();
    await tail.rows('truck').click();
    await tail.frame
      .getByText(/has no registry to ask\. Name a file/)
      .first()
      .waitFor();
    await workbench.changeSettings({
      'kinesisWorkbench.schemas': { [GLUE_VERSION_ID]: 'truck.avsc' },
    });
    await tail.rows('9007199254740993').waitFor();
    await tail.frame.getByRole('tree').getByText('-12345.67').first().waitFor();
    await workbench.screenshot('avro');
  });

  it('reads records without a frame by the schema that a person chooses', async () => {
    await put(new Uint8Array(Buffer.from(AVRO_TRUCK, 'base64')), 'bare');
    const tail = workbench.tail();
    const showsTimes = (count: number): Promise<void> =>
      comesTrue(async () => {
        assert.equal(await tail.rows('9007199254740993').count(), count);
      });
    await tail.rows('bare').waitFor();
    await showsTimes(1);
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Choose Schema…');
    await quickInput.pick('shop', 'Connection');
    await quickInput.pick('orders', 'Data stream');
    await quickInput.pick('truck.avsc', 'Schema of orders');
    await tail.rows('bare').getByText('9007199254740993').waitFor();
    await showsTimes(2);
  });

  it('copies into the local engine what can be masked, and counts the rest', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Kinesis: Copy Range to Local Engine…');
    await quickInput.pick('shop', 'Connection');
    await quickInput.pick('orders', 'Data stream');
    await quickInput.acceptText(/15 minutes ago/);
    await quickInput.acceptText(/now/);
    await quickInput.answer('orders-masked', 'Name of the new stream on the local engine');
    const dialog = workbench.dialog('Mask the records of "orders" in the copy?');
    await dialog.waitFor();
    await workbench.screenshot('copy masked');
    await dialog.getByRole('button', { name: 'Copy Masked' }).click();
    const done = await workbench.isTold('Put 1 record into orders-masked.');
    assert.match(done, /2 records were left out/);
    await workbench.answerNotification('Put 1 record into orders-masked.', 'Tail Stream');
    const copy = workbench.tail();
    await copy.rows('•••• 4242').getByText('••••@example.com #').waitFor();
    // The tail itself hides nothing: what is in the copy is masked.
    await copy.button(/^Mask /).waitFor();
    await workbench.runCommand('Kinesis: Refresh');
    const stream = workbench.tree('Streams').row('orders-masked').getByText('ACTIVE');
    const consumers = workbench.page.getByText('1 consumer of Kinesis Workbench');
    // A tree that is drawn anew meanwhile ends what is told on pointing: a person points again.
    await eventually(async () => {
      await workbench.tree('Streams').row('shop').hover();
      await stream.hover();
      return consumers.waitFor({ timeout: 3_000 }).then(() => true);
    });
    await workbench.screenshot('consumers of tails');
    await workbench.runCommand('View: Close Editor');
  });

  it('says in its tails at once that it is production no more', async () => {
    const unmarked = workbench.tree('Streams').row('shop').filter({ hasNotText: 'production ·' });
    await workbench.chooseOfStream('shop', 'Unmark as Production', unmarked);
    await workbench
      .tail()
      .frame.locator('.connection', { hasText: /^shop$/ })
      .waitFor();
  });
});
