/**
 * What all files of the suite share: one build of the page, one server and one browser. The runner
 * starts it before the first file and ends it after the last; a file that runs on its own, without
 * it, starts the same for itself.
 */
import { type BrowserServer, chromium } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { type PageServer, startPageServer } from './pageServer.ts';
import { BROWSER_VARIABLE, PAGE_VARIABLE } from './tailHarness.ts';

let page: PageServer | undefined;
let browser: BrowserServer | undefined;

export async function globalSetup(): Promise<void> {
  page = await startPageServer();
  // The transport of `launchServer` is a socket on loopback at a path that nobody can guess.
  browser = await chromium.launchServer({
    executablePath: await ensureBrowser(),
    args: browserArgs,
    host: '127.0.0.1',
  });
  process.env[PAGE_VARIABLE] = page.address;
  process.env[BROWSER_VARIABLE] = browser.wsEndpoint();
}

export async function globalTeardown(): Promise<void> {
  await browser?.close();
  await page?.close();
}
