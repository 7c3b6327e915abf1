import { after, afterEach, before, describe, it } from 'node:test';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { TailKeys } from '../support/tailKeys.ts';
import { exactly } from './support/quickInput.ts';
import type { TailPage } from './support/tailPage.ts';
import { tryAgain } from './support/tries.ts';
import { Workbench } from './support/workbench.ts';

const { signal } = new AbortController();
/** A tree takes letters that follow each other faster than this for one word. */
const WORD_MS = 2_000;

/**
 * A tail from the sidebar to the export in a real VS Code, without a mouse. The steps build on each
 * other, in order.
 */
describe('a tail by keyboard alone', () => {
  let engine: Engine;
  let connection: Connection;
  let workbench: Workbench;
  let tail: TailPage;
  let keys: TailKeys;

  before(async () => {
    engine = await startTestEngine();
    const { http: endpoint } = engine.ready;
    connection = createConnection({ kind: 'endpoint', endpoint, region: 'us-east-1' });
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: 2 } as const;
    await connection.streams.createStream(stream, signal);
    const staging = { name: 'staging', kind: 'endpoint', endpoint, region: 'us-east-1' };
    workbench = await Workbench.open({ settings: { 'kinesisWorkbench.connections': [staging] } });
    tail = workbench.tail();
    keys = new TailKeys(workbench.page, () => tail.document());
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    connection.dispose();
    await engine.stop();
  });

  /** Of the row that has the focus. */
  const chooseFromMenu = async (entry: string): Promise<void> => {
    const items = workbench.page.locator('.monaco-menu .action-item');
    await tryAgain(async (timeout) => {
      await keys.press('Shift+F10');
      await items.first().waitFor({ timeout });
    });
    const focused = workbench.page.locator('.monaco-menu .action-item.focused');
    const chosen = focused.getByText(entry);
    for (let left = await items.count(); left > 0 && !(await chosen.isVisible()); left--) {
      const before = (await focused.allTextContents()).join();
      await keys.press('ArrowDown');
      await focused.filter({ hasNotText: exactly(before) }).waitFor();
    }
    await chosen.waitFor();
    await keys.press('Enter');
  };

  it('is opened from the sidebar', async () => {
    const { page } = workbench;
    await page.getByRole('tab', { name: 'Kinesis', exact: true }).waitFor();
    await workbench.runCommand('Kinesis: Focus on Streams View');
    const streams = workbench.tree('Streams');
    const focused = streams.pane.locator('.monaco-list-row.focused');
    // The tree can take the focus once it is there.
    await streams.row('staging').waitFor();
    await workbench.runCommand('Kinesis: Focus on Streams View');
    await streams.pane.locator('.monaco-list:focus').waitFor();
    // A tree goes to what is typed; one that is drawn anew meanwhile does not.
    const goTo = (row: string): Promise<true> =>
      eventually(async () => {
        await keys.type(row);
        return focused
          .filter({ hasText: row })
          .waitFor({ timeout: WORD_MS })
          .then(() => true);
      });
    await goTo('staging');
    await tryAgain(async (timeout) => {
      await keys.press('ArrowRight');
      await streams.row('orders').waitFor({ timeout });
    });
    await goTo('orders');
    const tab = page.getByRole('tab', { name: 'orders · staging' });
    await workbench.withRow(() => chooseFromMenu('Tail Stream'), tab);
    await tail.frame.locator('.empty').getByText('Waiting for new records').waitFor();
    await keys.isOn(/^Records$/);
  });

  it('shows its newest record, and what is searched in it', async () => {
    const records = Array.from({ length: 30 }, (_, index) => ({
      data: new TextEncoder().encode(JSON.stringify({ order: index, isLarge: index % 2 === 0 })),
      partitionKey: `customer-${index % 5}`,
    }));
    await connection.streams.putRecords('orders', records, signal);
    await tail.frame.locator('.count', { hasText: '30 records' }).waitFor();
    await keys.press('End');
    await tail.frame.getByRole('treeitem', { name: 'isLarge' }).waitFor();
    await keys.press('Enter');
    await keys.isOn(/^Decoded$/);
    await keys.goTo(/^Decoded data$/);
    await keys.press('ControlOrMeta+f');
    await tail.frame.locator('.find-bar input:focus').waitFor();
    await keys.type('large');
    await tail.frame.getByText('1 of 1').waitFor();
    await keys.press('Enter', 'Escape');
    await keys.isOn(/^Decoded data$/);
    await keys.backToRows();
  });

  it('is filtered, and not any more', async () => {
    await keys.press('/');
    await tail.frame.locator('.filter-input:focus').waitFor();
    await keys.type('true?');
    await tail.frame.locator('.empty').getByText('None of 30 records matches').waitFor();
    await keys.goTo(/^Clear the filter$/);
    await keys.press('Enter');
    await tail.frame.locator('.count', { hasText: '30 records' }).waitFor();
    await keys.isOn(/^Search in keys and data$/);
    await keys.backToRows();
  });

  it('tells of its shards, its keys and its lineage', async () => {
    await keys.goTo(/^Shards$/);
    await keys.press('ArrowRight');
    await keys.isOn(/^Heat map$/);
    await tail.frame.getByRole('application', { name: /^Heat map of/ }).waitFor();
    await keys.goTo(/^Heat map of/);
    await keys.press('ArrowLeft');
    await tail.frame
      .locator('.heat-cell')
      .getByText(/^Shard 000/)
      .waitFor();
    await keys.goTo(/^Heat map$/, 'Shift+Tab');
    await keys.press('ArrowRight');
    await keys.isOn(/^Hot keys$/);
    await keys.press('ArrowRight');
    await keys.isOn(/^Lineage$/);
    await tail.frame.locator('.lineage-band').first().waitFor();
    await keys.goTo(/^Shards over time/);
    await keys.press('ArrowDown');
    await tail.frame
      .locator('.lineage-told')
      .getByText(/^Shard 000/)
      .waitFor();
    await keys.backToRows();
  });

  it('is filtered by a time, and not any more', async () => {
    await keys.goTo(/^Records over time/, 'Shift+Tab');
    await tail.frame.locator('.bars-total').waitFor({ state: 'attached' });
    await keys.press('ArrowLeft', 'Shift+ArrowLeft', 'Enter');
    await tail.frame.locator('.chip').waitFor();
    await keys.isOn(/^Records over time/);
    await keys.press('Escape');
    await tail.frame.locator('.chip').waitFor({ state: 'detached' });
    await keys.isOn(/^Records over time/);
    await keys.backToRows();
  });

  it('gets other columns', async () => {
    await keys.goTo(/^Columns…$/);
    await keys.press('Enter');
    await keys.isOn(/^Time$/);
    await keys.goTo(/^Sequence$/);
    await keys.press('Space');
    await tail.frame.locator('.grid-header .sequence').waitFor({ state: 'detached' });
    await keys.press('Escape');
    await keys.isOn(/^Columns…$/);
    await keys.backToRows();
  });

  it('is paused, and goes on', async () => {
    await keys.press('Space');
    await tail.button(/^Resume /).waitFor();
    await keys.isOn(/^Records$/);
    await keys.goTo(/^Resume /, 'Shift+Tab');
    await keys.press('Enter');
    await keys.isOn(/^Pause /);
    await keys.backToRows();
  });

  it('is exported, and the focus comes back from the question', async () => {
    await keys.goTo(/^Export /, 'Shift+Tab');
    await keys.press('Enter');
    await workbench.quickInput.entry('JSON lines').waitFor();
    await workbench.quickInput.takesFocus();
    await keys.press('Escape');
    await workbench.quickInput.widget.waitFor({ state: 'hidden' });
    await keys.isOn(/^Export /);
    await keys.backToRows();
  });
});
