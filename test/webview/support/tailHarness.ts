/**
 * The tail's page in a plain browser: the real bundle, the HTML and the policy that the extension
 * gives it, in a frame whose parent stands for VS Code and the extension.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { bundles } from '../../../scripts/lib/bundles.mjs';
import { root } from '../../../scripts/lib/paths.mjs';
import { tailHtml } from '../../../src/host/panels/tailHtml.ts';
import type { FakeHostOptions } from './fakeHost.ts';
import { themes } from './themes.ts';

const HOST_HTML = `<!DOCTYPE html><title>Host</title><style>html,body,iframe{margin:0;border:0;
width:100%;height:100%;display:block;overflow:hidden}</style><iframe></iframe>
<script src="/fakeHost.js"></script>`;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  ttf: 'font/ttf',
};

export interface OpenOptions extends Partial<FakeHostOptions> {
  readonly theme?: keyof typeof themes;
  readonly width?: number;
  readonly height?: number;
}

/** What `complaints` gives for a page that has nothing to complain of. */
export const NO_COMPLAINTS = { violations: [], errors: [] };

/** A call as `calls` lists it. */
export function callOf(method: string, params?: object): object {
  return { method, params };
}

export class TailHarness {
  private readonly browser: Browser;
  private readonly server: Server;
  private readonly address: string;

  private constructor(browser: Browser, server: Server, address: string) {
    this.browser = browser;
    this.server = server;
    this.address = address;
  }

  static async start(): Promise<TailHarness> {
    const files = await build();
    const server = createServer((request, response) => {
      const name = (request.url ?? '/').split('?')[0]?.slice(1) ?? '';
      const content =
        name === 'tail.html' ? pageHtml(`http://${request.headers.host}`) : files.get(name);
      response.writeHead(content === undefined ? 404 : 200, {
        'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
      });
      response.end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const executablePath = await ensureBrowser();
    const browser = await chromium.launch({ executablePath, args: browserArgs });
    return new TailHarness(browser, server, `http://127.0.0.1:${port}`);
  }

  async open(options: OpenOptions = {}): Promise<TailView> {
    const { theme = 'dark', width = 1200, height = 800 } = options;
    const page = await this.browser.newPage({ viewport: { width, height } });
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

  async close(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
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
  async topRow(): Promise<{ data: string; offsetPx: number } | undefined> {
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

  /** Resolves when the page has drawn what it was told so far. */
  async settled(): Promise<void> {
    await this.frame.evaluate(
      () =>
        new Promise<void>((resolve) => {
          let frames = 6;
          const next = (): void => {
            frames--;
            if (frames === 0) resolve();
            else requestAnimationFrame(next);
          };
          requestAnimationFrame(next);
        }),
    );
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
    return this.page.evaluate(() => window.fakeHost.calls);
  }

  async received(): Promise<number> {
    return this.page.evaluate(() => window.fakeHost.counts().received);
  }

  async text(selector: string): Promise<string> {
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
    await this.frame.locator('[role=grid]').focus();
    await this.press('End');
    await this.frame.locator('.detail-body:not([hidden])').waitFor();
    await this.settled();
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

function pageHtml(origin: string): string {
  const nonce = randomBytes(16).toString('base64url');
  const html = tailHtml({
    cspSource: origin,
    nonce,
    scriptUri: `${origin}/tail.js`,
    styleUri: `${origin}/tail.css`,
    title: 'Tail',
  });
  return html.replace('</head>', `<script nonce="${nonce}" src="/bridge.js"></script></head>`);
}

async function build(): Promise<Map<string, Uint8Array | string>> {
  const { page } = await bundles({ production: false });
  if (!page) throw new Error('There is no bundle named page');
  const host: esbuild.BuildOptions = {
    absWorkingDir: root,
    entryPoints: ['test/webview/support/fakeHost.ts'],
    outdir: 'dist/webview',
    bundle: true,
    format: 'iife',
  };
  const files = new Map<string, Uint8Array | string>([['host.html', HOST_HTML]]);
  for (const options of [{ ...page, sourcemap: false as const }, host]) {
    const { outputFiles } = await esbuild.build({ ...options, write: false });
    for (const file of outputFiles) files.set(basename(file.path), file.contents);
  }
  const bridge = join(root, 'test/webview/support/bridge.js');
  files.set('bridge.js', await readFile(bridge));
  return files;
}
