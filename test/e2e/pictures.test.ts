import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { Workbench } from './support/workbench.ts';

const THEMES = [
  ['light', 'vscode-light'],
  ['highContrast', 'vscode-high-contrast'],
  ['dark', 'vscode-dark'],
] as const;

/** The window as README shows it, with the same records in light, dark and high contrast. */
describe('the picture of the product', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      size: { width: 1400, height: 860 },
      settings: {
        'kinesisWorkbench.engine.autoStart': true,
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.simulators': [
          {
            streamName: 'truck-positions',
            kind: 'gps',
            recordsPerSecond: 60,
            keySkew: 0.6,
            shardCount: 4,
          },
          { streamName: 'transactions', kind: 'transactions', recordsPerSecond: 5 },
        ],
      },
    });
    await workbench.openSidebar();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('shows streams, shards, rows, metrics and a record side by side', async () => {
    const streams = workbench.tree('Streams');
    await streams.expand('truck-positions');
    await workbench.tree('Simulators').open();
    await streams.clickInline('truck-positions', 'Tail Stream');
    const tail = workbench.tail();
    await tail.frame
      .locator('.count')
      .getByText(/\b[3-9]\d\d records\b/)
      .waitFor();
    await tail.rows('truck-').nth(6).click();
    await tail.frame.getByRole('tree').getByText('latitude').waitFor();
    await workbench.page.mouse.move(700, 855);
    assert.ok((await tail.rows('truck-').count()) > 10);
  });

  for (const [theme, cssClass] of THEMES) {
    it(`looks right in ${theme}`, async () => {
      await workbench.useTheme(theme);
      const scheme = await workbench.tail().frame.locator('body').getAttribute('class');
      assert.match(scheme ?? '', new RegExp(cssClass));
      await workbench.screenshot(`tail-${theme}`, { forReadme: true });
    });
  }
});
