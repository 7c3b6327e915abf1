/** The tail's page in a plain browser, as tests see and use it. */
import assert from 'node:assert/strict';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../scripts/lib/browser.mjs';
import type { FakeHostOptions } from './fakeHost.ts';
import { type PageServer, startPageServer } from './pageServer.ts';
import { themes } from './themes.ts';

/** Where `globalSetup.ts` says what all files share. */
export const PAGE_VARIABLE = 'KINESIS_WORKBENCH_TEST_PAGE';
export const BROWSER_VARIABLE = 'KINESIS_WORKBENCH_TEST_BROWSER';

/** Half an hour off the hour: what is shown in UTC by mistake, or not in UTC, is seen. */
export const TIME_ZONE = 'Asia/Kolkata';
// What a test expects of local times is told by this process.
process.env['TZ'] = TIME_ZONE;

export interface OpenOptions extends Partial<FakeHostOptions> {
  readonly theme?: keyof typeof themes;
  readonly width?: number;
  readonly height?: number;
}

/** A change of a size or of a control makes the page ask for a frame only in the one that shows it. */
const FRAMES_AT_REST = 3;

/** Nothing that the page does by itself takes so many. */
const FRAMES_MAX = 600;

interface TopRow {
  readonly data: string;
  readonly offsetPx: number;
}

/** What `complaints` gives for a page that has nothing to complain of. */
export const NO_COMPLAINTS = { violations: [], errors: [] };

/** A call as `calls` lists it. */
export function callOf(method: string, params?: object): object {
  return { method, params };
}

export class TailHarness {
  private readonly browser: Browser;
  private readonly address: string;
  private readonly ownServer: PageServer | undefined;
  private page: Page | undefined;

  private constructor(browser: Browser, address: string, ownServer?: PageServer) {
    this.browser = browser;
    this.address = address;
    this.ownServer = ownServer;
  }

  static async start(): Promise<TailHarness> {
    const { [PAGE_VARIABLE]: address, [BROWSER_VARIABLE]: endpoint } = process.env;
    if (address !== undefined && endpoint !== undefined) {
      return new TailHarness(await chromium.connect(endpoint), address);
    }
    const server = await startPageServer();
    const executablePath = await ensureBrowser();
    const browser = await chromium.launch({ executablePath, args: browserArgs });
    return new TailHarness(browser, server.address, server);
  }

  /**
   * Loads everything anew, in the page of before where there is one: most of what a page costs is
   * the process that a browser starts for it.
   */
  async open(options: OpenOptions = {}): Promise<TailView> {
    const { theme = 'dark', width = 1200, height = 800 } = options;
    const page = (this.page ??= await this.browser.newPage({ timezoneId: TIME_ZONE }));
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: null });
    await page.mouse.move(0, 0);
    await page.goto(`${this.address}/host.html`);
    await page.evaluate(
      ({ theme, windowRecordsMax, shardCount }) => {
        Object.assign(window, { theme });
        window.startFakeHost({ windowRecordsMax, shardCount });
      },
      {
        theme: themes[theme],
        windowRecordsMax: options.windowRecordsMax ?? 100_000,
        shardCount: options.shardCount ?? 4,
      },
    );
    const view = new TailView(page);
    await view.load();
    return view;
  }

  /** The next page is another one, whatever a failed test left pressed or hung in this. */
  async discardPage(): Promise<void> {
    await this.page?.close();
    this.page = undefined;
  }

  /** Ends what was started; of a browser that is shared, this one's pages. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.ownServer?.close();
  }
}

/** One open page, and the fake host behind it. */
export class TailView {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get frame(): Frame {
    const frame = this.page.frames()[1];
    if (!frame) throw new Error('The page has no frame');
    return frame;
  }

