import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { NO_COMPLAINTS, TailHarness, type TailView } from './support/tailHarness.ts';

describe('the detail of a record', () => {
  let harness: TailHarness;
  let view: TailView;

  before(async () => {
    harness = await TailHarness.start();
  });
  after(() => harness.close());
  beforeEach(async () => {
    view = await harness.open();
  });
  afterEach(async () => {
    const complaints = await view.complaints();
    await view.close();
    assert.deepEqual(complaints, NO_COMPLAINTS);
  });

  test('opens the detail with Enter, and goes back with Escape', async () => {
    const focused = (): Promise<string> =>
      view.frame.evaluate(
        () => document.activeElement?.id || document.activeElement?.className || '',
      );
    await view.push(5);
    await view.selectNewest();
    await view.press('Enter');
    assert.equal(await focused(), 'decoded');
    await view.press('Escape');
    assert.equal(await focused(), 'grid');
  });

  test('shows JSON with all its digits, its order and its duplicates', async () => {
    const data = '{"id":12345678901234567890,"b":[],"2":1.10,"1":[true,null],"b":{"x":"\\u00e9"}}';
    await view.pushData(data);
    await view.selectNewest();
    assert.equal(
      await view.text('.decoded .detail-text'),
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
    await view.pushData([0, 255, 65, 66, 10], 'binary');
    await view.selectNewest();
    const shown: string[] = [];
    for (const tab of ['Raw', 'Hex', 'Headers']) {
      await view.frame.getByRole('tab', { name: tab }).click();
      shown.push(await view.text(`.${tab.toLowerCase()} .detail-text`));
    }
    const hex = '00000000  00 ff 41 42 0a                                    ..AB.';
    assert.deepEqual(shown.slice(0, 2), [hex, hex]);
    assert.match(shown[2] ?? '', /Partition key\nbinary\nHash key\n1701/);
  });

  test('draws a large payload step by step', async () => {
    await view.pushData(`{"text":"${'x'.repeat(900_000)}"}`);
    await view.selectNewest();
    const length = async (): Promise<number> => (await view.text('.decoded .detail-text')).length;
    const before = await length();
    await view.frame.getByRole('button', { name: 'Show more' }).click();
    const after = await length();
    assert.deepEqual([before, after], [20_000, 40_000]);
  });

  test('shows hostile payloads and keys as text', async () => {
    const html = '<img src=x onerror="window.owned=1"></script><script>window.owned=1</script>';
    const bidi = 'abc\u202egnp.exe\u0007\u200b';
    await view.pushData(html, '<b>key</b>');
    await view.pushData(bidi, bidi);
    await view.pushData(JSON.stringify({ [html]: bidi }), html);
    await view.selectNewest();
    const visible = 'abc⟨U+202E⟩gnp.exe␇⟨U+200B⟩';
    assert.deepEqual(
      {
        keys: await view.column('key'),
        data: (await view.column('data')).slice(0, 2),
        detail: (await view.text('.decoded .detail-text')).includes(
          visible.replace('␇', '\\u0007'),
        ),
        elements: await view.frame.locator('#app img, .app img, .rows b').count(),
        owned: await view.frame.evaluate(() => 'owned' in window),
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
