import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

interface Spoken {
  readonly role: string;
  readonly name: string;
  readonly states: Readonly<Record<string, unknown>>;
}

describe('what a screen reader is told of a tail', () => {
  const tail = new TailSuite();

  /** What the browser hands to a screen reader, in the order in which it is gone through. */
  async function spoken(...roles: readonly string[]): Promise<Spoken[]> {
    await tail.view.settled();
    const { page } = tail.view;
    const session = await page.context().newCDPSession(page);
    await session.send('Accessibility.enable');
    const { frameTree } = await session.send('Page.getFrameTree');
    const frameId = frameTree.childFrames?.[0]?.frame.id ?? '';
    const { nodes } = await session.send('Accessibility.getFullAXTree', { frameId });
    await session.detach();
    return nodes
      .filter(({ ignored, role }) => !ignored && roles.includes(String(role?.value)))
      .map(({ role, name, properties = [] }) => ({
        role: String(role?.value),
        name: String(name?.value),
        states: Object.fromEntries(properties.map(({ name, value }) => [name, value.value])),
      }));
  }

  test('rows come in their order, however the view was scrolled', async () => {
    await tail.view.push(500);
    for (const row of [300, 303, 290, 297, 100, 104]) await tail.view.scrollTo(row);
    const rows = await spoken('row');
    // One that is still being fetched says nothing.
    const times = rows.slice(1).flatMap(({ name }) => /^\S+/.exec(name)?.[0] ?? []);
    assert.ok(times.length > 10);
    assert.deepEqual(times, [...times].sort());
    assert.equal(rows[0]?.name, 'Time Shard Key Sequence Size Data');
  });

  test('the row that the keys go to says what its values are', async () => {
    await tail.view.pushData('{"speed":83}', 'truck_71');
    await tail.view.selectNewest();
    const [row] = (await spoken('row')).filter(({ states }) => states['selected'] === true);
    assert.match(
      row?.name ?? '',
      /^[\d:.]+, shard \d{4}, key truck_71, sequence number ending in \d{6}, 12 bytes, \{"speed":83\}$/,
    );
    const cells = await spoken('gridcell', 'columnheader');
    assert.deepEqual(
      cells.slice(0, 6).map(({ role, name }) => `${role} ${name}`),
      ['Time', 'Shard', 'Key', 'Sequence', 'Size', 'Data'].map((name) => `columnheader ${name}`),
    );
    assert.equal(cells[8]?.name, 'truck_71');
  });

  test('rows say their place among those that the window still holds', async () => {
    await tail.reopen({ windowRecordsMax: 100 });
    await tail.view.push(60);
    const at = (row: string): Promise<void> => tail.view.frame.locator(row).waitFor();
    const inOrder = (): Promise<boolean> =>
      tail.view.frame.$$eval('.rows > .row', (rows) => {
        const indexes = rows.map((row) => Number(row.getAttribute('aria-rowindex')));
        return indexes.every((index, place) => index === (indexes[0] ?? 0) + place);
      });
    // The header counts as one.
    await at('[role=grid][aria-rowcount="61"] .rows > .row:last-child[aria-rowindex="61"]');
    await tail.view.push(90);
    await at('[role=grid][aria-rowcount="101"] .rows > .row:last-child[aria-rowindex="101"]');
    assert.ok(await inOrder());
    // Held, while the oldest leave: what is selected is nearer to the first one each time.
    await tail.view.press('ArrowUp');
    await tail.view.press('ArrowUp');
    await at('.row[aria-selected=true][aria-rowindex="100"]');
    await tail.view.push(7);
    await at('.row[aria-selected=true][aria-rowindex="93"]');
    assert.ok(await inOrder());
  });

  test('buttons say what they open, and whether they are on', async () => {
    const states = async (name: string): Promise<unknown> => {
      const [button] = (await spoken('button')).filter((node) => node.name.startsWith(name));
      const { hasPopup, expanded, pressed } = button?.states ?? {};
      return { hasPopup, expanded, pressed };
    };
    const closed = { hasPopup: 'dialog', expanded: false, pressed: undefined };
    assert.deepEqual(await states('Shards: all'), closed);
    await tail.view.frame.getByRole('button', { name: 'Shards: all' }).click();
    assert.deepEqual(await states('Shards: all'), { ...closed, expanded: true });
    await tail.view.press('Escape');
    assert.deepEqual(await states('Shards: all'), closed);
    await tail.view.frame.locator('.masking').click();
    const isOn = { hasPopup: undefined, expanded: undefined, pressed: 'true' };
    assert.deepEqual(await states('Masked'), isOn);
  });

  test('lists of tabs have a name, and what is said aloud waits for its turn', async () => {
    await tail.view.push(1);
    await tail.view.selectNewest();
    const lists = await spoken('tablist');
    assert.deepEqual(
      lists.map(({ name }) => name),
      ['Views of the stream', 'Views of the record'],
    );
    const [live] = await spoken('status');
    assert.deepEqual([live?.states['live'], live?.states['atomic']], ['polite', true]);
  });
});
