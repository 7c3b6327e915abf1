import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TailSuite } from './support/tailSuite.ts';

/** What a page did. */
interface Work {
  /** Animation frames that it asked for. */
  readonly frames: number;
  /** Messages to the host. */
  readonly messages: number;
  /** Changes of the document. */
  readonly changes: number;
}

const NOTHING: Work = { frames: 0, messages: 0, changes: 0 };

/** Shorter than all that the page does again and again. */
const STEP_MS = 250;

describe('A tail in which nothing happens', () => {
  const tail = new TailSuite();

  /** From here on time passes in `pass` alone. */
  async function open(records: number): Promise<void> {
    const { page } = tail.view;
    await page.clock.install({ time: new Date('2026-03-01T12:05:00Z') });
    await tail.view.load();
    await tail.view.push(records);
    await page.evaluate(() => window.fakeHost.sendMetrics());
    await page.clock.pauseAt(new Date('2026-03-01T12:15:00Z'));
    // What was begun comes to its end.
    await pass(5);
  }

  /** In steps, since messages pass between page and host in real time. */
  async function pass(seconds: number): Promise<void> {
    for (let ms = 0; ms < seconds * 1_000; ms += STEP_MS) {
      await tail.view.page.clock.runFor(STEP_MS);
    }
  }

  async function workIn(seconds: number): Promise<Work> {
    const { frame, page } = tail.view;
    await page.evaluate(countMessages);
    await frame.evaluate(countFramesAndChanges);
    await pass(seconds);
    const messages = await page.evaluate(() => Reflect.get(window, 'messages') as number);
    const work = await frame.evaluate(() => Reflect.get(window, 'work') as Work);
    // The page is also that of the next test.
    await page.clock.resume();
    return { ...work, messages };
  }

  test('draws nothing, asks nothing and writes nothing', async () => {
    await open(200);
    assert.deepEqual(await workIn(60), NOTHING);
  });

  test('does nothing before its first record either, and nothing moves', async () => {
    await open(0);
    const { frame } = tail.view;
    await frame.getByText('Waiting for new records.').waitFor();
    const moving = await frame.evaluate(() =>
      [...document.querySelectorAll('*')]
        .flatMap((node) => [...node.getAnimations(), ...(node.shadowRoot?.getAnimations() ?? [])])
        .map((animation) => animation.playState),
    );
    assert.deepEqual(moving, []);
    assert.deepEqual(await workIn(60), NOTHING);
  });

  test('draws the chart alone when it is told what it knows', async () => {
    await open(200);
    await tail.view.page.evaluate(() => {
      let left = 10;
      const tell = (): void => {
        window.fakeHost.sendMetrics();
        left--;
        if (left > 0) setTimeout(tell, 1_000);
      };
      setTimeout(tell, 1_000);
    });
    assert.deepEqual(await workIn(15), { frames: 10, messages: 0, changes: 0 });
  });

  test('counts over time once for what has come, however long ago that was', async () => {
    await open(200);
    await tail.view.page.evaluate(() => window.fakeHost.push(7));
    const { messages } = await workIn(30);
    // For the rows, and for the bars.
    assert.equal(messages, 2);
  });

  test('counts over time once for bars that are stacked otherwise', async () => {
    await open(200);
    await tail.view.frame.evaluate(() => {
      const by = document.querySelector<HTMLSelectElement>('[aria-label="Stack the bars by"]');
      if (!by) throw new Error('There is no choice');
      setTimeout(() => {
        by.value = 'shard';
        by.dispatchEvent(new Event('change'));
      }, 1_000);
    });
    const { messages } = await workIn(30);
    assert.equal(messages, 1);
  });
});

/** In the page of the host. */
function countMessages(): void {
  const { fakeHost } = window;
  const receive = fakeHost.receive.bind(fakeHost);
  let messages = 0;
  Object.assign(window, { messages });
  fakeHost.receive = (message) => {
    messages++;
    Object.assign(window, { messages });
    receive(message);
  };
}

/** In the page of the tail. */
function countFramesAndChanges(): void {
  const work = { frames: 0, changes: 0 };
  Object.assign(window, { work });
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    work.frames++;
    return ask(callback);
  };
  new MutationObserver((changes) => void (work.changes += changes.length)).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
}
