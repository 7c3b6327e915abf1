import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import type { GridLayout } from '../../src/protocol/webview/grid.ts';
import { TailSuite } from './support/tailSuite.ts';

type Side = 'x' | 'y' | 'width' | 'height';

describe('the columns of a tail', () => {
  const tail = new TailSuite();
  const titles = async (): Promise<string[]> => {
    await tail.view.settled();
    return tail.view.frame.locator('.grid .column-title').allInnerTexts();
  };
  const header = (name: string): Locator =>
    tail.view.frame.locator('.grid').getByRole('columnheader', { name, exact: true });
  const boxOf = async (name: string): Promise<{ [side in Side]: number }> => {
    await tail.view.settled();
    return (await header(name).boundingBox()) ?? assert.fail(`${name} is not drawn`);
  };
  const widthOf = async (name: string): Promise<number> => Math.round((await boxOf(name)).width);
  const button = (name: string): Locator =>
    tail.view.frame.getByRole('button', { name, exact: true });

  test('are moved and resized by keys alone', async () => {
    await tail.view.push(5);
    await tail.view.press('Tab');
    const before = await widthOf('Time');
    await tail.view.press('Shift+ArrowRight');
    await tail.view.press('Shift+ArrowRight');
    assert.equal(await widthOf('Time'), before + 32);
    await tail.view.press('ArrowRight');
    await tail.view.press('Alt+ArrowRight');
    assert.deepEqual(await titles(), ['Time', 'Key', 'Shard', 'Sequence', 'Size', 'Data']);
    await tail.view.press('Alt+ArrowLeft');
    await tail.view.press('Alt+ArrowLeft');
    assert.deepEqual(await titles(), ['Shard', 'Time', 'Key', 'Sequence', 'Size', 'Data']);
    const focused = await tail.view.frame.evaluate(() => document.activeElement?.textContent);
    assert.equal(focused, 'Shard');
    await tail.view.press('ArrowDown');
    await tail.view.settled();
    const role = await tail.view.frame.evaluate(() => document.activeElement?.role);
    assert.equal(role, 'grid');
    const cells = await tail.view.frame
      .locator('.rows > .row')
      .first()
      .locator('.cell')
      .allInnerTexts();
    assert.deepEqual([cells[0], cells[2]], ['0000', 'truck_00']);
  });

  test('are moved and resized by the mouse', async () => {
    await tail.view.push(5);
    const { mouse } = tail.view.page;
    const key = await boxOf('Key');
    const y = key.y + key.height / 2;
    await mouse.move(key.x + key.width + 6, y);
    await mouse.down();
    await mouse.move(key.x + key.width + 66, y, { steps: 4 });
    await mouse.up();
    assert.equal(await widthOf('Key'), Math.round(key.width) + 60);
    const size = await boxOf('Size');
    const time = await boxOf('Time');
    await mouse.move(size.x + 10, y);
    await mouse.down();
    await mouse.move(time.x + 5, y, { steps: 6 });
    await mouse.up();
    assert.deepEqual(await titles(), ['Size', 'Time', 'Shard', 'Key', 'Sequence', 'Data']);
    await tail.view.frame.locator('.column-edge').nth(3).dblclick();
    assert.equal(await widthOf('Key'), Math.round(key.width));
  });

  test('are chosen in a list, and made from JSON paths', async () => {
    await tail.view.push(50);
    await header('Shard').focus();
    await tail.view.press('Enter');
    const list = tail.view.frame.getByRole('dialog', { name: 'Columns' });
    await list.getByRole('checkbox', { name: 'Sequence' }).click();
    const path = list.locator('vscode-text-field');
    await path.focus();
    await tail.view.page.keyboard.type('$.speed[');
    await tail.view.press('Enter');
    await list.getByText('is no JSON path').waitFor();
    await tail.view.press('ControlOrMeta+a');
    await tail.view.page.keyboard.type('speed');
    await tail.view.press('Enter');
    await list.getByRole('checkbox', { name: 'speed' }).waitFor();
    for (let left = 3; left > 0; left--) {
      await list.getByRole('button', { name: 'Move speed to the left' }).press('Enter');
      await tail.view.settled();
    }
    await tail.view.press('Escape');
    await tail.view.settled();
    assert.deepEqual(await titles(), ['Time', 'Shard', 'Key', 'speed', 'Size', 'Data']);
    assert.deepEqual((await tail.view.column('path')).slice(-2), ['47', '46']);
    await tail.view.push(20_000);
    await tail.view.scrollTo(7);
    const shown = await tail.view.topRow();
    const speed = /"speed":(\d+)/.exec(shown?.data ?? '')?.[1];
    await tail.view.settled();
    const speeds = await tail.view.column('path');
    assert.ok(speeds.includes(speed ?? ''), `${speed} is not among ${speeds.join()}`);
    assert.ok(speeds.every((text) => /^\d+$/.test(text)));
  });

  test('are as they were after a reload, and in the next tail of the stream', async () => {
    await tail.view.push(5);
    await header('Time').focus();
    await tail.view.press('Shift+ArrowRight');
    const width = await widthOf('Time');
    await tail.view.page.waitForFunction(() => window.fakeHost.layout !== undefined);
    await tail.view.load();
    assert.equal(await widthOf('Time'), width);
    await tail.view.page.evaluate(() => {
      window.fakeHost.savedState = undefined;
    });
    await tail.view.load();
    await tail.view.settled();
    assert.equal(await widthOf('Time'), width);
    const kept = (await tail.view.page.evaluate(() => window.fakeHost.layout)) as GridLayout;
    assert.equal(kept.columns[0]?.widthPx, width);
  });

  test('show times in the format that is chosen, in the detail and in copies too', async () => {
    await tail.view.push(5);
    await tail.view.selectNewest();
    await tail.view.frame.getByRole('tab', { name: 'Headers' }).click();
    const seen: string[][] = [];
    for (const name of ['UTC', 'Epoch milliseconds', 'How long ago']) {
      await button('Columns…').click();
      await tail.view.frame.getByRole('radio', { name }).click();
      await tail.view.press('Escape');
      await tail.view.settled();
      const arrived = await tail.view.frame.locator('dt:text-is("Arrived") + dd').innerText();
      seen.push([(await tail.view.column('time'))[0] ?? '', arrived]);
    }
    assert.deepEqual(seen.slice(0, 2), [
      ['12:04:31.207Z', '2026-03-01 12:04:31.235Z'],
      ['1772366671207', '1772366671235'],
    ]);
    assert.match(seen[2]?.join(' · ') ?? '', /^(in )?\d+ \w+( ago)? · 2026-03-01 .* · /);
    await tail.view.frame.locator('[role=grid]').focus();
    await tail.view.press('c');
    await tail.view.settled();
    const calls = (await tail.view.calls()) as {
      method: string;
      params: { layout?: GridLayout };
    }[];
    const copy = calls.find(({ method }) => method === 'copy');
    assert.equal(copy?.params.layout?.timeFormat, 'relative');
  });

  test('scroll sideways together with their titles when they are too wide', async () => {
    await tail.view.push(50);
    for (const name of ['Key', 'Sequence']) {
      await header(name).focus();
      for (let round = 0; round < 40; round++) await tail.view.press('Shift+ArrowRight');
    }
    const scroller = tail.view.frame.locator('.grid-scroller');
    await scroller.evaluate((node) => (node.scrollLeft = 300));
    await tail.view.settled();
    const left = async (selector: string): Promise<number> =>
      Math.round((await tail.view.frame.locator(selector).first().boundingBox())?.x ?? NaN);
    assert.equal(await left('.grid-header .size'), await left('.rows .size'));
  });
});
