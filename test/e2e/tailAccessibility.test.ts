import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { axeViolations } from '../support/axe.ts';
import { startTestEngine } from '../support/engine.ts';
import { comesTrue } from '../support/eventually.ts';
import { themes, themeVariables } from '../webview/support/themes.ts';
import { type ThemeKind, Workbench } from './support/workbench.ts';

/** The kinds of theme, and what VS Code calls each in a webview. */
const THEMES: readonly (readonly [ThemeKind, string])[] = [
  ['dark', 'vscode-dark'],
  ['light', 'vscode-light'],
  ['highContrast', 'vscode-high-contrast'],
  ['highContrastLight', 'vscode-high-contrast-light'],
];

const VARIABLES = Object.keys(themeVariables).map((name) => `--vscode-${name}`);

const { signal } = new AbortController();

/**
 * What axe says of the tail in each of its states, in VS Code's own themes. The steps build on each
 * other, in order.
 */
describe('a tail for everybody, in every theme', () => {
  let engine: Engine;
  let connection: Connection;
  let workbench: Workbench;

  const putOrders = async (count: number): Promise<void> => {
    const records = Array.from({ length: count }, (_, index) => ({
      data: new TextEncoder().encode(
        JSON.stringify({ order: index, isLarge: index % 2 === 0, to: { city: 'Oslo' } }),
      ),
      partitionKey: `customer-${index % 7}`,
    }));
    await connection.streams.putRecords('orders', records, signal);
  };

  before(async () => {
    engine = await startTestEngine();
    const { http: endpoint } = engine.ready;
    connection = createConnection({ kind: 'endpoint', endpoint, region: 'us-east-1' });
    const stream = { streamName: 'orders', mode: 'PROVISIONED', shardCount: 4 } as const;
    await connection.streams.createStream(stream, signal);
    const staging = { name: 'staging', kind: 'endpoint', endpoint, region: 'us-east-1' };
    workbench = await Workbench.open({ settings: { 'kinesisWorkbench.connections': [staging] } });
    await workbench.openSidebar();
    await workbench.tree('Streams').expand('staging');
    await workbench.tree('Streams').row('orders').getByText('ACTIVE · 4 shards').waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    connection.dispose();
    await engine.stop();
  });

  /**
   * That axe finds nothing in any theme; `show` may go through several views of the state. The buttons
   * take on the colours of a theme a little later than the page around them.
   */
  async function isClean(
    show: (check: (name: string, part: string) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    for (const [theme, kind] of THEMES) {
      await workbench.useTheme(theme);
      const tail = workbench.tail();
      await tail.frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      const document = await tail.document();
      await show((name, part) =>
        comesTrue(async () => {
          const violations = await axeViolations(document, { part, onlyColors: theme !== 'dark' });
          const found = violations.map((violation) => `${theme}, ${name}: ${violation}`);
          assert.deepEqual(found, []);
        }),
      );
    }
  }

  it('has the colours that its page alone is tested with', async () => {
    await workbench.openTail('orders');
    const tail = workbench.tail();
    await tail.grid().waitFor();
    for (const [theme, kind] of THEMES) {
      await workbench.useTheme(theme);
      await tail.frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      const expected = VARIABLES.map((name) => [name, themes[theme].variables[name] ?? '']);
      await comesTrue(async () => {
        const variables = await tail.frame.locator('html').evaluate((html, names) => {
          const style = getComputedStyle(html);
          return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
        }, VARIABLES);
        assert.deepEqual(variables, Object.fromEntries(expected), theme);
      });
    }
  });

  it('has no violation while it waits for the first record', async () => {
    await workbench.tail().frame.locator('.empty').getByText('Waiting for new').waitFor();
    await isClean((check) => check('empty', '.grid-area'));
  });

  it('has none while records arrive', async () => {
    const tail = workbench.tail();
    let put = 0;
    await isClean(async (check) => {
      await putOrders(20);
      put += 20;
      await tail.frame.locator('.count', { hasText: `${put} records` }).waitFor();
      await check('running', '.app');
    });
  });
  it('has none with a record open, in each of its views', async () => {
    const tail = workbench.tail();
    await tail.rows('customer-').nth(3).click();
    await tail.frame.getByRole('tree').getByText('isLarge').waitFor();
    await tail.frame.locator('.decode-report summary').click();
    await isClean(async (check) => {
      for (const name of ['Raw', 'Hex', 'Headers', 'Decoded']) {
        await tail.frame.getByRole('tab', { name, exact: true }).click();
        await tail.frame.getByRole('tab', { name, exact: true, selected: true }).waitFor();
        await check(name, '.detail');
      }
    });
  });

  it('has none in any view of the stream', async () => {
    const tail = workbench.tail();
    await isClean(async (check) => {
      for (const name of ['Heat map', 'Hot keys', 'Lineage', 'Shards']) {
        await tail.frame.getByRole('tab', { name }).click();
        await tail.frame.getByRole('tab', { name, selected: true }).waitFor();
        await check(name, '.stream');
      }
    });
  });

  it('has none while it is filtered', async () => {
    const tail = workbench.tail();
    await tail.search('true');
    await tail.frame.locator('.count', { hasText: '40 of 80' }).waitFor();
    await isClean((check) => check('filtered', '.app'));
    await tail.frame.locator('.filter-input').pressSequentially('?');
    await tail.frame.locator('.empty').getByText('None of 80 records matches').waitFor();
    await isClean((check) => check('nothing matches', '.grid-area'));
  });

  it('has none while it is paused', async () => {
    const tail = workbench.tail();
    await tail.button('Clear the filter').click();
    await tail.button('Pause').click();
    await tail.button('Resume').waitFor();
    await isClean((check) => check('paused', '.toolbar'));
  });

  it('has none after a reload, while it does not read', async () => {
    await workbench.reload();
    await workbench.tail().frame.getByRole('note').getByText('Not reading').waitFor();
    await isClean((check) => check('held', '.grid-area'));
  });

  it('has none after its stream is gone', async () => {
    const tail = workbench.tail();
    await tail.button('Resume').first().click();
    await tail.rows('customer-').first().waitFor();
    await connection.streams.deleteStream('orders', signal);
    await tail.frame.getByRole('alert').getByText('orders').waitFor();
    await isClean((check) => check('failed', '.app'));
  });
});
