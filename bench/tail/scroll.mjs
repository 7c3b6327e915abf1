import { TailHarness } from '../../test/webview/support/tailHarness.ts';
import { median, percentile } from '../lib/statistics.mjs';

/** @typedef {import('../../test/webview/support/tailHarness.ts').TailView} TailView */

/** A frame at 60 frames/s, of which a late one is a multiple. */
const FRAME_MS = 1_000 / 60;

/** What a page's thread does for a change of the page; drawing its pixels is other threads'. */
const WORK = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];

/**
 * How the reader scrolls: a wheel turned slowly, one that spins, and the bar dragged over all rows.
 * @type {readonly { readonly name: string, readonly stepPx: number }[]}
 */
const ways = [
  { name: 'wheel, 3,000 px/s', stepPx: 50 },
  { name: 'spinning wheel, 30,000 px/s', stepPx: 500 },
  { name: 'bar dragged through all rows', stepPx: Number.POSITIVE_INFINITY },
];

/** @type {import('./all.mjs').TailScenario} */
export const scroll = {
  name: 'scroll',
  work: 'Frames while scrolling through a million rows, and jumps to any of them, in a browser',
  async run({ quick }) {
    const records = quick ? 100_000 : 1_000_000;
    const harness = await TailHarness.start();
    try {
      const view = await harness.open({ windowRecordsMax: records, width: 1600, height: 1000 });
      await view.page.evaluate((count) => window.fakeHost.fill(count), records);
      // The stand-in for the host counts it in the page's thread, the real one in slices in its own.
      await view.frame.getByRole('button', { name: 'Hide the records over time' }).click();
      await view.settled();
      return await measure(view, quick ? 2_000 : 10_000);
    } finally {
      await harness.close();
    }
  },
};

/**
 * @param {TailView} view
 * @param {number} ms
 */
async function measure(view, ms) {
  /** @type {(readonly [string, string])[]} */
  const figures = [];
  // What the machine gives a page that does nothing, beside which the others are to be read.
  figures.push(...framesOf('standing still', await framesWhile(view, { ms, stepPx: 0 })));
  for (const { name, stepPx } of ways) {
    figures.push(...framesOf(name, await framesWhile(view, { ms, stepPx })));
  }
  const jumpsMs = await jumps(view, ms < 5_000 ? 50 : 300);
  figures.push(
    ['jump to any row: work of the page, median, ms', median(jumpsMs).toFixed(1)],
    ['jump to any row: work of the page, p99, ms', percentile(jumpsMs, 99).toFixed(1)],
  );
  return figures;
}

/**
 * @typedef {object} Frames
 * @property {number[]} timesMs When each frame began.
 * @property {number} blank Frames with a row in sight whose record had not come yet.
 * @property {number} longTasks Tasks over 50 ms.
 */

/**
 * @param {string} what
 * @param {Frames} frames
 * @returns {(readonly [string, string])[]}
 */
function framesOf(what, { timesMs, blank, longTasks }) {
  const gaps = timesMs.slice(1).map((ms, index) => ms - (timesMs[index] ?? ms));
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0);
  const seconds = ((timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0)) / 1_000;
  const share = (100 * dropped) / (gaps.length + dropped);
  return [
    [
      `${what}: frames/s; dropped`,
      `${(gaps.length / seconds).toFixed(1)}; ${share.toFixed(1)} % of ${gaps.length + dropped}`,
    ],
    [
      `${what}: longest frame; tasks over 50 ms; blank frames`,
      `${Math.max(...gaps).toFixed(0)} ms; ${longTasks}; ${blank}`,
    ],
  ];
}

/**
 * Moves the rows by so much with each frame, up and down again at their ends.
 * @param {TailView} view
 * @param {{ ms: number, stepPx: number }} options A step without end is a hundredth of all rows.
 * @returns {Promise<Frames>}
 */
function framesWhile(view, options) {
  return view.frame.locator('.grid-scroller').evaluate(
    (scroller, { ms, stepPx }) =>
      new Promise((resolve) => {
        /** @type {number[]} */
        const timesMs = [];
        let blank = 0;
        let longTasks = 0;
        new PerformanceObserver((list) => (longTasks += list.getEntries().length)).observe({
          type: 'longtask',
        });
        const endPx = scroller.scrollHeight - scroller.clientHeight;
        let step = Number.isFinite(stepPx) ? stepPx : endPx / 100;
        // Once the frame is drawn: whether rows in sight are missing or still without their record.
        const look = () => {
          const { top, bottom, height } = scroller.getBoundingClientRect();
          const seen = [...document.querySelectorAll('.rows > .row')].filter((row) => {
            const place = row.getBoundingClientRect();
            return place.bottom > top && place.top < bottom;
          });
          const full = seen.filter((row) => row.querySelector('.data')?.textContent !== '');
          const rowPx = seen[0]?.getBoundingClientRect().height ?? 1;
          if (full.length < seen.length || full.length < Math.floor(height / rowPx) - 1) blank++;
        };
        const turn = () => {
          if (scroller.scrollTop + step > endPx || scroller.scrollTop + step < 0) step = -step;
          scroller.scrollTop += step;
        };
        /** @param {number} nowMs */
        const next = (nowMs) => {
          timesMs.push(nowMs);
          const isOver = nowMs - (timesMs[0] ?? nowMs) >= ms;
          // After the frame, as a wheel turns before one: the page hears of it before it draws the next.
          setTimeout(() => {
            look();
            if (isOver) resolve({ timesMs, blank, longTasks });
            else turn();
          });
          if (!isOver) requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    { ms: options.ms, stepPx: options.stepPx },
  );
}

/**
 * What a jump costs the page's thread until its rows stand: scripts, those of the stand-in for the host
 * among them, styles and layout; less what as many frames cost at rest.
 * @param {TailView} view
 * @param {number} count
 */
async function jumps(view, count) {
  const devtools = await view.page.context().newCDPSession(view.page);
  await devtools.send('Performance.enable');
  const scroller = view.frame.locator('.grid-scroller');
  /** @param {number | undefined} share */
  const workMs = async (share) => {
    const before = await workSoFarMs(devtools);
    await scroller.evaluate(goAndDraw, share);
    return (await workSoFarMs(devtools)) - before;
  };
  /** @type {number[]} */
  const still = [];
  /** @type {number[]} */
  const costsMs = [];
  for (let round = 0; round < count; round++) {
    still.push(await workMs(undefined));
    costsMs.push(await workMs((round * 0.618) % 1));
  }
  const idleMs = median(still);
  return costsMs.map((ms) => ms - idleMs);
}

/** @param {import('playwright-core').CDPSession} devtools */
async function workSoFarMs(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const parts = metrics.filter(({ name }) => WORK.includes(name));
  return parts.reduce((sum, { value }) => sum + 1_000 * value, 0);
}

/**
 * In the page.
 * @param {Element} node
 * @param {number | undefined} share Where to go, of all rows; nowhere when undefined.
 */
function goAndDraw(node, share) {
  return new Promise((resolve) => {
    if (share !== undefined) node.scrollTop = (node.scrollHeight - node.clientHeight) * share;
    let frames = 4;
    // The rows are asked for in the first frame; they come and are drawn in the next ones.
    const next = () => {
      frames--;
      if (frames === 0) resolve(undefined);
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}
