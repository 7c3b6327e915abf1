import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

describe('the detail of a record', () => {
  const tail = new TailSuite();

  test('opens the detail with Enter, and goes back with Escape', async () => {
    const focused = (): Promise<string> =>
      tail.view.frame.evaluate(
        () => document.activeElement?.id || document.activeElement?.className || '',
      );
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
    assert.match(shown[2] ?? '', /Partition key\nbinary\nHash key\n1701/);
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
        detail: (await tail.view.text('.decoded .detail-text')).includes(
          visible.replace('␇', '\\u0007'),
        ),
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
});
