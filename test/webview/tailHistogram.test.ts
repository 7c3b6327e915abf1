import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

/** The first record of the fake host arrives then; one follows every 7 ms. */
const START_MS = Date.UTC(2026, 2, 1, 12, 4, 31, 200);

describe('The histogram of the tail', () => {
  const tail = new TailSuite();

  async function lastFilter(): Promise<unknown> {
    const calls = (await tail.view.calls()) as { method: string; params: unknown }[];
    return calls.findLast(({ method }) => method === 'filter')?.params;
  }

  const timeFilter = (first: number, last: number): object => ({
    conditions: [
      { kind: 'time', fromMs: START_MS + first * 100, toMs: START_MS + (last + 1) * 100 },
    ],
  });

  async function openWithBars(): Promise<void> {
    await tail.view.push(140);
    await tail.view.frame.getByText('100 ms a bar').waitFor();
    // A mouse needs bars that stay where they are.
    await tail.view.settled();
  }

  test('filters by the time that the mouse brushes', async () => {
    await openWithBars();
    const box = await tail.view.frame.locator('.histogram-plot').boundingBox();
    assert.ok(box);
    const { mouse } = tail.view.page;
    const x = (bucket: number): number => box.x + ((bucket + 0.5) / 10) * box.width;
    await mouse.move(x(6), box.y + 20);
    await mouse.down();
    await mouse.move(x(3), box.y + 20, { steps: 4 });
    await mouse.up();
    await tail.view.frame.locator('.chip').waitFor();
    assert.deepEqual(await lastFilter(), timeFilter(3, 6));
    assert.match(await tail.view.text('.histogram-tooltip'), /^.*: 57 records/);
    // The brush goes with the condition that it made.
    await tail.view.frame
      .locator('.chip')
      .getByRole('button', { name: /^Remove/ })
      .click();
    const plot = tail.view.frame.locator('.histogram-plot[aria-valuetext="No time chosen"]');
    await mouse.move(0, 0);
    await plot.waitFor();
    assert.equal(await tail.view.frame.locator('.histogram-plot .brush').count(), 0);
  });

  test('does the same by keyboard, and Escape shows everything again', async () => {
    await openWithBars();
    const plot = tail.view.frame.locator('.histogram-plot');
    await plot.focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'Shift+ArrowRight']) {
      await tail.view.press(key);
    }
    await tail.view.settled();
    assert.match((await plot.getAttribute('aria-valuetext')) ?? '', /: 29 records/);
    await tail.view.press('Enter');
    await tail.view.frame.locator('.chip').waitFor();
    assert.deepEqual(await lastFilter(), timeFilter(2, 3));
    await plot.focus();
    await tail.view.press('Escape');
    await tail.view.frame.locator('.chip').waitFor({ state: 'detached' });
    assert.deepEqual(await lastFilter(), { conditions: [] });
  });

  test('says why the host does not filter by the time', async () => {
    await openWithBars();
    await tail.view.page.evaluate(() => {
      window.fakeHost.refusedKind = 'time';
    });
    await tail.view.frame.locator('.histogram-plot').focus();
    await tail.view.press('Home');
    await tail.view.press('Enter');
    await tail.view.frame.locator('.chip').waitFor({ state: 'detached' });
    await tail.view.settled();
    assert.equal(await tail.view.text('.filter-problem'), 'Not by time.');
  });

  test('stacks by shard, has a table, and can be closed', async () => {
    await openWithBars();
    const { frame } = tail.view;
    await frame.getByRole('combobox', { name: 'Stack the bars by' }).selectOption('shard');
    await frame.locator('.legend-item').nth(3).waitFor();
    assert.equal(await frame.locator('.bars-group').count(), 4);
    await frame.getByRole('button', { name: 'Show as table' }).click();
    await tail.view.settled();
    const rows = frame.locator('.histogram-table tr');
    assert.deepEqual(await rows.nth(0).locator('th').allInnerTexts(), [
      'From',
      'Records',
      'Shown',
      '0000',
      '0001',
      '0002',
      '0003',
    ]);
    assert.equal(await rows.count(), 11);
    assert.deepEqual((await rows.nth(2).locator('td').allInnerTexts()).slice(0, 2), ['14', '14']);
    await frame.getByRole('button', { name: 'Hide the records over time' }).click();
    await frame.locator('.histogram-body').waitFor({ state: 'hidden' });
  });
});
