import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TailPhase } from '../../src/protocol/webview/tail.ts';
import { focusedIn } from '../support/focusRing.ts';
import { TailSuite } from './support/tailSuite.ts';
import { themes, type ThemeName } from './support/themes.ts';

/** More than there are places at which Tab stops. */
const STOPS_MAX = 80;

describe('the focus in a tail', () => {
  const tail = new TailSuite();

  /** The name of what has the focus, or its classes, once it is somewhere. */
  async function focused(): Promise<string> {
    await tail.view.settled();
    const handle = await tail.view.frame.waitForFunction(() => {
      const { activeElement } = document;
      if (!activeElement || activeElement === document.body) return undefined;
      return activeElement.getAttribute('aria-label') ?? activeElement.className;
    });
    return (await handle.jsonValue()) as string;
  }

  const press = (name: string | RegExp): Promise<void> =>
    tail.view.frame.getByRole('button', { name }).first().press('Enter');

  async function setPhase(phase: TailPhase): Promise<void> {
    await tail.view.page.evaluate((phase) => window.fakeHost.setPhase(phase), phase);
    // Until then there may be another notice, with a button of its own.
    await tail.view.settled();
  }

  test('goes to the rows when the notice that had it is gone', async () => {
    await setPhase({ name: 'held' });
    await tail.view.frame.locator('.empty vscode-button').press('Enter');
    await tail.view.frame.getByText('Waiting for new records').first().waitFor();
    assert.equal(await focused(), 'Records');
    await setPhase({ name: 'failed', message: 'The stream does not exist.' });
    await press('Try again');
    await tail.view.frame.locator('.banner').waitFor({ state: 'hidden' });
    assert.equal(await focused(), 'Records');
  });

  test('goes to the rows when the record that had it is gone', async () => {
    await tail.view.push(10);
    await tail.view.selectNewest();
    await tail.view.frame.getByRole('tree').focus();
    // By a command of VS Code: with another filter no row is selected any more.
    await tail.view.page.evaluate(() =>
      window.fakeHost.perform({ kind: 'filterBy', what: 'key', negated: true }),
    );
    await tail.view.frame.getByText('Select a record to see its content.').waitFor();
    assert.equal(await focused(), 'Records');
  });

  test('stays in the tree while the record reads anew', async () => {
    await tail.view.pushData('{"speed":83}');
    await tail.view.selectNewest();
    await tail.view.frame.getByRole('tree').focus();
    const steps = [{ decoder: 'other', outcome: 'decoded', note: '' }] as const;
    await tail.view.page.evaluate(
      (steps) =>
        window.fakeHost.decodeAs({ kind: 'json', text: '{"fast":true}', isComplete: true, steps }),
      steps,
    );
    await tail.view.frame.getByRole('treeitem', { name: 'fast' }).waitFor();
    assert.equal(await focused(), 'Decoded data');
  });

  test('goes to the next button that shows more, and last to what is shown', async () => {
    await tail.view.pushData(Array.from({ length: 9_000 }, (_, index) => index % 256));
    await tail.view.selectNewest();
    await tail.view.frame.getByRole('tab', { name: 'Hex' }).click();
    await press('Show more');
    assert.equal(await focused(), 'Show more');
    await tail.view.press('Enter');
    assert.match(await focused(), /^detail-content hex/);
  });

  test('stays among the saved filters when one is deleted, or gets another name', async () => {
    const { frame, page } = tail.view;
    await tail.view.press('/');
    await page.keyboard.type('truck');
    await press('Saved filters');
    for (const name of ['One', 'Two']) {
      await frame.getByRole('textbox', { name: 'Name of the filter' }).fill(name);
      await tail.view.press('Enter');
      await frame.locator('.saved-name', { hasText: name }).waitFor();
    }
    await press('Rename One');
    await tail.view.settled();
    await page.keyboard.type('Three');
    await tail.view.press('Enter');
    await frame.locator('.saved-name', { hasText: 'Three' }).waitFor();
    assert.equal(await focused(), 'saved-filter');
    await press('Delete Three');
    await frame.locator('.saved-name', { hasText: 'Three' }).waitFor({ state: 'detached' });
    assert.equal(await focused(), 'saved-filter');
    await tail.view.press('Escape');
    assert.equal(await focused(), 'Saved filters');
  });

  test('stays on a condition that is refused', async () => {
    const { frame, page } = tail.view;
    await tail.view.push(10);
    await press('Add a condition');
    await frame.getByRole('combobox', { name: 'Condition on' }).selectOption('shard');
    await frame.getByRole('textbox', { name: 'Shards' }).fill('0');
    await tail.view.press('Enter');
    await frame.locator('.chip').waitFor();
    await tail.view.settled();
    await page.evaluate(() => (window.fakeHost.refusedKind = 'shard'));
    await frame.locator('.chip-text').press('Enter');
    await frame.locator('.chip.wrong').waitFor();
    assert.match(await focused(), /Press to show what matches$/);
  });

  test('stays where it is when the lower panes become tabs', async () => {
    const { frame, page } = tail.view;
    await tail.view.push(10);
    await tail.view.selectNewest();
    await frame.getByRole('tree').focus();
    await page.setViewportSize({ width: 500, height: 700 });
    await frame.getByRole('tab', { name: 'Stream' }).waitFor();
    assert.equal(await focused(), 'Decoded data');
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    test(`is seen wherever Tab leads, in ${theme}`, async () => {
      await tail.reopen({ theme });
      await tail.view.push(50);
      await tail.view.page.evaluate(() => window.fakeHost.sendMetrics());
      await tail.view.selectNewest();
      const stops: string[] = [];
      const unseen: string[] = [];
      const first = await focusedIn(tail.view.frame);
      assert.deepEqual(first, { name: 'Records', isSeen: true });
      for (let stop = 0; stop < STOPS_MAX; stop++) {
        await tail.view.press('Tab');
        const { name, isSeen } = await focusedIn(tail.view.frame);
        if (name === first.name) break;
        stops.push(name);
        // Between the last place and the first one the focus is outside of the page.
        if (name !== '' && !isSeen) unseen.push(name);
      }
      assert.deepEqual(unseen, []);
      assert.ok(stops.includes('Decoded data') && stops.length > 25, stops.join(', '));
    });
  }
});
