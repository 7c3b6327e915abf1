import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DecodedPayload } from '../../src/protocol/webview/decoded.ts';
import { TailSuite } from './support/tailSuite.ts';

describe('how a record was decoded', () => {
  const tail = new TailSuite();
  const report = '.decoded .decode-report';

  async function decodeAs(decoded: DecodedPayload): Promise<void> {
    await tail.view.page.evaluate((as) => window.fakeHost.decodeAs(as), decoded);
    await tail.view.settled();
  }

  test('says each step and why it stopped, from record to record, by keyboard', async () => {
    await tail.view.push(3);
    await tail.view.selectNewest();
    assert.equal(await tail.view.text(`${report} summary`), 'decoded by: JSON');
    await decodeAs({
      kind: 'json',
      text: '{"speed":83}',
      isComplete: true,
      steps: [
        { decoder: 'gzip', outcome: 'decoded', note: '' },
        { decoder: 'KPL aggregate', outcome: 'failed', note: 'The MD5 at its end is wrong\u202e' },
        { decoder: 'JSON', outcome: 'decoded', note: 'After a byte order mark' },
      ],
    });
    await tail.view.frame.waitForSelector(`${report} summary:has-text("gzip")`);
    const line = 'decoded by: gzip → JSON · KPL aggregate: The MD5 at its end is wrong⟨U+202E⟩';
    assert.equal(await tail.view.text(`${report} summary`), line);
    await tail.view.frame.locator(`${report} summary`).focus();
    await tail.view.press('Enter');
    const steps = (): Promise<string[]> =>
      tail.view.frame.locator(`${report} .decode-step`).allInnerTexts();
    const wanted = [
      'gzip',
      'KPL aggregate\nfailed: The MD5 at its end is wrong⟨U+202E⟩',
      'JSON\nAfter a byte order mark',
    ];
    await tail.view.settled();
    assert.deepEqual(await steps(), wanted);
    await tail.view.frame.getByRole('button', { name: 'Previous record', exact: true }).click();
    await tail.view.settled();
    assert.deepEqual(await steps(), wanted);
  });

  test('shows rows and the record anew when they are decoded by other means', async () => {
    await tail.view.push(30);
    await tail.view.selectNewest();
    await decodeAs({
      kind: 'text',
      text: 'another meaning',
      isComplete: true,
      steps: [{ decoder: 'Latin-1', outcome: 'decoded', note: '' }],
      isPinned: true,
    });
    await tail.view.frame.waitForSelector(`${report} summary:has-text("Latin-1")`);
    await tail.view.frame.waitForSelector('.row .data:has-text("another meaning")');
    assert.equal(await tail.view.text(`${report} summary`), 'decoded as chosen: Latin-1');
    assert.equal(await tail.view.text('.decoded .detail-text'), 'another meaning');
    const shown = new Set(await tail.view.column('data'));
    assert.deepEqual([...shown], ['another meaning']);
    const selected = await tail.view.frame.locator('.row[aria-selected=true]').count();
    assert.equal(selected, 1);
  });

  test('offers to decode the stream in another way', async () => {
    await tail.view.push(1);
    await tail.view.selectNewest();
    await tail.view.frame
      .getByRole('button', { name: 'Choose the decoders of this stream' })
      .click();
    assert.deepEqual(await tail.view.calls(), [{ method: 'chooseDecoders', params: undefined }]);
  });
});
