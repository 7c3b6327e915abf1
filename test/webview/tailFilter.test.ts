import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PageAction } from '../../src/protocol/webview/grid.ts';
import { TailSuite } from './support/tailSuite.ts';

describe('The filter of the tail', () => {
  const tail = new TailSuite();

  /** The filters that the page asked for, in order. */
  async function filters(): Promise<unknown[]> {
    const calls = (await tail.view.calls()) as { method: string; params: unknown }[];
    return calls.filter(({ method }) => method === 'filter').map(({ params }) => params);
  }

  /** Types into what has the focus once the page has done what it was asked to. */
  async function type(text: string): Promise<void> {
    await tail.view.settled();
    await tail.view.page.keyboard.type(text);
  }

  test('reads the box as a pattern, an expression or a whole filter', async () => {
    await tail.view.push(100);
    await tail.view.press('/');
    await type('truck_7[01]');
    await tail.view.press('Enter');
    await tail.view.frame.locator('.count', { hasText: '0 of 100' }).waitFor();
    await tail.view.frame.getByRole('button', { name: /regular expression/ }).click();
    await tail.view.frame.locator('.count', { hasText: '2 of 100' }).waitFor();
    await tail.view.settled();
    const marks = await tail.view.frame.locator('mark').allInnerTexts();
    assert.deepEqual([...new Set(marks)].sort(), ['truck_70', 'truck_71']);
    await tail.view.frame.getByRole('button', { name: /whole filter/ }).click();
    await tail.view.settled();
    assert.equal(await tail.view.frame.locator('.filter-input').inputValue(), '/truck_7[01]/');
    await type('shard:0 -status=idle');
    await tail.view.press('Enter');
    await tail.view.page.waitForFunction(() =>
      JSON.stringify(window.fakeHost.calls.at(-1)).includes('status'),
    );
    assert.deepEqual((await filters()).at(-1), {
      conditions: [
        { kind: 'shard', shardIds: ['shardId-000000000000'] },
        { kind: 'path', path: 'status', operator: '=', value: 'idle', negated: true },
      ],
    });
    await tail.view.frame.getByRole('button', { name: /whole filter/ }).click();
    await tail.view.settled();
    assert.deepEqual(await tail.view.frame.locator('.chip').allInnerTexts(), [
      'shard 0000',
      'not status = idle',
    ]);
  });

  test('says at the box what is wrong, and keeps the filter before', async () => {
    await tail.view.push(10);
    await tail.view.frame.getByRole('button', { name: /expression \(CEL\)/ }).click();
    await type('(data.speed');
    await tail.view.press('Enter');
    await tail.view.frame.getByText('A parenthesis is not closed.').waitFor();
    await tail.view.settled();
    const box = tail.view.frame.locator('.filter-input');
    assert.equal(await box.getAttribute('aria-invalid'), 'true');
    assert.equal(await tail.view.text('.count'), '10 records · 2.0 KB');
    await type(' > 80)');
    await tail.view.press('Enter');
    await tail.view.frame.locator('.count', { hasText: '10 of 10' }).waitFor();
    await tail.view.settled();
    assert.equal(await box.getAttribute('aria-invalid'), null);
  });

  test('leaves what is being typed alone while the host refuses it', async () => {
    await tail.view.push(10);
    const { frame } = tail.view;
    await frame.getByRole('button', { name: /expression \(CEL\)/ }).click();
    await type('(data.speed');
    await tail.view.press('Enter');
    await frame.getByText('A parenthesis is not closed.').waitFor();
    await tail.view.page.evaluate(() => {
      window.fakeHost.setPhase({ name: 'paused', full: false });
    });
    await frame
      .getByRole('button', { name: /^Resume/ })
      .first()
      .waitFor();
    await tail.view.settled();
    assert.equal(await frame.locator('.filter-input').inputValue(), '(data.speed');
    assert.equal(await tail.view.text('.filter-problem'), 'A parenthesis is not closed.');
  });

  test('adds, turns round and removes a condition by the keyboard alone', async () => {
    await tail.view.push(90);
    const { frame } = tail.view;
    await frame.getByRole('button', { name: 'Add a condition' }).focus();
    await tail.view.press('Enter');
    await frame.getByRole('combobox', { name: 'Condition on' }).waitFor();
    await tail.view.settled();
    await tail.view.press('Tab');
    await type('status');
    await tail.view.press('Tab');
    await tail.view.press('Tab');
    await type('idle');
    await tail.view.press('Enter');
    await frame.locator('.count', { hasText: '10 of 90' }).waitFor();
    const chip = frame.locator('.chip-text');
    await chip.focus();
    await tail.view.press('Enter');
    await frame.locator('.count', { hasText: '80 of 90' }).waitFor();
    await tail.view.settled();
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    assert.equal(await chip.innerText(), 'not status = idle');
    await tail.view.press('Delete');
    await frame.locator('.count', { hasText: /^90 records/ }).waitFor();
    await tail.view.settled();
    // The focus is not lost with the chip.
    assert.equal(
      await frame.evaluate(() => document.activeElement?.className),
      'native-input filter-input',
    );
  });

  test('filters by the key, the shard and a value of the selected record', async () => {
    const { frame } = tail.view;
    const perform = async (what: 'key' | 'shard' | 'value', negated = false): Promise<void> => {
      const action = { kind: 'filterBy', what, negated } as const;
      await tail.view.page.evaluate((action) => window.fakeHost.perform(action), action);
    };
    const said = (text: string): Promise<void> =>
      frame
        .locator('[role=status]')
        .getByText(text, { exact: true })
        .waitFor({ state: 'attached' });
    await tail.view.push(90);
    await perform('key');
    await said('Select a record first');
    await tail.view.selectNewest();
    await perform('shard');
    await frame.locator('.count', { hasText: '23 of 90' }).waitFor();
    await tail.view.selectNewest();
    await perform('key');
    await frame.locator('.count', { hasText: '1 of 90' }).waitFor();
    await tail.view.selectNewest();
    await frame.getByRole('tree').focus();
    await perform('value');
    await tail.view.settled();
    const shard = { kind: 'shard', shardIds: ['shardId-000000000001'] };
    const key = { kind: 'key', partitionKeys: ['truck_93'] };
    const value = { kind: 'path', path: '$.truck', operator: '=', value: 'truck_93' };
    assert.deepEqual(await filters(), [
      { conditions: [shard] },
      { conditions: [shard, key] },
      { conditions: [shard, key, value] },
    ]);
  });

  test('leaves out the shard and a value of the selected record, and tells when none is', async () => {
    const { frame } = tail.view;
    const exclude = (what: 'shard' | 'value'): Promise<void> =>
      tail.view.page.evaluate((action) => window.fakeHost.perform(action), {
        kind: 'filterBy',
        what,
        negated: true,
      } as const);
    await tail.view.push(90);
    await exclude('shard');
    // In the status bar of VS Code, since a reader who sees the page hears nothing.
    await tail.view.page.waitForFunction(() =>
      window.fakeHost.told.some((text) => text.includes('Select a record first')),
    );
    await tail.view.selectNewest();
    await exclude('shard');
    await frame.locator('.count', { hasText: '67 of 90' }).waitFor();
    await tail.view.selectNewest();
    await frame.getByRole('tree').focus();
    await exclude('value');
    await frame.locator('.count', { hasText: '66 of 90' }).waitFor();
    await tail.view.settled();
    const chips = await frame.locator('.chip').allInnerTexts();
    assert.match(chips.join(), /^not shard \d{4},not \$\.truck = truck_\d+$/);
  });

  test('filters by the value in a cell, which the menu names by its path', async () => {
    const { frame } = tail.view;
    const perform = (action: PageAction): Promise<void> =>
      tail.view.page.evaluate((it) => window.fakeHost.perform(it), action);
    await tail.view.push(90);
    await tail.view.selectNewest();
    await frame.getByRole('tree').focus();
    await perform({ kind: 'addColumn' });
    const cell = frame.locator('.rows > .row[aria-selected="true"] .cell.path');
    const truck = await cell.filter({ hasText: /./ }).innerText();
    const context = JSON.parse((await cell.getAttribute('data-vscode-context')) ?? '') as object;
    assert.deepEqual(context, { cellPath: '$.truck' });
    await perform({ kind: 'filterBy', what: 'value', path: '$.truck' });
    await frame.locator('.chip', { hasText: `$.truck = ${truck}` }).waitFor();
    await frame.locator('.count', { hasText: '1 of 90' }).waitFor();
    await tail.view.selectNewest();
    await perform({ kind: 'filterBy', what: 'value', path: '$.gone' });
    const said = frame.locator('[role=status]').getByText('This record has nothing at $.gone');
    await said.waitFor({ state: 'attached' });
    assert.equal(await frame.locator('.chip').count(), 1);
  });

  test('leaves the record selected that the reader looks at, where it is still shown', async () => {
    const { frame } = tail.view;
    await tail.view.push(90);
    const row = frame.locator('.rows > .row', { hasText: 'truck_60' });
    await row.click();
    const title = frame.locator('.pane-title', { hasText: 'truck_60' });
    await title.waitFor();
    await tail.view.press('/');
    await type('truck_6');
    await frame.locator('.count', { hasText: '8 of 90' }).waitFor();
    await row.and(frame.locator('[aria-selected="true"]')).waitFor();
    await title.waitFor();
    await type('1');
    await frame.locator('.count', { hasText: '1 of 90' }).waitFor();
    await title.waitFor({ state: 'detached' });
    await tail.view.press('Backspace');
    await row.and(frame.locator('[aria-selected="true"]')).waitFor();
    await title.waitFor();
  });

  test('saves a filter, applies it again, renames and deletes it', async () => {
    await tail.view.push(90);
    const { frame } = tail.view;
    await tail.view.press('/');
    await type('truck_71');
    await frame.locator('.count', { hasText: '1 of 90' }).waitFor();
    const saved = frame.getByRole('button', { name: 'Saved filters' });
    await saved.click();
    await frame.getByRole('textbox', { name: 'Name of the filter' }).fill('My truck');
    await tail.view.press('Enter');
    await frame.getByRole('button', { name: /^My truck/ }).waitFor();
    await frame.getByRole('button', { name: 'Rename My truck' }).click();
    await type('Seventy-one');
    await tail.view.press('Enter');
    await frame.getByRole('button', { name: /^Seventy-one/ }).waitFor();
    await frame.getByRole('button', { name: /^Idle trucks \(workspace settings\)/ }).click();
    await frame.locator('.count', { hasText: '10 of 90' }).waitFor();
    await tail.view.settled();
    assert.equal(await frame.locator('.filter-input').inputValue(), '');
    assert.deepEqual(await frame.locator('.chip').allInnerTexts(), ['status = idle']);
    await saved.click();
    await frame.getByRole('button', { name: /^Seventy-one/ }).click();
    await frame.locator('.count', { hasText: '1 of 90' }).waitFor();
    await saved.click();
    await frame.getByRole('button', { name: 'Delete Seventy-one' }).click();
    await frame.getByRole('button', { name: /^Seventy-one/ }).waitFor({ state: 'detached' });
    // What the settings share is changed in the settings.
    assert.equal(await frame.getByRole('button', { name: 'Delete Idle trucks' }).count(), 0);
  });

  test('shares a saved filter by the settings of the workspace', async () => {
    await tail.view.push(90);
    const { frame } = tail.view;
    await tail.view.press('/');
    await type('truck_71');
    await frame.locator('.count', { hasText: '1 of 90' }).waitFor();
    await frame.getByRole('button', { name: 'Saved filters' }).click();
    await frame.getByRole('textbox', { name: 'Name of the filter' }).fill('My truck');
    await tail.view.press('Enter');
    await frame.getByRole('button', { name: 'Share My truck' }).click();
    await frame.getByRole('button', { name: /^My truck \(workspace settings\)/ }).waitFor();
    assert.equal(await frame.getByRole('button', { name: 'Delete My truck' }).count(), 0);
  });
});
