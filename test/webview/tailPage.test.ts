import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type OpenOptions, TailHarness, type TailView } from './support/tailHarness.ts';

const NO_COMPLAINTS = { violations: [], errors: [] };

describe('the page of a tail', () => {
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

  async function push(count: number): Promise<void> {
    await view.page.evaluate((count) => window.fakeHost.push(count), count);
    await view.settled();
  }

  async function pushData(data: string | number[], key?: string): Promise<void> {
    await view.page.evaluate(({ data, key }) => window.fakeHost.pushData(data, key), { data, key });
    await view.settled();
  }

  const calls = (): Promise<unknown> => view.page.evaluate(() => window.fakeHost.calls);
  const call = (method: string, params?: object): object => ({ method, params });
  const text = (selector: string): Promise<string> => view.frame.locator(selector).innerText();
  const press = (key: string): Promise<void> => view.page.keyboard.press(key);

  /** Moves the selection to the newest row, and its detail into view. */
  async function selectNewest(): Promise<void> {
    await view.frame.locator('[role=grid]').focus();
    await press('End');
    await view.frame.locator('.detail-body:not([hidden])').waitFor();
    await view.settled();
  }

  test('shows a record in its columns', async () => {
    await pushData('{"speed":83}', 'truck_71');
    const cells = await view.frame.locator('.rows > .row .cell').allInnerTexts();
    const [time, ...rest] = cells;
    assert.match(time ?? '', /^\d\d:04:31\.207$/);
    const data = '{"speed":83}';
    assert.deepEqual(rest, ['0000', 'truck_71', '…377666', '12 B', data]);
  });

  test('keeps only the rows in sight in the document, and follows the end', async () => {
    await push(20_000);
    const rows = view.frame.locator('.rows > .row');
    assert.ok((await rows.count()) < 60, `${await rows.count()} rows are in the document`);
    assert.match((await view.column('data')).at(-1) ?? '', /"number":19999,/);
    assert.equal(await text('.count'), '20,000 records · 3.8 MB');
  });

  test('fetches what is scrolled to, and no more than that', async () => {
    await push(20_000);
    await view.frame.locator('.grid-scroller').evaluate((node) => (node.scrollTop = 9000 * 22));
    await view.settled();
    assert.match((await view.topRow())?.data ?? '', /"number":9000,/);
    const largest = await view.page.evaluate(() => Math.max(...window.fakeHost.rowRequests));
    assert.ok(largest <= 200, `${largest} rows in one request`);
  });

  test('holds still while records arrive, and says how many', async () => {
    await push(1000);
    await view.frame.locator('.grid-scroller').evaluate((node) => (node.scrollTop = 300 * 22));
    await view.settled();
    const top = await view.topRow();
    await push(1234);
    assert.deepEqual(await view.topRow(), top);
    assert.equal(await text('.pill'), '1,234 new');
  });

  test('counts what arrived since the end was left, and goes back to it', async () => {
    await push(1000);
    await view.frame.locator('.rows > .row').nth(5).click();
    await push(1234);
    assert.equal(await text('.pill'), '1,234 new');
    await view.frame.locator('.pill').click();
    await view.settled();
    assert.match((await view.column('data')).at(-1) ?? '', /"number":2233,/);
    assert.equal(await view.frame.locator('.pill').isVisible(), false);
  });

  test('holds still while old rows drop', async () => {
    await reopen({ windowRecordsMax: 1000 });
    await push(1000);
    await view.frame.locator('.grid-scroller').evaluate((node) => (node.scrollTop = 700 * 22));
    await view.settled();
    const top = await view.topRow();
    for (let round = 0; round < 6; round++) await push(90);
    assert.deepEqual(await view.topRow(), top);
    assert.equal(await text('.count'), '1,000 records · 195 KB · 540 dropped');
  });

  test('lets go of the end at the first turn of the wheel, and takes it up again there', async () => {
    await push(1000);
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
    await push(50);
    const received = await view.page.evaluate(() => window.fakeHost.counts().received);
    const newest = (await view.column('data')).at(-1);
    assert.match(newest ?? '', new RegExp(`"number":${received - 1},`));
  });

  test('shows the oldest row that is left when the rows in sight drop', async () => {
    await reopen({ windowRecordsMax: 1000 });
    await push(1000);
    await view.frame.locator('.grid-scroller').evaluate((node) => (node.scrollTop = 0));
    await view.settled();
    await push(400);
    const top = await view.topRow();
    assert.match(top?.data ?? '', /"number":400,/);
    assert.equal(top?.offsetPx, 0);
  });

  test('pauses and resumes with the space bar', async () => {
    await push(10);
    await press('Space');
    await push(5);
    assert.deepEqual(
      {
        count: await text('.count'),
        button: await view.frame.getByRole('button', { name: 'Resume' }).count(),
        spoken: await text('[role=status]'),
        newest: (await view.column('data')).length,
      },
      { count: '10 records · 2.0 KB · 5 waiting', button: 1, spoken: 'Paused', newest: 10 },
    );
    await press('Space');
    await view.settled();
    assert.equal((await view.column('data')).length, 15);
    assert.deepEqual(await calls(), [call('pause'), call('resume')]);
  });

  test('clears the rows', async () => {
    await push(10);
    await view.frame.getByRole('button', { name: 'Clear' }).click();
    await view.settled();
    assert.deepEqual(await view.column('data'), []);
    await push(3);
    assert.equal((await view.column('data')).length, 3);
  });

  test('searches, marks what it found and says when nothing is found', async () => {
    await push(500);
    await press('/');
    await view.page.keyboard.type('TRUCK_71');
    await view.frame.locator('mark').first().waitFor();
    const marks = await view.frame.locator('mark').allInnerTexts();
    assert.deepEqual([...new Set(marks)], ['truck_71']);
    assert.equal(await text('.count'), '5 of 500');

    await view.page.keyboard.type('?');
    await view.frame.locator('.empty').waitFor();
    const empty = 'None of 500 records contains “TRUCK_71?”.\nClear the search';
    assert.equal(await text('.empty'), empty);
    await view.frame.getByRole('button', { name: 'Clear the search' }).click();
    await view.settled();
    assert.equal(await text('.count'), '500 records · 98 KB');
  });

  test('moves by keys, and copies the selected row', async () => {
    await push(500);
    const selected = (): Promise<string> => text('.row[aria-selected=true] .data');
    const seen: string[] = [];
    for (const key of ['End', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'Home', 'ArrowDown']) {
      await press(key);
      await view.settled();
      seen.push(/"number":(\d+)/.exec(await selected())?.[1] ?? '');
    }
    assert.deepEqual(seen, ['499', '498', '497', '498', '0', '1']);
    await press('c');
    const params = { generation: 1, ordinals: [1], format: 'text' };
    await view.settled();
    assert.deepEqual(await calls(), [call('copy', params)]);
    const active = await view.frame.locator('[role=grid]').getAttribute('aria-activedescendant');
    assert.equal(active, 'row-1');
  });

  test('opens the detail with Enter, and goes back with Escape', async () => {
    const focused = (): Promise<string> =>
      view.frame.evaluate(
        () => document.activeElement?.id || document.activeElement?.className || '',
      );
    await push(5);
    await selectNewest();
    await press('Enter');
    assert.equal(await focused(), 'decoded');
    await press('Escape');
    assert.equal(await focused(), 'grid');
  });

  test('shows JSON with all its digits, its order and its duplicates', async () => {
    const data = '{"id":12345678901234567890,"b":[],"2":1.10,"1":[true,null],"b":{"x":"\\u00e9"}}';
    await pushData(data);
    await selectNewest();
    assert.equal(
      await text('.decoded .detail-text'),
      [
        '{',
        '  "id": 12345678901234567890,',
        '  "b": [],',
        '  "2": 1.10,',
        '  "1": [',
        '    true,',
        '    null',
        '  ],',
        '  "b": {',
        '    "x": "\\u00e9"',
        '  }',
        '}',
      ].join('\n'),
    );
  });

  test('shows text, bytes and headers in their tabs', async () => {
    await pushData([0, 255, 65, 66, 10], 'binary');
    await selectNewest();
    const shown: string[] = [];
    for (const tab of ['Raw', 'Hex', 'Headers']) {
      await view.frame.getByRole('tab', { name: tab }).click();
      shown.push(await text(`.${tab.toLowerCase()} .detail-text`));
    }
    const hex = '00000000  00 ff 41 42 0a                                    ..AB.';
    assert.deepEqual(shown.slice(0, 2), [hex, hex]);
    assert.match(shown[2] ?? '', /Partition key\nbinary\nHash key\n1701/);
  });

  test('draws a large payload step by step', async () => {
    await pushData(`{"text":"${'x'.repeat(900_000)}"}`);
    await selectNewest();
    const length = async (): Promise<number> => (await text('.decoded .detail-text')).length;
    const before = await length();
    await view.frame.getByRole('button', { name: 'Show more' }).click();
    const after = await length();
    assert.deepEqual([before, after], [20_000, 40_000]);
  });

  test('shows hostile payloads and keys as text', async () => {
    const html = '<img src=x onerror="window.owned=1"></script><script>window.owned=1</script>';
    const bidi = 'abc\u202egnp.exe\u0007\u200b';
    await pushData(html, '<b>key</b>');
    await pushData(bidi, bidi);
    await pushData(JSON.stringify({ [html]: bidi }), html);
    await selectNewest();
    const visible = 'abc⟨U+202E⟩gnp.exe␇⟨U+200B⟩';
    assert.deepEqual(
      {
        keys: await view.column('key'),
        data: (await view.column('data')).slice(0, 2),
        detail: (await text('.decoded .detail-text')).includes(visible.replace('␇', '\\u0007')),
        elements: await view.frame.locator('#app img, .app img, .rows b').count(),
        owned: await view.frame.evaluate(() => 'owned' in window),
      },
      {
        keys: ['<b>key</b>', visible, html],
        data: [html, visible],
        detail: true,
        elements: 0,
        owned: false,
      },
    );
  });

  test('starts at a time, and says what is wrong with a sequence number', async () => {
    await view.frame.getByRole('button', { name: 'Start position' }).click();
    await view.frame.getByRole('radio', { name: 'At a sequence number' }).click();
    await view.frame.getByRole('button', { name: 'Start here' }).click();
    assert.equal(
      await text('.form-message:not(:empty)'),
      'Enter the whole sequence number: digits only.',
    );
    await view.frame.getByRole('radio', { name: 'At a time' }).click();
    await view.frame.locator('input[type=datetime-local]').fill('2026-03-01T12:00:00');
    await view.frame.getByRole('button', { name: 'Start here' }).click();
    await view.frame.getByText('from 2026-03-01 12:00:00').waitFor();
    const timestampMs = new Date('2026-03-01T12:00:00').getTime();
    const params = { position: { type: 'AT_TIMESTAMP', timestampMs }, shards: 'all' };
    assert.deepEqual(await calls(), [call('restart', params)]);
  });

  test('reads only the chosen shards', async () => {
    await view.frame.getByRole('button', { name: 'Shards: all shards' }).click();
    await view.frame.getByRole('checkbox', { name: '0000' }).click();
    await view.frame.getByRole('checkbox', { name: '0002' }).click();
    await view.frame.getByRole('button', { name: 'Only these' }).click();
    await view.frame.getByRole('button', { name: 'Shards: 2 shards' }).waitFor();
    const shards = ['shardId-000000000001', 'shardId-000000000003'];
    const params = { position: { type: 'LATEST' }, shards };
    assert.deepEqual(await calls(), [call('restart', params)]);
  });

  test('says why there is nothing, and what to do about a failure', async () => {
    const latest =
      'Waiting for new records. Earlier ones are not shown: start from oldest to see them.';
    assert.equal(await text('.empty'), latest);
    const message = 'The stream truck-positions does not exist.';
    await view.page.evaluate(
      (message) => window.fakeHost.setPhase({ name: 'failed', message }),
      message,
    );
    await view.frame.getByRole('alert').waitFor();
    assert.equal(await text('.banner'), `${message}\nTry again`);
    await view.frame.getByRole('button', { name: 'Try again' }).click();
    await view.settled();
    assert.deepEqual(await calls(), [call('resume')]);
  });

  test('lists what each shard does', async () => {
    await view.page.evaluate(() => window.fakeHost.sendMetrics());
    await view.settled();
    const rows = view.frame.locator('.shard-table tbody tr');
    const hot = ['0002', '868', '186 KB', '87 %', '4.2 s', '37,035', 'reading · 3 throttles'];
    assert.deepEqual(await rows.nth(2).locator('td').allTextContents(), hot);
    assert.equal(await rows.count(), 4);
    assert.equal(await view.frame.locator('.chart canvas').count(), 1);
  });

  test('comes back to its place after a reload', async () => {
    await push(1000);
    await view.frame.locator('.grid-scroller').evaluate((node) => (node.scrollTop = 300 * 22));
    await view.settled();
    await view.frame.locator('.rows > .row').nth(12).click();
    await view.frame.getByRole('tab', { name: 'Hex' }).click();
    await view.page.waitForFunction(() => {
      const saved = window.fakeHost.savedState as { tab?: string } | undefined;
      return saved?.tab === 'hex';
    });
    const place = async (): Promise<unknown> => ({
      top: await view.topRow(),
      selected: await text('.row[aria-selected=true] .data'),
      hex: await text('.hex .detail-text'),
    });
    const before = await place();
    await view.load();
    await view.frame.locator('.hex .detail-text').waitFor();
    await view.settled();
    assert.deepEqual(await place(), before);
    const saved = await view.page.evaluate(() => window.fakeHost.savedState);
    assert.equal((saved as { restore: string }).restore, '{"streamName":"truck-positions"}');
  });

  test('turns the lower panes into tabs where it is narrow', async () => {
    const panes = ['.shards', '.detail'];
    const visible = (): Promise<boolean[]> =>
      Promise.all(panes.map((pane) => view.frame.locator(pane).isVisible()));
    const wide = await visible();
    await view.page.setViewportSize({ width: 500, height: 700 });
    await view.settled();
    const narrow = await visible();
    await view.frame.getByRole('tab', { name: 'Shards' }).click();
    const switched = await visible();
    await view.page.setViewportSize({ width: 900, height: 700 });
    await view.settled();
    assert.deepEqual(
      { wide, narrow, switched, again: await visible() },
      {
        wide: [true, true],
        narrow: [false, true],
        switched: [true, false],
        again: [true, true],
      },
    );
  });

  test('moves the splitter by keys, and keeps it after a reload', async () => {
    const splitter = view.frame.getByRole('separator', { name: 'Size of the lower panes' });
    await splitter.focus();
    for (let round = 0; round < 3; round++) await press('ArrowUp');
    assert.equal(await splitter.getAttribute('aria-valuenow'), '47');
    await view.page.waitForFunction(() => {
      const saved = window.fakeHost.savedState as { lowerPercent?: number } | undefined;
      return saved?.lowerPercent === 47;
    });
    await view.load();
    assert.equal(await splitter.getAttribute('aria-valuenow'), '47');
  });

  test('keeps up with 2,000 records a second', async () => {
    await push(50_000);
    const before = await view.frame.evaluate(() => Reflect.get(window, 'longTasks') as number);
    await view.page.evaluate(() => window.fakeHost.stream(2000));
    await view.page.waitForFunction(() => window.fakeHost.counts().received >= 56_000);
    await view.page.evaluate(() => window.fakeHost.stop());
    await view.settled();
    const after = await view.frame.evaluate(() => Reflect.get(window, 'longTasks') as number);
    const newest = (await view.column('data')).at(-1);
    const received = await view.page.evaluate(() => window.fakeHost.counts().received);
    assert.match(newest ?? '', new RegExp(`"number":${received - 1},`));
    // A busy machine may stall a few frames; a page that cannot keep up stalls nearly all of 180.
    assert.ok(after - before < 20, `${after - before} long tasks`);
    assert.ok((await view.frame.locator('.rows > .row').count()) < 60);
  });
});
