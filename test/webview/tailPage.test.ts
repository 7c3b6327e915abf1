import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callOf } from './support/tailHarness.ts';
import { TailSuite } from './support/tailSuite.ts';

describe('the page of a tail', () => {
  const tail = new TailSuite();

  test('pauses and resumes with the space bar', async () => {
    await tail.view.push(10);
    await tail.view.press('Space');
    await tail.view.frame.getByRole('button', { name: 'Resume' }).waitFor();
    await tail.view.push(5);
    assert.deepEqual(
      {
        count: await tail.view.text('.count'),
        button: await tail.view.frame.getByRole('button', { name: 'Resume' }).count(),
        spoken: await tail.view.text('.app > [role=status]'),
        newest: (await tail.view.column('data')).length,
      },
      { count: '10 records · 2.0 KB · 5 waiting', button: 1, spoken: 'Paused', newest: 10 },
    );
    await tail.view.press('Space');
    await tail.view.settled();
    assert.equal((await tail.view.column('data')).length, 15);
    assert.deepEqual(await tail.view.calls(), [callOf('pause'), callOf('resume')]);
  });

  test('says that personal data is masked, and asks for it to be shown', async () => {
    const shield = tail.view.frame.locator('.masking');
    assert.equal(await shield.getAttribute('aria-pressed'), 'false');
    assert.equal(await shield.getAttribute('title'), 'Mask card numbers, e-mail addresses');
    await shield.click();
    await tail.view.frame.getByText('Masked · 2 rules').waitFor();
    assert.equal(await shield.getAttribute('aria-pressed'), 'true');
    await shield.press('Enter');
    await tail.view.frame.getByText('Masked · 2 rules').waitFor({ state: 'hidden' });
    assert.deepEqual(await tail.view.calls(), [
      callOf('setMasking', { isOn: true }),
      callOf('setMasking', { isOn: false }),
    ]);
  });

  test('says what reading takes of the shards, and asks for push', async () => {
    const { frame } = tail.view;
    await tail.view.page.evaluate(() => window.fakeHost.sendMetrics());
    const button = frame.locator('.read-budget');
    await button.getByText('1.0 of 5 reads/s').waitFor();
    await button.press('Enter');
    const dialog = frame.getByRole('dialog', { name: 'How the stream is read' });
    await dialog.getByText(/At most 0\.5 reads a second are allowed at the moment/).waitFor();
    await frame.getByRole('button', { name: 'Use push' }).press('Enter');
    await button.getByText('Push').waitFor();
    await button.click();
    await dialog.getByText(/kinesis-workbench-0a1b2c3d is deregistered/).waitFor();
    await frame.getByRole('button', { name: 'Poll instead' }).click();
    assert.deepEqual(await tail.view.calls(), [
      callOf('setPush', { isOn: true }),
      callOf('setPush', { isOn: false }),
    ]);
  });

  test('exports what is selected, or all that is shown', async () => {
    const exported = async (): Promise<unknown> => {
      await tail.view.frame.getByRole('button', { name: 'Export' }).click();
      const calls = (await tail.view.calls()) as { method: string; params: object }[];
      return calls.at(-1);
    };
    await tail.view.push(3);
    const all = { action: 'export', generation: 1, ordinals: [] };
    assert.deepEqual(await exported(), callOf('keep', all));
    await tail.view.selectNewest();
    await tail.view.press('Shift+ArrowUp');
    await tail.view.settled();
    assert.deepEqual(await exported(), callOf('keep', { ...all, ordinals: [1, 2] }));
  });

  test('clears the rows', async () => {
    await tail.view.push(10);
    await tail.view.frame.getByRole('button', { name: 'Clear' }).click();
    await tail.view.settled();
    assert.deepEqual(await tail.view.column('data'), []);
    await tail.view.push(3);
    assert.equal((await tail.view.column('data')).length, 3);
  });

  test('searches, marks what it found and says when nothing is found', async () => {
    await tail.view.push(500);
    await tail.view.press('/');
    await tail.view.page.keyboard.type('TRUCK_71');
    await tail.view.frame.locator('.count', { hasText: '5 of 500' }).waitFor();
    await tail.view.settled();
    const marks = await tail.view.frame.locator('mark').allInnerTexts();
    assert.deepEqual([...new Set(marks)], ['truck_71']);

    await tail.view.page.keyboard.type('?');
    await tail.view.frame.locator('.empty').waitFor();
    const empty = 'None of 500 records matches the filter.\nClear the filter';
    assert.equal(await tail.view.text('.empty'), empty);
    await tail.view.frame.getByRole('button', { name: 'Clear the filter' }).click();
    await tail.view.settled();
    assert.equal(await tail.view.text('.count'), '500 records · 98 KB');
  });

  test('starts at a time, and says what is wrong with a sequence number', async () => {
    await tail.view.frame.getByRole('button', { name: 'Start position' }).click();
    await tail.view.frame.getByRole('radio', { name: 'At a sequence number' }).click();
    await tail.view.frame.getByRole('button', { name: 'Start here' }).click();
    assert.equal(
      await tail.view.text('.form-message:not(:empty)'),
      'Enter the whole sequence number: digits only.',
    );
    await tail.view.frame.getByRole('radio', { name: 'At a time', exact: true }).click();
    await tail.view.frame
      .getByRole('textbox', { name: 'Time to start at' })
      .fill('2026-03-01T12:00');
    await tail.view.frame.getByText('2026-03-01 12:00:00 local time').waitFor();
    await tail.view.frame.getByRole('radio', { name: 'Stop after a number of records' }).click();
    await tail.view.frame.getByRole('textbox', { name: 'Number of records' }).fill('1,000');
    await tail.view.frame.getByRole('button', { name: 'Start here' }).click();
    await tail.view.frame.getByText('from 2026-03-01 12:00:00 until 1,000 records').waitFor();
    const timestampMs = new Date('2026-03-01T12:00:00').getTime();
    const position = { type: 'AT_TIMESTAMP', timestampMs };
    const params = { position, shards: 'all', end: { type: 'COUNT', records: 1_000 } };
    assert.deepEqual(await tail.view.calls(), [callOf('restart', params)]);
  });

  test('starts after a sequence number of each shard', async () => {
    await tail.view.frame.getByRole('button', { name: 'Start position' }).click();
    await tail.view.frame.getByRole('radio', { name: 'After a sequence number of each' }).click();
    await tail.view.frame.getByRole('textbox', { name: 'Sequence numbers' }).fill('0 49\n3 17');
    await tail.view.frame.getByRole('button', { name: 'Start here' }).click();
    await tail.view.frame.getByText('after 2 sequence numbers').waitFor();
    const sequenceNumbers = { 'shardId-000000000000': '49', 'shardId-000000000003': '17' };
    const position = { type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers };
    assert.deepEqual(await tail.view.calls(), [callOf('restart', { position, shards: 'all' })]);
  });

  test('finds the records of a partition key', async () => {
    await tail.view.frame.getByRole('button', { name: 'Shards: all shards' }).click();
    await tail.view.frame.getByRole('button', { name: 'Find key' }).click();
    assert.equal(
      await tail.view.text('.form-message:not(:empty)'),
      'Enter the partition key to find.',
    );
    await tail.view.frame.getByRole('textbox', { name: 'Partition key' }).fill('truck_7');
    await tail.view.press('Enter');
    await tail.view.frame.getByRole('button', { name: 'Shards: key truck_7' }).waitFor();
    // The form closes when the tail has started; opened before that it would close again.
    await tail.view.frame.getByRole('button', { name: 'Find key' }).waitFor({ state: 'hidden' });
    const shards = { kind: 'key', partitionKey: 'truck_7' };
    const position = { type: 'LATEST' };
    await tail.view.frame.getByRole('button', { name: 'Shards: key truck_7' }).click();
    const wide = { name: 'Find it in all shards' };
    await tail.view.frame.getByRole('checkbox', wide).click();
    // The toolkit's box says that it is checked in the next frame.
    await tail.view.frame.getByRole('checkbox', { ...wide, checked: true }).waitFor();
    await tail.view.frame.getByRole('button', { name: 'Find key' }).click();
    await tail.view.frame.getByRole('button', { name: 'key truck_7 in all shards' }).waitFor();
    assert.deepEqual(await tail.view.calls(), [
      callOf('restart', { position, shards }),
      callOf('restart', { position, shards: { ...shards, allShards: true } }),
    ]);
  });

  test('tells above the rows how far behind it is', async () => {
    const progress = {
      behindMs: 15_120_000,
      share: 0.37,
      trend: 'nearing',
      etaMs: 115_000,
      recordsPerSecond: 900,
      bytesPerSecond: 3_145_728,
      emptyReads: 0,
    } as const;
    await tail.view.page.evaluate((sent) => window.fakeHost.setProgress(sent), progress);
    const bar = tail.view.frame.getByRole('progressbar', { name: 'Read so far' });
    await bar.waitFor();
    assert.deepEqual(
      [await tail.view.text('.progress-line'), await bar.getAttribute('aria-valuenow')],
      ['4 h 12 m behind · reading 3.0 MB/s · there in about 2 min', '37'],
    );
    await tail.view.page.evaluate(() => window.fakeHost.setProgress(undefined));
    await bar.waitFor({ state: 'hidden' });
  });

  test('reads only the chosen shards', async () => {
    await tail.view.frame.getByRole('button', { name: 'Shards: all shards' }).click();
    await tail.view.frame.getByRole('checkbox', { name: '0000' }).click();
    await tail.view.frame.getByRole('checkbox', { name: '0002' }).click();
    await tail.view.frame.getByRole('button', { name: 'Only these' }).click();
    await tail.view.frame.getByRole('button', { name: 'Shards: 2 shards' }).waitFor();
    const shards = ['shardId-000000000001', 'shardId-000000000003'];
    const params = { position: { type: 'LATEST' }, shards };
    assert.deepEqual(await tail.view.calls(), [callOf('restart', params)]);
  });

  test('finds a few shards among many', async () => {
    await tail.reopen({ shardCount: 120 });
    const { frame } = tail.view;
    await frame.getByRole('button', { name: 'Shards: all shards' }).click();
    const finder = frame.getByRole('textbox', { name: 'Find a shard' });
    await frame.getByRole('button', { name: 'Check none' }).click();
    await finder.fill('011');
    await frame.getByRole('checkbox', { name: '0105' }).waitFor({ state: 'hidden' });
    assert.equal(await frame.getByRole('checkbox', { name: /^\d{4}$/ }).count(), 11);
    await frame.getByRole('button', { name: 'Check all' }).click();
    await finder.fill('105');
    await frame.getByRole('checkbox', { name: '0105' }).click();
    await frame.getByRole('button', { name: 'Only these' }).click();
    await frame.getByRole('button', { name: 'Shards: 12 shards' }).waitFor();
    const [call] = (await tail.view.calls()) as { params: { shards: string[] } }[];
    const indexes = call?.params.shards.map((shardId) => Number(shardId.slice(-4)));
    assert.deepEqual(indexes, [11, 105, ...Array.from({ length: 10 }, (_, index) => 110 + index)]);
  });

  test('says why there is nothing, and what to do about a failure', async () => {
    const latest = 'Waiting for new records. Earlier ones are not shown.\nRead from oldest';
    assert.equal(await tail.view.text('.empty'), latest);
    const message = 'The stream truck-positions does not exist.';
    await tail.view.page.evaluate(
      (message) => window.fakeHost.setPhase({ name: 'failed', message }),
      message,
    );
    await tail.view.frame.getByRole('alert').waitFor();
    assert.equal(await tail.view.text('.banner'), `${message}\nTry again`);
    await tail.view.frame.getByRole('button', { name: 'Try again' }).click();
    await tail.view.settled();
    assert.deepEqual(await tail.view.calls(), [callOf('resume')]);
  });

  test('came back with its window: says that it does not read, and resumes by Space', async () => {
    await tail.view.page.evaluate(() => window.fakeHost.setPhase({ name: 'held' }));
    await tail.view.frame.getByRole('button', { name: 'Resume' }).first().waitFor();
    const text = 'Not reading: resume to read from Local engine again.';
    assert.match(await tail.view.text('.empty'), new RegExp(text));
    await tail.view.press('Space');
    await tail.view.frame.getByText('Waiting for new records').waitFor();
    assert.deepEqual(await tail.view.calls(), [callOf('resume')]);
  });

  test('lists what each shard does, and draws it once there is a time to draw', async () => {
    assert.equal(await tail.view.frame.locator('.chart canvas').count(), 0);
    await tail.view.page.evaluate(() => window.fakeHost.sendMetrics());
    await tail.view.settled();
    const rows = tail.view.frame.locator('.shard-table tbody tr');
    assert.equal(await rows.count(), 4);
    assert.equal(await tail.view.frame.locator('.chart canvas').count(), 1);
  });

  test('comes back to its place after a reload', async () => {
    await tail.view.push(1000);
    await tail.view.scrollTo(300);
    await tail.view.frame.locator('.rows > .row').nth(12).click();
    await tail.view.frame.getByRole('tab', { name: 'Hex' }).click();
    await tail.view.page.waitForFunction(() => {
      const saved = window.fakeHost.savedState as { tab?: string } | undefined;
      return saved?.tab === 'hex';
    });
    const place = async (): Promise<unknown> => ({
      top: await tail.view.topRow(),
      selected: await tail.view.text('.row[aria-selected=true] .data'),
      hex: await tail.view.text('.hex .detail-text'),
    });
    const before = await place();
    await tail.view.load();
    await tail.view.frame.locator('.hex .detail-text').waitFor();
    await tail.view.settled();
    assert.deepEqual(await place(), before);
    const saved = await tail.view.page.evaluate(() => window.fakeHost.savedState);
    assert.deepEqual((saved as { tail: unknown }).tail, {
      connectionName: 'Local engine',
      streamName: 'truck-positions',
      position: { type: 'LATEST' },
      startedMs: Date.UTC(2026, 2, 1, 12, 4, 31, 207),
      followsLatest: true,
      shards: 'all',
      filter: '',
    });
  });

  test('has the selection, the stacked bars and the way of the filter again after a reload', async () => {
    const { frame, page } = tail.view;
    await tail.view.push(140);
    const query = frame.getByRole('button', { name: 'Write the whole filter as text' });
    await query.click();
    await tail.view.settled();
    await frame.locator('.rows > .row').nth(2).click();
    await frame
      .locator('.rows > .row')
      .nth(5)
      .click({ modifiers: ['Shift'] });
    await frame.getByRole('combobox', { name: 'Stack the bars by' }).selectOption('By field…');
    await frame.getByRole('textbox', { name: 'Path of the field' }).fill('truck');
    await tail.view.press('Enter');
    await frame.getByRole('button', { name: 'Show as table' }).click();
    await tail.view.settled();
    await page.waitForFunction(() => {
      const saved = window.fakeHost.savedState as { showsHistogramTable?: boolean } | undefined;
      return saved?.showsHistogramTable === true;
    });
    const view = async (): Promise<unknown> => ({
      rows: await frame.locator('.rows > .row[aria-selected=true] .data').allTextContents(),
      isQuery: await query.getAttribute('aria-pressed'),
      split: await frame.getByRole('textbox', { name: 'Path of the field' }).inputValue(),
      table: await frame.getByRole('button', { name: 'Show as bars' }).isVisible(),
    });
    const before = await view();
    await tail.view.load();
    await frame.locator('.rows > .row[aria-selected=true]').first().waitFor();
    await tail.view.settled();
    assert.deepEqual(await view(), before);
    const { rows } = before as { rows: string[] };
    assert.deepEqual(
      [rows.length > 1, before],
      [true, { rows, isQuery: 'true', split: 'truck', table: true }],
    );
  });

  test('turns the lower panes into tabs where it is narrow', async () => {
    const panes = ['.stream', '.detail'];
    const visible = (): Promise<boolean[]> =>
      Promise.all(panes.map((pane) => tail.view.frame.locator(pane).isVisible()));
    const wide = await visible();
    const tab = tail.view.frame.getByRole('tab', { name: 'Stream' });
    await tail.view.page.setViewportSize({ width: 500, height: 700 });
    await tab.waitFor();
    await tail.view.settled();
    const narrow = await visible();
    await tab.click();
    await tail.view.settled();
    const switched = await visible();
    await tail.view.page.setViewportSize({ width: 900, height: 700 });
    await tab.waitFor({ state: 'hidden' });
    await tail.view.settled();
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
    const splitter = tail.view.frame.getByRole('separator', { name: 'Size of the lower panes' });
    await splitter.focus();
    for (let round = 0; round < 3; round++) await tail.view.press('ArrowUp');
    assert.equal(await splitter.getAttribute('aria-valuenow'), '47');
    await tail.view.page.waitForFunction(() => {
      const saved = window.fakeHost.savedState as { lowerPercent?: number } | undefined;
      return saved?.lowerPercent === 47;
    });
    await tail.view.load();
    assert.equal(await splitter.getAttribute('aria-valuenow'), '47');
  });
});
