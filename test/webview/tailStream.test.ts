import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

describe('the views of the stream', () => {
  const tail = new TailSuite();
  const open = (name: string): Promise<void> =>
    tail.view.frame.getByRole('tab', { name, exact: true }).click();

  test('tell how much of its limits each shard takes', async () => {
    await tail.view.page.evaluate(() => window.fakeHost.sendMetrics());
    const row = tail.view.frame.locator('.stream .shard-table tbody tr').nth(2);
    await row.getByText('87 %').waitFor();
    assert.deepEqual(await row.locator('td:visible').allInnerTexts(), [
      '0002',
      '868',
      '186 KB',
      '87 %',
      '120 %',
      '868',
      '4.2 s',
      '37,035',
      'reading · 3 throttles',
    ]);
  });

  test('draw a heat map whose cells the arrow keys walk, and the same as a table', async () => {
    const { frame } = tail.view;
    await open('Heat map');
    const map = frame.getByRole('application', {
      name: /^Heat map of 4 shards; the hottest is 0002/,
    });
    await map.focus();
    await tail.view.press('ArrowLeft');
    const told = frame.locator('.heat-cell');
    await told.getByText(/^Shard 0000, .*: \d+ records, 8\.8 KB in the busiest second/).waitFor();
    await tail.view.press('ArrowDown');
    await tail.view.press('ArrowDown');
    await told.getByText(/^Shard 0002/).waitFor();
    await frame.getByText('As a table').click();
    await tail.view.settled();
    const rows = frame.locator('.twin tbody tr');
    assert.deepEqual(
      await rows
        .nth(2)
        .locator('td')
        .allInnerTexts()
        .then((texts) => [texts[0], texts[3], texts[4]]),
      ['0002', '1.2 MB', '120 %'],
    );
  });

  test('name the hottest keys, as text, and what would help', async () => {
    const { frame } = tail.view;
    await open('Hot keys');
    const keys = frame.locator('.hot-keys tbody tr');
    await keys.first().waitFor();
    assert.deepEqual(await keys.locator('td:first-child').allInnerTexts(), [
      'truck_71',
      'truck_07',
      '<b>bold</b>',
    ]);
    assert.deepEqual(await keys.locator('td:last-child').allInnerTexts(), [
      '62 %',
      '31 %',
      '21 % (up to 4 less)',
    ]);
    await frame.getByText(/the key truck_71 alone takes 62 % of it/).waitFor();
  });

  test('hide the hottest keys as soon as they are masked, also where nothing is measured anew', async () => {
    const { frame, page } = tail.view;
    await open('Hot keys');
    const keys = frame.locator('.hot-keys tbody td:first-child');
    await keys.getByText('truck_71').waitFor();
    const masking = { isOn: true, rules: ['e-mail addresses'] };
    await page.evaluate((on) => window.fakeHost.setState({ masking: on }), masking);
    await keys.getByText('•••• #2').waitFor();
    assert.deepEqual(await keys.allInnerTexts(), ['•••• #0', '•••• #1', '•••• #2']);
  });

  test('keep the chosen one over a reload', async () => {
    await open('Hot keys');
    await tail.view.frame.locator('.hot-keys tbody tr').first().waitFor();
    await tail.view.page.waitForFunction(() => {
      const saved = window.fakeHost.savedState as { streamTab?: string } | undefined;
      return saved?.streamTab === 'keys';
    });
    await tail.view.load();
    await tail.view.frame.locator('.hot-keys tbody tr').first().waitFor();
  });
});
