import { after, afterEach, before, describe, it } from 'node:test';
import { Workbench } from './support/workbench.ts';

/** What a person does with the records of a tail, by keyboard alone and by VS Code's own menu. */
describe('the records of a tail', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      settings: {
        'kinesisWorkbench.engine.autoStart': true,
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.simulators': [
          { streamName: 'trucks', kind: 'gps', recordsPerSecond: 20, shardCount: 2, seed: 7 },
        ],
      },
    });
    await workbench.openSidebar();
    await workbench.openTail('trucks');
    await workbench
      .tail()
      .frame.locator('.count')
      .getByText(/\d\d records/)
      .waitFor();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('are paused, selected and compared by keyboard alone', async () => {
    const tail = workbench.tail();
    const { keyboard } = workbench.page;
    await tail.focusRows();
    await keyboard.press('Space');
    await tail.button('Resume').waitFor();
    await keyboard.press('Home');
    await keyboard.press('Shift+ArrowDown');
    await tail.button('Compare the two selected records').waitFor();
    await workbench.runCommand('Kinesis: Compare Selected Records');
    const title = /^trucks-\d{8}\.json ↔ trucks-\d{8}\.json/;
    await workbench.page.getByRole('tab', { name: title }).waitFor();
    await workbench.runCommand('View: Close Editor');
    await tail.takesFocus();
  });

  it('are copied as a command by the context menu', async () => {
    const tail = workbench.tail();
    await tail.rows('truck-').nth(2).click();
    await tail
      .rows('truck-')
      .nth(5)
      .click({ modifiers: ['Shift'] });
    await workbench.chooseFromMenu(tail.rows('truck-').nth(3), 'Copy as AWS CLI Command');
    await tail.frame.getByText('Copied 4 records').waitFor({ state: 'attached' });
  });

  it('get a column from a value of the tree, by keyboard alone', async () => {
    const tail = workbench.tail();
    const { keyboard } = workbench.page;
    const tree = tail.frame.getByRole('tree');
    await tree.focus();
    await tail.frame.locator('[role=tree]:focus').waitFor();
    await keyboard.press('ControlOrMeta+f');
    await tail.frame.locator('.find-bar input:focus').waitFor();
    await keyboard.type('speed');
    await tail.frame.locator('.find-count', { hasText: '1 of ' }).waitFor();
    await keyboard.press('Escape');
    await tail.frame.locator('[role=tree]:focus').waitFor();
    await workbench.runCommand('Kinesis: Add as Column');
    await tail.frame.getByRole('columnheader', { name: /speed/i }).waitFor();
    const cells = tail.grid().locator('.cell.path');
    await cells
      .getByText(/^[\d.]+$/)
      .first()
      .waitFor();
  });
});
