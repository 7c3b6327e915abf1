import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { defaultLayout } from '../../webview/tail/grid/layout.ts';
import { callOf } from './support/tailHarness.ts';
import { TailSuite } from './support/tailSuite.ts';

describe('the grid of a tail', () => {
  const tail = new TailSuite();

  /** Resolves when a turn of the wheel is done with: the browser begins when it likes, and moves slowly. */
  async function wheelUp(px: number): Promise<void> {
    await tail.view.frame.locator('.grid-scroller').evaluate((node) => {
      const isDone = new Promise<void>((resolve) => {
        // What follows the end goes down only.
        let [top, lowest, frames] = [node.scrollTop, node.scrollTop, 0];
        const look = (): void => {
          frames = node.scrollTop === top ? frames + 1 : 0;
          top = node.scrollTop;
          lowest = Math.max(lowest, top);
          if (top < lowest && frames >= 15) resolve();
          else requestAnimationFrame(look);
        };
        look();
      });
      Object.assign(window, { isWheelDone: () => isDone });
    });
    await tail.view.page.mouse.wheel(0, -px);
    await tail.view.frame.evaluate(() => (Reflect.get(window, 'isWheelDone') as () => unknown)());
  }

  test('shows a record in its columns', async () => {
    await tail.view.pushData('{"speed":83}', 'truck_71');
    const cells = await tail.view.frame.locator('.rows > .row .cell').allInnerTexts();
    const [time, ...rest] = cells;
    assert.equal(time, '17:34:31.207');
    const data = '{"speed":83}';
    assert.deepEqual(rest, ['0000', 'truck_71', '…377666', '12 B', data]);
  });

  test('keeps the end of a long key in sight, where keys differ, masked ones too', async () => {
    const keys = ['customer-with-a-rather-long-key-4711', '••••@shop.example.com #c746'];
    for (const key of keys) await tail.view.pushData('{}', key);
    await tail.view.settled();
    assert.deepEqual(await tail.view.column('key'), keys);
    const cut = await tail.view.frame.locator('.rows .cell.key').evaluateAll((cells) =>
      cells.map((cell) => {
        const range = document.createRange();
        range.selectNode(cell.lastChild ?? cell);
        const end = range.getBoundingClientRect();
        const box = cell.getBoundingClientRect();
        const start = cell.querySelector('.cell-start');
        const isStartCut = start !== null && start.scrollWidth > start.clientWidth;
        return { isStartCut, isEndWithin: end.width > 20 && end.right <= box.right + 1 };
      }),
    );
    const isCut = { isStartCut: true, isEndWithin: true };
    assert.deepEqual(cut, [isCut, isCut]);
  });

  test('keeps only the rows in sight in the document, and follows the end', async () => {
    await tail.view.push(20_000);
    const rows = tail.view.frame.locator('.rows > .row');
    assert.ok((await rows.count()) < 60, `${await rows.count()} rows are in the document`);
    assert.match((await tail.view.column('data')).at(-1) ?? '', /"number":19999,/);
    assert.equal(await tail.view.text('.count'), '20,000 records · 3.8 MB');
  });

  test('fetches what is scrolled to, and no more than that', async () => {
    await tail.view.push(20_000);
    await tail.view.scrollTo(9000);
    assert.match((await tail.view.topRow())?.data ?? '', /"number":9000,/);
    const largest = await tail.view.page.evaluate(() => Math.max(...window.fakeHost.rowRequests));
    assert.ok(largest <= 200, `${largest} rows in one request`);
  });

  test('holds still while records arrive, and says how many', async () => {
    await tail.view.push(1000);
    await tail.view.scrollTo(300);
    const top = await tail.view.topRow();
    await tail.view.push(1234);
    assert.deepEqual(await tail.view.topRow(), top);
    assert.equal(await tail.view.text('.pill'), '1,234 new');
  });

  test('counts what arrived since the end was left, and goes back to it', async () => {
    await tail.view.push(1000);
    await tail.view.frame.locator('.rows > .row').nth(5).click();
    await tail.view.push(1234);
    assert.equal(await tail.view.text('.pill'), '1,234 new');
    await tail.view.frame.locator('.pill').click();
    await tail.view.settled();
    assert.match((await tail.view.column('data')).at(-1) ?? '', /"number":2233,/);
    assert.equal(await tail.view.frame.locator('.pill').isVisible(), false);
  });

  test('holds still while old rows drop', async () => {
    await tail.reopen({ windowRecordsMax: 1000 });
    await tail.view.push(1000);
    await tail.view.scrollTo(700);
    const top = await tail.view.topRow();
    for (let round = 0; round < 6; round++) await tail.view.push(90);
    assert.deepEqual(await tail.view.topRow(), top);
    assert.equal(await tail.view.text('.count'), '1,000 records · 195 KB · 540 dropped');
  });

  test('lets go of the end at the first turn of the wheel, and takes it up again there', async () => {
    await tail.view.push(1000);
    const stage = tail.view.frame.locator('.stage');
    await stage.hover({ position: { x: 300, y: 200 } });
    await tail.view.page.evaluate(() => window.fakeHost.stream(1000));
    await wheelUp(400);
    const pill = tail.view.frame.locator('.pill');
    await pill.waitFor();
    await tail.view.frame.waitForFunction(() =>
      [...document.querySelectorAll('.rows > .row .data')].every((node) => node.textContent),
    );
    const top = await tail.view.topRowNow();
    const before = await pill.innerText();
    await pill.filter({ hasNotText: before }).waitFor();
    assert.deepEqual(await tail.view.topRowNow(), top);
    await tail.view.page.evaluate(() => window.fakeHost.stop());
    // The browser goes to where the end is at the turn of the wheel.
    await tail.view.settled();
    await tail.view.page.mouse.wheel(0, 1_000_000);
    await tail.view.frame.locator('.pill').waitFor({ state: 'hidden' });
    await tail.view.push(50);
    const received = await tail.view.received();
    const newest = (await tail.view.column('data')).at(-1);
    assert.match(newest ?? '', new RegExp(`"number":${received - 1},`));
  });

  test('shows the oldest row that is left when the rows in sight drop', async () => {
    await tail.reopen({ windowRecordsMax: 1000 });
    await tail.view.push(1000);
    await tail.view.scrollTo(0);
    await tail.view.push(400);
    const top = await tail.view.topRow();
    assert.match(top?.data ?? '', /"number":400,/);
    assert.equal(top?.offsetPx, 0);
  });

  test('moves by keys, and copies the selected row', async () => {
    await tail.view.push(500);
    const selected = (): Promise<string> => tail.view.text('.row[aria-selected=true] .data');
    const seen: string[] = [];
    for (const key of ['End', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'Home', 'ArrowDown']) {
      await tail.view.press(key);
      await tail.view.settled();
      seen.push(/"number":(\d+)/.exec(await selected())?.[1] ?? '');
    }
    assert.deepEqual(seen, ['499', '498', '497', '498', '0', '1']);
    await tail.view.press('c');
    await tail.view.settled();
    const { columns, timeFormat } = defaultLayout;
    const layout = { columns, timeFormat };
    const params = { generation: 1, ordinals: [1], format: 'text', layout };
    assert.deepEqual(await tail.view.calls(), [callOf('copy', params)]);
    const active = await tail.view.frame
      .locator('[role=grid]')
      .getAttribute('aria-activedescendant');
    assert.equal(active, 'row-1');
  });

  test('says that a row is copied when it is, and why not', async () => {
    await tail.view.push(5);
    await tail.view.page.evaluate(() => (window.fakeHost.holdsCopies = true));
    await tail.view.press('End');
    const said: string[] = [];
    for (const refusal of [undefined, 'The record has left the window']) {
      await tail.view.press('c');
      await tail.view.settled();
      said.push(await tail.view.text('.app > [role=status]'));
      await tail.view.page.evaluate((text) => window.fakeHost.finishCopy(text), refusal);
      await tail.view.settled();
      said.push(await tail.view.text('.app > [role=status]'));
    }
    assert.deepEqual(said, ['', 'Copied', 'Copied', 'The record has left the window']);
    await tail.view.press('Shift+ArrowUp');
    await tail.view.press('c');
    await tail.view.page.evaluate(() => window.fakeHost.finishCopy(undefined, 1));
    await tail.view.settled();
    assert.equal(
      await tail.view.text('.app > [role=status]'),
      'Copied 1 record of 2 selected records, the others have left the window',
    );
  });

  test('keeps up with 2,000 records a second', async () => {
    const { page } = tail.view;
    await tail.view.push(50_000);
    await page.evaluate(() => window.fakeHost.rowRequests.splice(0));
    const postedBefore = await page.evaluate(() => window.fakeHost.posted);
    await page.evaluate(() => window.fakeHost.stream(2000, 56_000));
    await page.waitForFunction(() => window.fakeHost.counts().received === 56_000);
    assert.match((await tail.view.column('data')).at(-1) ?? '', /"number":55999,/);
    const { requests, posted } = await page.evaluate(() => ({
      requests: window.fakeHost.rowRequests,
      posted: window.fakeHost.posted,
    }));
    // For what the host tells once a frame at most there is one request, and one answer.
    const told = posted - postedBefore - requests.length;
    assert.ok(requests.length <= told, `${requests.length} requests after ${told} messages`);
    assert.ok(Math.max(...requests) <= 60, `${Math.max(...requests)} rows in one request`);
    assert.ok((await tail.view.frame.locator('.rows > .row').count()) < 60);
  });

  test('selects several rows by mouse and by keys, and copies them', async () => {
    await tail.view.push(500);
    const selected = async (): Promise<string[]> => {
      await tail.view.settled();
      const rows = tail.view.frame.locator('.row[aria-selected=true] .data');
      const texts = await rows.allInnerTexts();
      return texts.map((text) => /"number":(\d+)/.exec(text)?.[1] ?? '').sort();
    };
    const row = (number: number): Locator =>
      tail.view.frame.locator('.rows > .row').filter({ hasText: `"number":${number},` });
    await row(490).click();
    await row(493).click({ modifiers: ['Shift'] });
    assert.deepEqual(await selected(), ['490', '491', '492', '493']);
    await row(491).click({ modifiers: ['ControlOrMeta'] });
    await row(496).click({ modifiers: ['ControlOrMeta'] });
    assert.deepEqual(await selected(), ['490', '492', '493', '496']);
    await row(493).click({ button: 'right' });
    assert.deepEqual(await selected(), ['490', '492', '493', '496']);
    await row(495).click({ button: 'right' });
    assert.deepEqual(await selected(), ['495']);
    for (const key of ['ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowDown']) await tail.view.press(key);
    assert.deepEqual(await selected(), ['494', '495', '496']);
    await tail.view.press('Shift+ArrowUp');
    assert.deepEqual(await selected(), ['494', '495']);
    assert.equal(await tail.view.text('.app > [role=status]'), '2 rows selected');
    await tail.view.press('c');
    await tail.view.settled();
    assert.equal(await tail.view.text('.app > [role=status]'), 'Copied 2 records');
    await tail.view.frame.getByRole('button', { name: 'Compare the two selected records' }).click();
    await tail.view.settled();
    const calls = (await tail.view.calls()) as { method: string; params: object }[];
    assert.deepEqual(
      calls.map(({ method }) => method),
      ['copy', 'compareRecords'],
    );
    assert.deepEqual(calls[1]?.params, { generation: 1, left: 494, right: 495 });
    await tail.view.frame.locator('[role=grid]').focus();
    await tail.view.press('Escape');
    assert.deepEqual(await selected(), ['495']);
  });

  test('selects at most what can be copied, and says so', async () => {
    await tail.view.push(12_000);
    await tail.view.press('ControlOrMeta+a');
    await tail.view.settled();
    const said = await tail.view.text('.app > [role=status]');
    assert.equal(said, '10,000 rows selected, the most that can be');
  });

  test('does what a command of VS Code asks, with what is selected', async () => {
    await tail.view.push(300);
    await tail.view.selectNewest();
    const actions = [
      { kind: 'copy', format: 'command' },
      { kind: 'open' },
      { kind: 'showChange' },
      { kind: 'compare' },
      { kind: 'addColumn' },
      { kind: 'copyPath' },
      { kind: 'previousWithKey' },
    ] as const;
    for (const action of actions) {
      await tail.view.page.evaluate((action) => window.fakeHost.perform(action), action);
      await tail.view.settled();
    }
    const calls = (await tail.view.calls()) as { method: string; params: object }[];
    const asked = calls.filter(({ method }) => method !== 'keepLayout');
    assert.deepEqual(
      asked.map(({ method }) => method),
      ['copy', 'openRecord', 'showChange', 'copyText', 'neighbour'],
    );
    assert.deepEqual(asked[3]?.params, { text: '$.truck' });
    // The newest of 300 is a hundred after the one before it with its key.
    await tail.view.frame.locator('#row-199.lead').waitFor();
    assert.match(await tail.view.text('.row.lead .data'), /"number":199,/);
    assert.equal(await tail.view.text('.row.lead .path'), 'truck_63');
  });

  test('holds the selected row and the place while 5,000 records a second push old ones out', async () => {
    await tail.reopen({ windowRecordsMax: 20_000 });
    await tail.view.push(20_000);
    await tail.view.scrollTo(19_000);
    await tail.view.frame.locator('.rows > .row').nth(12).click();
    await tail.view.settled();
    const place = async (): Promise<unknown> => ({
      top: await tail.view.topRow(),
      selected: await tail.view.text('.row[aria-selected=true] .data'),
      shown: await tail.view.frame.locator('.row[aria-selected=true]').getAttribute('id'),
    });
    const before = await place();
    await tail.view.page.evaluate(() => window.fakeHost.stream(5000, 32_000));
    await tail.view.page.waitForFunction(() => window.fakeHost.counts().received === 32_000);
    await tail.view.settled();
    assert.deepEqual(await place(), before);
    assert.equal(await tail.view.page.evaluate(() => window.fakeHost.counts().dropped), 12_000);
    assert.equal(await tail.view.text('.pill'), '12,000 new');
  });

  test('goes anywhere in a million rows with the work of one screen', async () => {
    await tail.reopen({ windowRecordsMax: 1_000_000 });
    await tail.view.page.evaluate(() => window.fakeHost.fill(1_000_000));
    await tail.view.settled();
    const scroller = tail.view.frame.locator('.grid-scroller');
    const asked = (): Promise<number[]> =>
      tail.view.page.evaluate(() => window.fakeHost.rowRequests.splice(0));
    await asked();
    for (const share of [0, 0.25, 0.5, 0.999]) {
      await scroller.evaluate((node, share) => {
        node.scrollTop = (node.scrollHeight - node.clientHeight) * share;
      }, share);
      await tail.view.settled();
      const number = Number(/"number":(\d+)/.exec((await tail.view.topRow())?.data ?? '')?.[1]);
      assert.ok(Math.abs(number - share * 1_000_000) < 60, `${number} at ${share}`);
      const requests = await asked();
      assert.ok(requests.length <= 2, `${requests.length} requests`);
      assert.ok(Math.max(...requests) <= 60, `${requests.join()} rows`);
      assert.ok((await tail.view.frame.locator('.rows > .row').count()) < 60);
    }
    for (const [key, number] of [
      ['Home', 0],
      ['PageDown', 19],
      ['End', 999_999],
    ] as const) {
      await tail.view.frame.locator('[role=grid]').focus();
      await tail.view.press(key);
      await tail.view.settled();
      const data = await tail.view.text('.row.lead .data');
      assert.ok(
        Math.abs(Number(/"number":(\d+)/.exec(data)?.[1]) - number) < 10,
        `${key}: ${data}`,
      );
    }
  });

  test('reaches the oldest of more rows than the browser can lay out', async () => {
    await tail.reopen({ windowRecordsMax: 2_000_000 });
    await tail.view.page.evaluate(() => window.fakeHost.fill(2_000_000));
    await tail.view.settled();
    await tail.view.scrollTo(0);
    assert.match((await tail.view.topRow())?.data ?? '', /"number":0,/);
    const stage = tail.view.frame.locator('.stage');
    await stage.hover({ position: { x: 300, y: 200 } });
    await tail.view.page.mouse.wheel(0, 220);
    // The browser makes a slow move of it, and begins when it likes.
    await tail.view.frame.waitForFunction(
      () => (document.querySelector('.grid-scroller')?.scrollTop ?? 0) >= 220,
    );
    assert.match((await tail.view.topRow())?.data ?? '', /"number":10,/);
    await tail.view.selectNewest();
    assert.match(await tail.view.text('.row.lead .data'), /"number":1999999,/);
    await tail.view.press('Home');
    await tail.view.settled();
    assert.match((await tail.view.topRow())?.data ?? '', /"number":0,/);
  });
});
