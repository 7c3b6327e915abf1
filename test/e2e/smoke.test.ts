import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { comesTrue } from '../support/eventually.ts';
import { Workbench } from './support/workbench.ts';

describe('the extension in a window', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('has its icon in the activity bar and says what to do first', async () => {
    await workbench.openSidebar();
    await workbench.tree('Streams').welcome().getByText('The local engine is stopped').waitFor();
    await workbench.screenshot('first-look');
  });

  it('offers its commands in the palette', async () => {
    await workbench.openPalette('Kinesis: Put');
    await workbench.quickInput.entry('Kinesis: Put Record…').waitFor();
    await workbench.screenshot('palette');
    await workbench.quickInput.cancel();
  });

  it('follows the colour theme', async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await workbench.useTheme(theme);
      await comesTrue(async () => {
        const background = await workbench.page
          .locator('.sidebar')
          .evaluate((sidebar) => getComputedStyle(sidebar).backgroundColor);
        const isLight = Number(/\d+/.exec(background)?.[0]) > 128;
        assert.equal(isLight, theme === 'light', `${theme} has the background ${background}`);
      });
    }
  });

  it('shows its view again after a reload', async () => {
    await workbench.reload();
    await workbench.openSidebar();
    await workbench.tree('Streams').welcome().getByText('The local engine is stopped').waitFor();
  });
});
