import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axeViolations } from '../support/axe.ts';
import { TailSuite } from './support/tailSuite.ts';
import { themes, type ThemeName } from './support/themes.ts';

describe('the page of a tail, for everybody', () => {
  const tail = new TailSuite();

  /** What axe finds wrong in a part of the page, a line each. */
  async function violations(part?: string): Promise<string[]> {
    await tail.view.settled();
    return axeViolations(tail.view.frame, part === undefined ? {} : { part });
  }

  for (const theme of Object.keys(themes) as ThemeName[]) {
    test(`has nothing that axe complains of in ${theme}`, async () => {
      await tail.reopen({ theme });
      const found: Record<string, string[]> = { empty: await violations() };
      await tail.view.push(200);
      await tail.view.pushData('{"a":{"b":[1,true,null,"x"]}}');
      await tail.view.page.evaluate(() => window.fakeHost.sendMetrics());
      await tail.view.selectNewest();
      await tail.view.frame.getByRole('tree').focus();
      await tail.view.press('ControlOrMeta+f');
      await tail.view.page.keyboard.type('b');
      found['rows, tree and search'] = await violations();
      await tail.view.press('Escape');
      for (const tab of ['Raw', 'Hex', 'Headers']) {
        await tail.view.frame.getByRole('tab', { name: tab, exact: true }).click();
        found[tab] = await violations('.detail');
      }
      await tail.view.page.setViewportSize({ width: 500, height: 700 });
      found['narrow'] = await violations();
      assert.deepEqual(found, Object.fromEntries(Object.keys(found).map((state) => [state, []])));
    });
  }

  test('moves nothing when the reader wants less motion', async () => {
    const moving = (): Promise<number> =>
      tail.view.frame.evaluate(() => {
        const shadows = [...document.querySelectorAll('*')].flatMap(
          (node) => node.shadowRoot ?? [],
        );
        return [document, ...shadows].flatMap((root) => root.getAnimations()).length;
      });
    await tail.view.page.evaluate(() => window.fakeHost.setPhase({ name: 'connecting' }));
    await tail.view.frame.locator('vscode-progress-ring').first().waitFor();
    await tail.view.page.emulateMedia({ reducedMotion: 'no-preference' });
    await tail.view.settled();
    assert.ok((await moving()) > 0, 'A ring turns');
    await tail.view.page.emulateMedia({ reducedMotion: 'reduce' });
    await tail.view.settled();
    assert.equal(await moving(), 0);
  });

  test('tells a screen reader of new records now and then, never of each', async () => {
    await tail.view.frame.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const live = document.querySelector('.app > [role=status]');
      const note = (): void => void said.push(live?.textContent ?? '');
      if (live) new MutationObserver(note).observe(live, { childList: true });
    });
    await tail.view.push(1000);
    await tail.view.scrollTo(300);
    // However long the rounds take, no time passes between them.
    await tail.view.frame.evaluate((nowMs) => (performance.now = () => nowMs), 1_000_000);
    for (let round = 0; round < 30; round++) await tail.view.push(10);
    await tail.view.frame.evaluate((nowMs) => (performance.now = () => nowMs), 1_010_000);
    await tail.view.push(10);
    const said = await tail.view.frame.evaluate(() => Reflect.get(window, 'said') as string[]);
    assert.deepEqual(said, ['10 new records', '310 new records']);
  });
});
