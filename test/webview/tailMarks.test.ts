import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

describe('what the filter found, in the record', () => {
  const tail = new TailSuite();

  /** The texts that are marked, by the filter or by the search in the record. */
  async function marked(name: string): Promise<string[]> {
    await tail.view.settled();
    return tail.view.frame.evaluate((name) => {
      const ranges = [...(CSS.highlights.get(name) ?? [])] as Range[];
      return ranges
        .filter(({ startContainer }) => startContainer.isConnected)
        .map((range) => range.toString());
    }, name);
  }

  async function filterBy(text: string): Promise<void> {
    const { frame } = tail.view;
    const box = frame.locator('.filter-input');
    const whole = frame.getByRole('button', { name: /whole filter/ });
    if ((await whole.getAttribute('aria-pressed')) === 'false') await whole.click();
    await box.fill(text);
    await box.press('Enter');
    await tail.view.settled();
    await tail.view.selectNewest();
  }

  const button = (name: string): Promise<void> =>
    tail.view.frame.getByRole('button', { name, exact: true }).click();
  const tab = (name: string): Promise<void> =>
    tail.view.frame.getByRole('tab', { name, exact: true }).click();

  test('is marked in the tree, in the text and in the raw data', async () => {
    await tail.view.pushData('{"name":"Fast truck","list":["truck 1","bus 0"],"truck":true}');
    await filterBy('TRUCK /bus \\d/ -slow');
    assert.deepEqual(await marked('filter-hit'), ['truck', 'truck', 'bus 0', 'truck']);
    await button('Show as text');
    assert.deepEqual(await marked('filter-hit'), ['truck', 'truck', 'bus 0', 'truck']);
    await tab('Raw');
    assert.deepEqual(await marked('filter-hit'), ['truck', 'truck', 'bus 0', 'truck']);
    await tab('Hex');
    assert.deepEqual(await marked('filter-hit'), []);
  });

  test('is marked as the value that was compared', async () => {
    await tail.view.pushData('{"speed":83,"name":"83"}');
    await filterBy('speed>80');
    assert.deepEqual(await marked('filter-hit'), ['83']);
    const holder = await tail.view.frame.evaluate(
      () =>
        (
          [...(CSS.highlights.get('filter-hit') ?? [])][0] as Range
        ).startContainer.parentElement?.closest('.tree-row')?.textContent,
    );
    assert.equal(holder, 'speed: 83');
  });

  test('stays apart from the search in the record', async () => {
    await tail.view.pushData('{"name":"truck","kind":"bus"}');
    await filterBy('truck');
    await tab('Raw');
    await tail.view.press('ControlOrMeta+f');
    await tail.view.settled();
    await tail.view.page.keyboard.type('bus');
    assert.deepEqual(
      [await marked('filter-hit'), await marked('detail-found')],
      [['truck'], ['bus']],
    );
    await tail.view.press('Escape');
    assert.deepEqual([await marked('filter-hit'), await marked('detail-found')], [['truck'], []]);
  });

  test('tells nothing of what is masked', async () => {
    await tail.view.pushData('{"card":"4111111111111111"}');
    await tail.view.page.evaluate((decoded) => window.fakeHost.decodeAs(decoded), {
      kind: 'json' as const,
      text: '{"card":"••••"}',
      isComplete: true,
      steps: [],
    });
    await filterBy('4111');
    await tail.view.frame.locator('.tree-row', { hasText: '••••' }).waitFor();
    assert.deepEqual(await marked('filter-hit'), []);
  });

  test('is bounded in a large record', async () => {
    await tail.view.pushData('ab'.repeat(500_000));
    await filterBy('a');
    await tab('Raw');
    assert.equal((await marked('filter-hit')).length, 4000);
  });
});
