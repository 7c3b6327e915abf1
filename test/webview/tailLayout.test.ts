import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

describe('the layout of a tail', () => {
  const tail = new TailSuite();

  /** What is wider than its place, so that something of it is cut or has to be scrolled to. */
  async function tooWide(): Promise<string[]> {
    await tail.view.settled();
    return tail.view.frame.evaluate(() =>
      ['.toolbar', '.filter-bar', '.histogram', '.lower', '.stream', '.detail']
        .concat(['.detail-content', '.lineage', '.heat', '.shard-scroller', '.hot-keys'])
        .flatMap((part) => [...document.querySelectorAll<HTMLElement>(part)])
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ className, scrollWidth, clientWidth }) =>
          [className, `${scrollWidth} of ${clientWidth}`].join(': '),
        ),
    );
  }

  for (const width of [1280, 900, 560]) {
    test(`has room for all of it in ${width} pixels`, async () => {
      const { view } = tail;
      await view.page.setViewportSize({ width, height: 800 });
      await view.push(50);
      await view.page.evaluate(() => window.fakeHost.sendMetrics());
      await view.selectNewest();
      const tab = (name: string): Promise<void> =>
        view.frame.getByRole('tab', { name, exact: true }).click();
      const found: Record<string, string[]> = {};
      for (const name of ['Headers', 'Raw', 'Decoded']) {
        await tab(name);
        found[name] = await tooWide();
      }
      if (width < 600) await tab('Stream');
      for (const name of ['Shards', 'Heat map', 'Hot keys', 'Lineage']) {
        await tab(name);
        if (name === 'Lineage') await view.frame.locator('.lineage-band').first().waitFor();
        found[name] = await tooWide();
      }
      assert.deepEqual(
        Object.values(found).flatMap((parts) => parts),
        [],
      );
    });
  }
});
