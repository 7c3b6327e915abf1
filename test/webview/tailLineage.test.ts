import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatDateTime } from '../../webview/tail/text/format.ts';
import { callOf } from './support/tailHarness.ts';
import { TailSuite } from './support/tailSuite.ts';

const START_MS = Date.UTC(2026, 2, 1, 12, 4, 31, 207);
const local = (timeMs: number): string => formatDateTime(timeMs).slice(0, 19);

describe('the lineage of the shards', () => {
  const tail = new TailSuite();
  const open = async (): Promise<void> => {
    await tail.view.frame.getByRole('tab', { name: 'Lineage' }).click();
    await tail.view.frame.locator('.lineage-band').first().waitFor();
  };

  const told = (text: RegExp): Promise<void> =>
    tail.view.frame.locator('.lineage-told').filter({ hasText: text }).waitFor();

  test('is drawn, and the same is in a table', async () => {
    await open();
    const { frame } = tail.view;
    assert.equal(await frame.locator('.lineage-band').count(), 4);
    const rows = frame.getByRole('table', { name: 'Lineage of the shards' }).locator('tbody tr');
    assert.deepEqual(await rows.nth(3).locator('td').allTextContents(), [
      '0000',
      '–',
      '0 – 50 %',
      local(START_MS),
      local(START_MS + 600_000),
      '100 %',
      '12,345',
      '2.5 MB',
      'read to its end',
      '',
    ]);
    assert.equal(await rows.count(), 4);
  });

  test('is walked by the arrow keys, and a shard is shown alone', async () => {
    await open();
    await tail.view.frame.getByRole('application', { name: /^Shards over time/ }).focus();
    await tail.view.press('ArrowLeft');
    await told(/^Shard 0003/);
    await tail.view.press('ArrowLeft');
    await told(/^Shard 0000 · hash keys/);
    await tail.view.press('ArrowRight');
    await told(/^Shard 0003 from 0000/);
    const said = tail.view.frame.locator('.lineage [role=status]');
    assert.match(await said.innerText(), /^Shard 0003 from 0000/);
    const only = tail.view.frame.locator('.lineage-about');
    await only.getByRole('button', { name: 'Show only this shard: 0003' }).click();
    await tail.view.settled();
    const filter = { conditions: [{ kind: 'shard', shardIds: ['shardId-000000000003'] }] };
    assert.deepEqual(await tail.view.calls(), [callOf('filter', filter)]);
  });

  test('reads a shard that the tail does not, when it is to be shown alone', async () => {
    await open();
    await tail.view.frame
      .getByRole('table', { name: 'Lineage of the shards' })
      .getByRole('button', { name: 'Show only this shard: 0002' })
      .click();
    await tail.view.frame.getByRole('button', { name: 'Shards: shard 0002' }).waitFor();
    const params = { position: { type: 'LATEST' }, shards: ['shardId-000000000002'] };
    assert.deepEqual(await tail.view.calls(), [callOf('restart', params)]);
  });

  test('is the chosen tab again after a reload', async () => {
    await open();
    await tail.view.page.waitForFunction(() => {
      const saved = window.fakeHost.savedState as { streamTab?: string } | undefined;
      return saved?.streamTab === 'lineage';
    });
    await tail.view.load();
    await tail.view.frame.locator('.lineage-band').first().waitFor();
  });
});
