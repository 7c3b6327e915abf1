import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import {
  callOf,
  type OpenOptions,
  NO_COMPLAINTS,
  TailHarness,
  type TailView,
} from './support/tailHarness.ts';

describe('the grid of a tail', () => {
  let harness: TailHarness;
  let view: TailView;

  before(async () => {
    harness = await TailHarness.start();
  });
  after(() => harness.close());
  beforeEach(async () => {
    view = await harness.open();
  });
  afterEach(async () => {
    const complaints = await view.complaints();
    await view.close();
    assert.deepEqual(complaints, NO_COMPLAINTS);
  });

  async function reopen(options: OpenOptions): Promise<void> {
    await view.close();
    view = await harness.open(options);
  }

  test('shows a record in its columns', async () => {
    await view.pushData('{"speed":83}', 'truck_71');
    const cells = await view.frame.locator('.rows > .row .cell').allInnerTexts();
    const [time, ...rest] = cells;
    assert.match(time ?? '', /^\d\d:04:31\.207$/);
    const data = '{"speed":83}';
    assert.deepEqual(rest, ['0000', 'truck_71', '…377666', '12 B', data]);
  });

  test('keeps only the rows in sight in the document, and follows the end', async () => {
    await view.push(20_000);
    const rows = view.frame.locator('.rows > .row');
    assert.ok((await rows.count()) < 60, `${await rows.count()} rows are in the document`);
    assert.match((await view.column('data')).at(-1) ?? '', /"number":19999,/);
    assert.equal(await view.text('.count'), '20,000 records · 3.8 MB');
  });

  test('fetches what is scrolled to, and no more than that', async () => {
    await view.push(20_000);
    await view.scrollTo(9000);
    assert.match((await view.topRow())?.data ?? '', /"number":9000,/);
    const largest = await view.page.evaluate(() => Math.max(...window.fakeHost.rowRequests));
    assert.ok(largest <= 200, `${largest} rows in one request`);
  });

  test('holds still while records arrive, and says how many', async () => {
    await view.push(1000);
    await view.scrollTo(300);
    const top = await view.topRow();
    await view.push(1234);
    assert.deepEqual(await view.topRow(), top);
    assert.equal(await view.text('.pill'), '1,234 new');
  });

  test('counts what arrived since the end was left, and goes back to it', async () => {
    await view.push(1000);
    await view.frame.locator('.rows > .row').nth(5).click();
    await view.push(1234);
    assert.equal(await view.text('.pill'), '1,234 new');
    await view.frame.locator('.pill').click();
    await view.settled();
    assert.match((await view.column('data')).at(-1) ?? '', /"number":2233,/);
    assert.equal(await view.frame.locator('.pill').isVisible(), false);
  });

  test('holds still while old rows drop', async () => {
    await reopen({ windowRecordsMax: 1000 });
    await view.push(1000);
    await view.scrollTo(700);
    const top = await view.topRow();
    for (let round = 0; round < 6; round++) await view.push(90);
    assert.deepEqual(await view.topRow(), top);
    assert.equal(await view.text('.count'), '1,000 records · 195 KB · 540 dropped');
  });

  test('lets go of the end at the first turn of the wheel, and takes it up again there', async () => {
    await view.push(1000);
    const stage = view.frame.locator('.stage');
    await stage.hover({ position: { x: 300, y: 200 } });
    await view.page.evaluate(() => window.fakeHost.stream(1000));
    await view.page.mouse.wheel(0, -400);
    await view.frame.locator('.pill').waitFor();
    await view.settled();
    const top = await view.topRow();
    await view.settled();
    assert.deepEqual(await view.topRow(), top);
    await view.page.evaluate(() => window.fakeHost.stop());
    await view.page.mouse.wheel(0, 1_000_000);
    await view.frame.locator('.pill').waitFor({ state: 'hidden' });
    await view.push(50);
    const received = await view.received();
    const newest = (await view.column('data')).at(-1);
    assert.match(newest ?? '', new RegExp(`"number":${received - 1},`));
  });

  test('shows the oldest row that is left when the rows in sight drop', async () => {
    await reopen({ windowRecordsMax: 1000 });
    await view.push(1000);
    await view.scrollTo(0);
    await view.push(400);
    const top = await view.topRow();
    assert.match(top?.data ?? '', /"number":400,/);
    assert.equal(top?.offsetPx, 0);
  });

  test('moves by keys, and copies the selected row', async () => {
    await view.push(500);
    const selected = (): Promise<string> => view.text('.row[aria-selected=true] .data');
    const seen: string[] = [];
    for (const key of ['End', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'Home', 'ArrowDown']) {
      await view.press(key);
      await view.settled();
      seen.push(/"number":(\d+)/.exec(await selected())?.[1] ?? '');
    }
    assert.deepEqual(seen, ['499', '498', '497', '498', '0', '1']);
    await view.press('c');
    const params = { generation: 1, ordinals: [1], format: 'text' };
    await view.settled();
    assert.deepEqual(await view.calls(), [callOf('copy', params)]);
    const active = await view.frame.locator('[role=grid]').getAttribute('aria-activedescendant');
    assert.equal(active, 'row-1');
  });

  test('keeps up with 2,000 records a second', async () => {
    await view.push(50_000);
    const before = await view.frame.evaluate(() => Reflect.get(window, 'longTasks') as number);
    await view.page.evaluate(() => window.fakeHost.stream(2000));
    await view.page.waitForFunction(() => window.fakeHost.counts().received >= 56_000);
    await view.page.evaluate(() => window.fakeHost.stop());
    await view.settled();
    const after = await view.frame.evaluate(() => Reflect.get(window, 'longTasks') as number);
    const newest = (await view.column('data')).at(-1);
    const received = await view.received();
    assert.match(newest ?? '', new RegExp(`"number":${received - 1},`));
    // A busy machine may stall a few frames; a page that cannot keep up stalls nearly all of 180.
    assert.ok(after - before < 20, `${after - before} long tasks`);
    assert.ok((await view.frame.locator('.rows > .row').count()) < 60);
  });
});
