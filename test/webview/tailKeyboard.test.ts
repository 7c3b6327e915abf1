import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailKeys } from '../support/tailKeys.ts';
import { TailSuite } from './support/tailSuite.ts';

describe('a tail by keyboard alone', () => {
  const tail = new TailSuite();

  function keysOf(): TailKeys {
    return new TailKeys(tail.view.page, () => Promise.resolve(tail.view.frame));
  }

  /** On the bars over time of 500 records. */
  async function onTheBars(): Promise<TailKeys> {
    const keys = keysOf();
    await keys.isOn(/^Records$/);
    await tail.view.push(500);
    await keys.goTo(/^Records over time/, 'Shift+Tab');
    await tail.view.frame.locator('.bars-total').waitFor({ state: 'attached' });
    return keys;
  }

  test('shows a record, and what is searched in it', async () => {
    const keys = keysOf();
    await keys.isOn(/^Records$/);
    await tail.view.push(30);
    await keys.press('End');
    await tail.view.frame.getByRole('treeitem', { name: 'speed' }).waitFor();
    await keys.isOn(/^Records$/);
    await keys.press('Enter');
    await keys.isOn(/^Decoded$/);
    await keys.goTo(/^Decoded data$/);
    await keys.press('ControlOrMeta+f');
    await keys.type('speed');
    await tail.view.frame.getByText('1 of 1').waitFor();
    await keys.press('Enter', 'Escape');
    await keys.isOn(/^Decoded data$/);
    await keys.backToRows();
  });

  test('has a toolbar that the arrows go along', async () => {
    const keys = keysOf();
    await keys.isOn(/^Records$/);
    await keys.goTo(/^Pause/, 'Shift+Tab');
    await keys.press('ArrowRight');
    await keys.isOn(/^Clear the rows/);
    await keys.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    await keys.isOn(/^Shards: all shards$/);
    await keys.press('ArrowLeft');
    await keys.isOn(/^Shards: all shards$/);
    await keys.press('End');
    await keys.isOn(/^How the stream is read/);
    await keys.press('Home');
    await keys.isOn(/^Shards: all shards$/);
  });

  /** Presses a key in the rows as soon as another count than this one is shown, before a frame is drawn. */
  async function pressOnceCounted(key: string, { ctrlKey = false } = {}): Promise<void> {
    await tail.view.frame.evaluate(
      (press) => {
        const counted = new MutationObserver(() => {
          counted.disconnect();
          const event = new KeyboardEvent('keydown', { ...press, bubbles: true });
          document.querySelector('[role=grid]')?.dispatchEvent(event);
        });
        const count = document.querySelector('.count');
        if (count) counted.observe(count, { childList: true, characterData: true, subtree: true });
      },
      { key, ctrlKey },
    );
  }

  test('goes to the newest record as soon as it is counted, before a row is drawn', async () => {
    const { frame } = tail.view;
    await pressOnceCounted('End');
    await tail.view.push(30);
    await frame.getByRole('treeitem', { name: 'speed' }).waitFor();
    assert.match(await tail.view.text('.row.lead .data'), /"number":29,/);
  });

  test('goes to the newest match, or to all, as soon as they are counted', async () => {
    const { frame } = tail.view;
    await tail.view.push(300);
    const box = frame.locator('.filter-input');
    await box.fill('truck_71');
    await pressOnceCounted('End');
    await box.press('Enter');
    await frame.locator('.pane-title', { hasText: 'truck_71' }).waitFor();
    assert.match(await tail.view.text('.row.lead .data'), /"number":283,/);
    await box.fill('status":"idle');
    await pressOnceCounted('a', { ctrlKey: true });
    await box.press('Enter');
    await frame.locator('.count', { hasText: '34 of 300' }).waitFor();
    await tail.view.settled();
    assert.equal(await frame.locator('.rows > .row[aria-selected=false]').count(), 0);
  });

  test('is filtered, and not any more', async () => {
    const keys = keysOf();
    await keys.isOn(/^Records$/);
    await tail.view.push(500);
    await keys.press('/');
    await keys.type('truck_71');
    await tail.view.frame.locator('.count', { hasText: '5 of 500' }).waitFor();
    await keys.isOn(/^Search in keys and data$/);
    await keys.type('?');
    await tail.view.frame.locator('.empty').getByText('None of 500 records matches').waitFor();
    await keys.goTo(/^Clear the filter$/);
    await keys.press('Enter');
    await tail.view.frame.locator('.count', { hasText: '500 records' }).waitFor();
    await keys.isOn(/^Search in keys and data$/);
    await keys.backToRows();
  });

  test('tells of its shards, its keys and its lineage', async () => {
    const keys = keysOf();
    await keys.isOn(/^Records$/);
    const { frame } = tail.view;
    await tail.view.push(30);
    await keys.goTo(/^Shards$/);
    await keys.press('ArrowRight');
    await keys.isOn(/^Heat map$/);
    await frame.getByRole('application', { name: /^Heat map of/ }).waitFor();
    await keys.goTo(/^Heat map of/);
    await keys.press('ArrowLeft');
    await frame
      .locator('.heat-cell')
      .getByText(/^Shard 000/)
      .waitFor();
    await keys.goTo(/^As a table$/);
    await keys.press('Enter');
    await keys.goTo(/^The heat map as a table$/);
    await keys.goTo(/^Heat map$/, 'Shift+Tab');
    await keys.press('ArrowRight');
    await keys.isOn(/^Hot keys$/);
    await frame.locator('.hot-keys tbody tr').first().waitFor();
    await keys.goTo(/^The hottest keys$/);
    await keys.goTo(/^Hot keys$/, 'Shift+Tab');
    await keys.press('ArrowRight');
    await keys.isOn(/^Lineage$/);
    await frame.locator('.lineage-band').first().waitFor();
    await keys.goTo(/^Shards over time/);
    await keys.press('ArrowDown');
    await frame
      .locator('.lineage-told')
      .getByText(/^Shard 000/)
      .waitFor();
    await keys.goTo(/^Show only this shard/);
    await keys.press('Enter');
    await frame.locator('.chip').waitFor();
    await keys.isOn(/^Show only this shard/);
    await keys.backToRows();
  });

  /** On the bars, before the host answers to the first of the keys. */
  async function pressAtOnce(...keys: readonly string[]): Promise<void> {
    await tail.view.frame.locator('.histogram-plot').evaluate((plot, keys) => {
      const asReal = { bubbles: true, cancelable: true };
      for (const key of keys) plot.dispatchEvent(new KeyboardEvent('keydown', { key, ...asReal }));
    }, keys);
  }

  test('is filtered by a time, and by no condition again', async () => {
    const { frame } = tail.view;
    const keys = await onTheBars();
    await keys.press('ArrowLeft', 'Shift+ArrowLeft', 'Enter');
    await frame.locator('.chip').waitFor();
    await keys.isOn(/^Records over time/);
    await keys.press('Escape');
    await frame.locator('.chip').waitFor({ state: 'detached' });
    await keys.isOn(/^Records over time/);
    await keys.press('ArrowLeft', 'Enter');
    await frame.locator('.chip').waitFor();
    await keys.goTo(/^Remove /, 'Shift+Tab');
    await keys.press('Enter');
    await keys.isOn(/^Search in keys and data$/);
    await keys.backToRows();
  });

  test('keeps a time that is chosen while the one before is being taken away', async () => {
    const { frame } = tail.view;
    const keys = await onTheBars();
    await keys.press('ArrowLeft', 'Enter');
    await frame.locator('.chip').waitFor();
    await pressAtOnce('Escape', 'ArrowLeft', 'ArrowLeft');
    await frame.locator('.chip').waitFor({ state: 'detached' });
    await tail.view.settled();
    await keys.press('Enter');
    await frame.locator('.chip').waitFor();
  });

  test('still shows a time by which it is filtered again before the one before is taken away', async () => {
    const { frame } = tail.view;
    const keys = await onTheBars();
    await keys.press('ArrowLeft', 'Enter');
    await frame.locator('.chip').waitFor();
    await tail.view.settled();
    await pressAtOnce('Escape', 'ArrowLeft', 'Enter');
    await tail.view.settled();
    assert.equal(await frame.locator('.chip').count(), 1);
    assert.equal(await frame.locator('.histogram-plot .brush').count(), 1);
  });

  test('gets other columns', async () => {
    const keys = keysOf();
    await keys.isOn(/^Records$/);
    await keys.goTo(/^Columns…$/);
    await keys.press('Enter');
    await keys.isOn(/^Time$/);
    await keys.goTo(/^Sequence$/);
    await keys.press('Space');
    await tail.view.frame.locator('.grid-header .sequence').waitFor({ state: 'detached' });
    await keys.press('Escape');
    await keys.isOn(/^Columns…$/);
    await keys.backToRows();
  });

  test('is paused, goes on and is exported', async () => {
    const keys = keysOf();
    await keys.isOn(/^Records$/);
    await tail.view.push(3);
    await keys.goTo(/^Pause /, 'Shift+Tab');
    await keys.press('Enter');
    await keys.isOn(/^Resume /);
    await keys.backToRows();
    await keys.press('Space');
    await tail.view.frame.getByRole('button', { name: /^Pause / }).waitFor();
    await keys.isOn(/^Records$/);
    await keys.goTo(/^Export /, 'Shift+Tab');
    await keys.press('Enter');
    await keys.isOn(/^Export /);
    const calls = (await tail.view.calls()) as { method: string }[];
    assert.deepEqual(
      calls.map(({ method }) => method),
      ['pause', 'resume', 'keep'],
    );
  });
});