  /** Loads the page into its frame, at first or again. */
  async load(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const frame = document.querySelector('iframe');
          frame?.addEventListener('load', () => resolve(), { once: true });
          frame?.setAttribute('src', '/tail.html');
        }),
    );
    await this.frame.waitForSelector('[role=grid]');
    // As VS Code does with the tab that is opened.
    await this.page.locator('iframe').focus();
    await this.settled();
  }

  /** What must be empty after every test: errors, and violations of the policy. */
  async complaints(): Promise<unknown> {
    return this.frame.evaluate(() => {
      const { violations, errors } = window as unknown as Record<string, unknown>;
      return { violations, errors };
    });
  }

  /** The texts of one column of the drawn rows, in the order of the screen. */
  async column(name: string): Promise<string[]> {
    await this.settled();
    return this.frame.$$eval(
      '.rows > .row',
      (rows, name) =>
        rows
          .map((row) => ({
            ordinal: Number((row as HTMLElement).dataset['ordinal']),
            text: row.querySelector(`.${name}`)?.textContent ?? '',
          }))
          .sort((a, b) => a.ordinal - b.ordinal)
          .map(({ text }) => text),
      name,
    );
  }

  /** The topmost row that is wholly in sight, and how far it lies below the header. */
  async topRow(): Promise<TopRow | undefined> {
    await this.settled();
    return this.topRowNow();
  }

  /** The same, of a page that may have more to do. */
  async topRowNow(): Promise<TopRow | undefined> {
    return this.frame.evaluate(() => {
      const top = document.querySelector('.grid-scroller')?.getBoundingClientRect().top ?? 0;
      const rows = [...document.querySelectorAll('.rows > .row')]
        .map((row) => ({ row, offsetPx: row.getBoundingClientRect().top - top }))
        .filter(({ offsetPx }) => offsetPx >= 0)
        .sort((a, b) => a.offsetPx - b.offsetPx);
      const [first] = rows;
      const data = first?.row.querySelector('.data')?.textContent ?? '';
      return first && { data, offsetPx: Math.round(first.offsetPx) };
    });
  }

  /** Resolves when the page has drawn what it was told so far, and waits for nothing more. */
  async settled(): Promise<void> {
    const left = await this.frame.evaluate(
      ({ framesAtRest, framesMax }) =>
        new Promise<string[]>((resolve) => {
          let [atRest, frames] = [0, 0];
          const look = (): void => {
            const left = (window as unknown as { stillToCome(): string[] }).stillToCome();
            atRest = left.length === 0 ? atRest + 1 : 0;
            frames++;
            if (atRest === framesAtRest || frames === framesMax) resolve(left);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }),
      { framesAtRest: FRAMES_AT_REST, framesMax: FRAMES_MAX },
    );
    assert.deepEqual(left, [], 'The page does not come to rest');
  }

  async push(count: number): Promise<void> {
    await this.page.evaluate((count) => window.fakeHost.push(count), count);
    await this.settled();
  }

  async pushData(data: string | number[], key?: string): Promise<void> {
    await this.page.evaluate(({ data, key }) => window.fakeHost.pushData(data, key), { data, key });
    await this.settled();
  }

  /** Every call of the page that was not a read. */
  async calls(): Promise<unknown> {
    await this.settled();
    return this.page.evaluate(() => window.fakeHost.calls);
  }

  async received(): Promise<number> {
    return this.page.evaluate(() => window.fakeHost.counts().received);
  }

  async text(selector: string): Promise<string> {
    await this.settled();
    return this.frame.locator(selector).innerText();
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  async scrollTo(row: number): Promise<void> {
    const scroller = this.frame.locator('.grid-scroller');
    await scroller.evaluate((node, top) => (node.scrollTop = top), row * 22);
    await this.settled();
  }

  /** Moves the selection to the newest row, and its detail into view. */
  async selectNewest(): Promise<void> {
    await this.frame.locator('.rows > .row').first().waitFor();
    await this.frame.locator('[role=grid]').focus();
    await this.press('End');
    await this.frame.locator('.detail-body:not([hidden])').waitFor();
    await this.settled();
  }
}
