import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

describe('the detail of a record', () => {
  const tail = new TailSuite();

  test('opens the detail with Enter, and goes back with Escape', async () => {
    const focused = async (): Promise<string> => {
      await tail.view.settled();
      return tail.view.frame.evaluate(
        () => document.activeElement?.id || document.activeElement?.className || '',
      );
    };
    await tail.view.push(5);
    await tail.view.selectNewest();
    await tail.view.press('Enter');
    assert.equal(await focused(), 'decoded');
    await tail.view.press('Escape');
    assert.equal(await focused(), 'grid');
  });

  test('shows JSON with all its digits, its order and its duplicates', async () => {
    const data = '{"id":12345678901234567890,"b":[],"2":1.10,"1":[true,null],"b":{"x":"\\u00e9"}}';
    await tail.view.pushData(data);
    await tail.view.selectNewest();
    const rows = await tail.view.frame.locator('.tree-row').allInnerTexts();
    assert.deepEqual(rows, [
      'id: 12345678901234567890',
      'b: []',
      '2: 1.10',
      '1: [ 2 items ]',
      '0: true',
      '1: null',
      'b: { 1 key }',
      'x: "\\u00e9"',
    ]);
    await tail.view.frame.getByRole('button', { name: 'Show as text' }).click();
    assert.equal(
      await tail.view.text('.decoded .detail-text'),
      [
        '{',
        '  "id": 12345678901234567890,',
        '  "b": [],',
        '  "2": 1.10,',
        '  "1": [',
        '    true,',
        '    null',
        '  ],',
        '  "b": {',
        '    "x": "\\u00e9"',
        '  }',
        '}',
      ].join('\n'),
    );
  });

  test('shows text, bytes and headers in their tabs', async () => {
    await tail.view.pushData([0, 255, 65, 66, 10], 'binary');
    await tail.view.selectNewest();
    const shown: string[] = [];
    for (const tab of ['Raw', 'Hex', 'Headers']) {
      await tail.view.frame.getByRole('tab', { name: tab }).click();
      shown.push(await tail.view.text(`.${tab.toLowerCase()} .detail-text`));
    }
    const hex = '00000000  00 ff 41 42 0a                                    ..AB.';
    assert.deepEqual(shown.slice(0, 2), [hex, hex]);
    assert.match(shown[2] ?? '', /Partition key\nbinary\nHash key\n1701\d+ · at 50\.00 %/);
    assert.match(shown[2] ?? '', /Sequence shard\nindex 0, created 2026-03-01/);
  });

  test('says how much of a very large record it has', async () => {
    const notes: string[] = [];
    for (const first of [0x78, 0xff]) {
      await tail.view.pushData([first, ...Array<number>(1_200_000).fill(0x78)]);
      await tail.view.selectNewest();
      for (const tab of ['Decoded', 'Raw', 'Hex']) {
        await tail.view.frame.getByRole('tab', { name: tab }).click();
        notes.push(await tail.view.text(`.${tab.toLowerCase()} .detail-note`));
      }
    }
    const start = 'The first 1.0 MB of 1.1 MB';
    const asHex = `${start}, as hex`;
    const asText = `${start}, as text`;
    assert.deepEqual(notes, [asText, asText, start, asHex, asHex, start]);
  });

  test('draws a large payload step by step', async () => {
    await tail.view.pushData(`{"text":"${'x'.repeat(900_000)}"}`);
    await tail.view.selectNewest();
    await tail.view.frame.getByRole('button', { name: 'Show as text' }).click();
    const length = async (): Promise<number> =>
      (await tail.view.text('.decoded .detail-text')).length;
    const before = await length();
    await tail.view.frame.getByRole('button', { name: 'Show more' }).click();
    const after = await length();
    assert.deepEqual([before, after], [20_000, 40_000]);
  });

  test('shows hostile payloads and keys as text', async () => {
    const html = '<img src=x onerror="window.owned=1"></script><script>window.owned=1</script>';
    const bidi = 'abc\u202egnp.exe\u0007\u200b';
    await tail.view.pushData(html, '<b>key</b>');
    await tail.view.pushData(bidi, bidi);
    await tail.view.pushData(JSON.stringify({ [html]: bidi }), html);
    await tail.view.selectNewest();
    const visible = 'abc⟨U+202E⟩gnp.exe␇⟨U+200B⟩';
    assert.deepEqual(
      {
        keys: await tail.view.column('key'),
        data: (await tail.view.column('data')).slice(0, 2),
        detail: (await tail.view.text('.decoded .tree')).includes(visible.replace('␇', '\\u0007')),
        elements: await tail.view.frame.locator('#app img, .app img, .rows b').count(),
        owned: await tail.view.frame.evaluate(() => 'owned' in window),
      },
      {
        keys: ['<b>key</b>', visible, html],
        data: [html, visible],
        detail: true,
        elements: 0,
        owned: false,
      },
    );
  });

  test('opens and closes the tree by keys, and keeps that for the next record', async () => {
    const data = { a: { b: { c: 1 } }, list: [1, 2], text: 'x' };
    await tail.view.pushData(JSON.stringify(data));
    await tail.view.pushData(JSON.stringify({ ...data, text: 'y' }));
    await tail.view.selectNewest();
    await tail.view.frame.getByRole('tree').focus();
    const active = (): Promise<string> => tail.view.text('.tree-row[aria-selected=true]');
    const seen: string[] = [];
    const keys = ['ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'End', 'Home'];
    for (const key of keys) {
      await tail.view.press(key);
      await tail.view.settled();
      seen.push(await active());
    }
    const [a, b, c, text] = ['a: { 1 key }', 'b: { 1 key }', 'c: 1', 'text: "y"'];
    assert.deepEqual(seen, [b, c, b, b, a, text, a]);
    await tail.view.press('Enter');
    await tail.view.settled();
    const rows = (): Promise<string[]> => tail.view.frame.locator('.tree-row').allInnerTexts();
    assert.deepEqual(await rows(), [a, 'list: [ 2 items ]', '0: 1', '1: 2', text]);
    await tail.view.frame.getByRole('button', { name: 'Previous record', exact: true }).click();
    await tail.view.settled();
    assert.deepEqual(await rows(), [a, 'list: [ 2 items ]', '0: 1', '1: 2', 'text: "x"']);
    const tree = tail.view.frame.getByRole('tree');
    const item = tree.getByRole('treeitem', { name: /^list/ });
    assert.deepEqual(
      await Promise.all(
        ['aria-level', 'aria-expanded', 'aria-posinset', 'aria-setsize'].map((name) =>
          item.getAttribute(name),
        ),
      ),
      ['1', 'true', '2', '3'],
    );
  });

  test('searches in the record with Ctrl+F, from match to match, in every view', async () => {
    const items = Array.from({ length: 2000 }, (_, index) => ({ index, name: `item ${index}` }));
    await tail.view.pushData(JSON.stringify({ needle: 1, items, last: { deep: 'The Needle' } }));
    await tail.view.selectNewest();
    await tail.view.frame.getByRole('tree').focus();
    await tail.view.press('ControlOrMeta+f');
    await tail.view.settled();
    await tail.view.page.keyboard.type('needle');
    const count = tail.view.frame.locator('.find-count');
    await count.getByText('1 of 2').waitFor();
    await tail.view.press('Enter');
    await tail.view.settled();
    assert.equal(await count.innerText(), '2 of 2');
    assert.equal(await tail.view.text('.tree-row[aria-selected=true]'), 'deep: "The Needle"');
    assert.equal(await tail.view.text('.tree-row[aria-selected=true] mark'), 'Needle');
    assert.ok((await tail.view.frame.locator('.tree-row').count()) < 60);
    await tail.view.frame.getByRole('tab', { name: 'Raw' }).click();
    await count.getByText('1 of 1').waitFor();
    await tail.view.settled();
    const marked = await tail.view.frame.evaluate(() => CSS.highlights.get('detail-found')?.size);
    assert.equal(marked, 1);
    await tail.view.frame.locator('.find-bar vscode-text-field').focus();
    await tail.view.page.keyboard.type('?');
    await count.getByText('No match').waitFor();
    await tail.view.press('Escape');
    await tail.view.settled();
    assert.equal(await tail.view.frame.locator('.find-bar').isVisible(), false);
    assert.equal(await tail.view.frame.evaluate(() => CSS.highlights.has('detail-found')), false);
  });

  test('goes to the next and the previous record with the same key', async () => {
    await tail.view.push(250);
    await tail.view.selectNewest();
    await tail.view.press('[');
    await tail.view.settled();
    const key = (): Promise<string> => tail.view.text('.row[aria-selected=true] .key');
    const data = (): Promise<string> => tail.view.text('.row[aria-selected=true] .data');
    assert.deepEqual([await key(), /"number":149,/.test(await data())], ['truck_13', true]);
    await tail.view.press(']');
    await tail.view.settled();
    assert.match(await data(), /"number":249,/);
    await tail.view.press(']');
    await tail.view.settled();
    const said = 'No next record with the same key in the window';
    assert.equal(await tail.view.text('.app > [role=status]'), said);
  });

  test('copies in the way that is chosen, and again so with c', async () => {
    await tail.view.push(2);
    await tail.view.selectNewest();
    await tail.view.press('Shift+C');
    await tail.view.frame.getByRole('menuitemradio', { name: 'Copy as CSV' }).waitFor();
    await tail.view.settled();
    await tail.view.press('ArrowDown');
    await tail.view.press('ArrowDown');
    await tail.view.press('Enter');
    await tail.view.settled();
    await tail.view.frame.locator('[role=grid]').focus();
    await tail.view.press('c');
    await tail.view.settled();
    const calls = (await tail.view.calls()) as { params: { format: string } }[];
    assert.deepEqual(
      calls.map(({ params }) => params.format),
      ['csv', 'csv'],
    );
  });
});
