import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { axeViolations } from '../support/axe.ts';
import { callOf } from './support/tailHarness.ts';
import { TailSuite } from './support/tailSuite.ts';
import { themes, type ThemeName } from './support/themes.ts';

describe('the order of the rows of a tail', () => {
  const tail = new TailSuite();
  const header = (name: string): Locator =>
    tail.view.frame.locator('.grid').getByRole('columnheader', { name, exact: true });
  const order = (by: string): object => callOf('order', { by });

  /** Three rows of each of four shards, shard by shard. */
  async function pushShards(perShard = 3): Promise<void> {
    await tail.view.page.evaluate((count) => window.fakeHost.pushShards(count), perShard);
    await tail.view.settled();
  }

  /** The shards of the rows, and what the title of the times says of their order. */
  async function shown(): Promise<{ shards: string; sort: string | null }> {
    await tail.view.settled();
    const shards = (await tail.view.column('shard')).map((text) => Number(text)).join('');
    return { shards, sort: await header('Time').getAttribute('aria-sort') };
  }

  /** What VS Code's own menu of the titles goes by. */
  async function orderInMenu(): Promise<unknown> {
    const node = tail.view.frame.locator('.grid-header');
    const context: unknown = JSON.parse((await node.getAttribute('data-vscode-context')) ?? '');
    const { webviewSection, rowOrder } = context as Record<string, unknown>;
    assert.equal(webviewSection, 'columns');
    return rowOrder;
  }

  async function told(): Promise<unknown[]> {
    return tail.view.page.evaluate(() => window.fakeHost.told);
  }

  const AS_READ = { shards: '000111222333', sort: null };
  const BY_ARRIVAL = { shards: '012301230123', sort: 'ascending' };

  test('is by arrival after a click on the title of the times, and as read after another', async () => {
    await pushShards();
    assert.deepEqual(await shown(), AS_READ);
    assert.match((await header('Time').getAttribute('title')) ?? '', /order by arrival time/);
    await header('Time').click();
    assert.deepEqual(await shown(), BY_ARRIVAL);
    assert.ok(await header('Time').locator('.order-icon').isVisible());
    await tail.view.frame.getByRole('button', { name: 'Resume' }).waitFor();
    const live = tail.view.frame.locator('.app > [role=status]');
    assert.equal(await live.innerText(), 'Ordered by arrival time, paused');
    await header('Time').click();
    assert.deepEqual(await shown(), AS_READ);
    await tail.view.frame.getByRole('button', { name: 'Resume' }).waitFor();
    assert.deepEqual(await tail.view.calls(), [order('arrival'), order('read')]);
    assert.deepEqual(await told(), ['Ordered by arrival time, paused', 'In the order as read']);
  });

  test('is chosen by keys alone, and that of reading again once the tail goes on', async () => {
    await pushShards();
    await tail.view.press('Tab');
    await tail.view.press('Enter');
    assert.deepEqual(await shown(), BY_ARRIVAL);
    await tail.view.press('Space');
    assert.deepEqual(await shown(), AS_READ);
    await tail.view.press('Enter');
    await tail.view.press('ArrowDown');
    await tail.view.press('Space');
    assert.deepEqual(await shown(), AS_READ);
    const calls = [order('arrival'), order('read'), order('arrival'), callOf('resume')];
    assert.deepEqual(await tail.view.calls(), calls);
  });

  test('is none of what a drag or another title asks for', async () => {
    await pushShards();
    const { mouse } = tail.view.page;
    const time = (await header('Time').boundingBox()) ?? assert.fail();
    const y = time.y + time.height / 2;
    await header('Key').click();
    // The last one ends below the titles, where no click follows it.
    for (const [fromX, byPx, downPx] of [
      [time.x + 10, 20, 0],
      [time.x + 20, 30, 0],
      [time.x + time.width + 6, 15, 0],
      [time.x + time.width + 21, 0, 0],
      [time.x + 10, 20, 100],
    ] as const) {
      await mouse.move(fromX, y);
      await mouse.down();
      await mouse.move(fromX + byPx, y + downPx, { steps: 4 });
      await mouse.up();
    }
    assert.deepEqual(await shown(), AS_READ);
    // Without a press, as a screen reader clicks.
    await header('Time').dispatchEvent('click');
    assert.deepEqual(await shown(), BY_ARRIVAL);
  });

  test('is given up by another click while the rows are still put in it', async () => {
    await pushShards();
    await tail.view.page.evaluate(() => (window.fakeHost.holdsOrder = true));
    await header('Time').click();
    const pending = tail.view.frame.locator('.count', { hasText: '12 to order' });
    await pending.waitFor();
    assert.deepEqual(await shown(), AS_READ);
    assert.match((await header('Time').getAttribute('title')) ?? '', /back to the order as read/);
    assert.equal(await orderInMenu(), 'arrival');
    await header('Time').click();
    await pending.waitFor({ state: 'hidden' });
    assert.equal(await orderInMenu(), 'read');
    assert.deepEqual(await tail.view.calls(), [order('arrival'), order('read')]);
  });

  test('is asked for by the list of columns and by a command too', async () => {
    await pushShards();
    await header('Shard').focus();
    await tail.view.press('Enter');
    const list = tail.view.frame.getByRole('dialog', { name: 'Columns' });
    await list.getByRole('radio', { name: 'By arrival time, paused' }).click();
    assert.deepEqual(await shown(), BY_ARRIVAL);
    await tail.view.press('Escape');
    assert.equal(await orderInMenu(), 'arrival');
    await tail.view.page.evaluate(() => window.fakeHost.perform({ kind: 'order', by: 'read' }));
    assert.deepEqual(await shown(), AS_READ);
    await tail.view.frame.getByRole('button', { name: 'Columns…' }).click();
    const radio = list.getByRole('radio', { name: 'As read' });
    assert.equal(await radio.getAttribute('aria-checked'), 'true');
  });

  test('keeps the record that is looked at, and the order of what is copied', async () => {
    await pushShards();
    await tail.view.frame.locator('.rows > .row').nth(4).click();
    await tail.view.settled();
    const lead = tail.view.frame.locator('.rows > .row.lead');
    const looked = await lead.innerText();
    const place = (): Promise<string | null> => lead.getAttribute('data-ordinal');
    assert.equal(await place(), '4');
    await header('Time').click();
    await tail.view.settled();
    assert.deepEqual([await lead.innerText(), await place()], [looked, '5']);
    await tail.view.frame.locator('[role=grid]').focus();
    await tail.view.press('Shift+ArrowUp');
    await tail.view.press('c');
    await tail.view.settled();
    const calls = (await tail.view.calls()) as {
      method: string;
      params: { ordinals?: unknown };
    }[];
    const copy = calls.find(({ method }) => method === 'copy');
    assert.deepEqual(copy?.params.ordinals, [4, 5]);
    await tail.view.press('Escape');
    await header('Time').click();
    await tail.view.settled();
    assert.equal(await place(), '1');
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    test(`has nothing that axe complains of in ${theme}`, async () => {
      await tail.reopen({ theme });
      await pushShards();
      await header('Time').click();
      assert.deepEqual(await shown(), BY_ARRIVAL);
      const { frame } = tail.view;
      assert.deepEqual(await axeViolations(frame, { part: '.grid-area' }), []);
    });
  }
});
