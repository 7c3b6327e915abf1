/**
 * A person's VS Code in a browser, for the end-to-end tests: starts the real thing with the
 * extension in it, and offers what a person does there. Selectors of VS Code stand only in this
 * folder. The parts of the window have their own files: `quickInput.ts`, `tree.ts`, `tailPage.ts`.
 */
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Locator, type Page, chromium } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { resultsDir, root } from '../../../scripts/lib/paths.mjs';
import {
  installExtension,
  linkExtension,
  machineSettings,
  startVscode,
} from '../../../scripts/lib/vscode.mjs';
import { eventually } from '../../support/eventually.ts';
import { chooseFromMenu } from './menu.ts';
import { QuickInput } from './quickInput.ts';
import { TailPage } from './tailPage.ts';
import { Tree } from './tree.ts';
import { tryAgain } from './tries.ts';

export interface WorkbenchOptions {
  readonly settings?: Record<string, unknown>;
  /** Files of the opened folder, by name. */
  readonly files?: Record<string, string>;
  /** A packaged extension to install; without it this checkout's build is used. */
  readonly vsix?: string;
  /** Folders of further extensions to have beside this one. */
  readonly beside?: readonly string[];
  /** How much VS Code and the extension log; the default is `info`. */
  readonly logLevel?: 'debug';
  /** Width and height of the window. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Added to the environment of VS Code and so of the extension. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How long VS Code may take for anything that a person waits for, on a machine that is busy. */
const waitMaxMs = 60_000;

/** As long as a notification stands by itself; after that it is in the list of all. */
const toastMs = 10_000;

/** How long a view takes to open that was clicked on, before it is clicked on again. */
const openMs = 2_000;

/** How often a command is given to a row that VS Code draws anew. */
const rowTries = 4;

/** How often a folder is removed in which what VS Code has started may still write as it ends. */
const removeTries = 10;

/** Shot for README as well when it is `update`. */
const screenshotMode = process.env.KINESIS_WORKBENCH_SCREENSHOTS;

type Server = Awaited<ReturnType<typeof startVscode>>;

export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  /** The folder that is open. */
  readonly folder: string;
  /** Where VS Code keeps the installed extensions. */
  readonly extensionsDir: string;
  private readonly home: string;
  private readonly browser: Browser;
  private readonly server: Server;

  private constructor(parts: { home: string; browser: Browser; server: Server; page: Page }) {
    this.home = parts.home;
    this.folder = join(parts.home, 'folder');
    this.extensionsDir = join(parts.home, 'data/extensions');
    this.browser = parts.browser;
    this.server = parts.server;
    this.page = parts.page;
    this.quickInput = new QuickInput(parts.page);
  }

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const home = await mkdtemp(join(tmpdir(), 'kinesis-workbench-e2e-'));
    await writeFolder(join(home, 'folder'), options.files ?? {});
    const dataDir = join(home, 'data');
    await (options.vsix === undefined
      ? linkExtension(dataDir, options.beside)
      : installExtension(dataDir, options.vsix));
    const args = options.logLevel === undefined ? [] : [`--log=${options.logLevel}`];
    const server = await startVscode({
      dataDir,
      settings: options.settings ?? {},
      args,
      env: options.env ?? {},
    });
    const browser = await chromium.launch({
      executablePath: await ensureBrowser(),
      args: browserArgs,
    });
    const page = await newPage(browser, options.size);
    const workbench = new Workbench({ home, browser, server, page });
    await workbench.load();
    return workbench;
  }

  /** Another window of the same VS Code, as a person has side by side; close it by `closeWindow`. */
  async openSecondWindow(): Promise<Workbench> {
    const { home, browser, server } = this;
    const second = new Workbench({ home, browser, server, page: await newPage(browser) });
    await second.load();
    return second;
  }

  async closeWindow(): Promise<void> {
    await this.page.context().close();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.home, { recursive: true, force: true, maxRetries: removeTries });
  }

  /** Reloads the window by its command, which lets VS Code save what it keeps for the next one. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.page.locator('.monaco-workbench .activitybar').waitFor();
  }

  /** Opens the same folder again in the same window, as after a crash: nothing is said goodbye to. */
  async loadAgain(): Promise<void> {
    await this.load();
  }

  /** Where the extension keeps what all windows share. */
  get globalStorage(): string {
    return join(this.home, 'data/data/User/globalStorage/kinesis-workbench.kinesis-workbench');
  }

  /** Opens a link as the system does that hands it to VS Code. */
  async openLink(link: string): Promise<void> {
    await this.runCommand('Developer: Open URL');
    await this.quickInput.answer(link, 'URL to open');
  }

  /** The files that the extension's log has been written to so far. */
  extensionLogs(): string[] {
    return globSync(`${this.home}/data/**/*Kinesis Workbench.log`);
  }

  /** Runs a command by its title in the palette, such as `Kinesis: Put Record…`. */
  async runCommand(title: string): Promise<void> {
    // An editor that comes to the front at that moment closes the palette: a person presses again.
    await tryAgain(async (timeout) => {
      await this.page.keyboard.press('F1');
      await this.quickInput.pickTyped(`>${title}`, title, timeout);
    });
  }

  /** Opens the palette with this in it. */
  async openPalette(text: string): Promise<void> {
    await tryAgain(async (timeout) => {
      await this.page.keyboard.press('F1');
      await this.quickInput.widget.waitFor({ timeout });
    });
    await this.quickInput.type(`>${text}`);
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await tryAgain(async (timeout) => {
      await this.page.keyboard.press('ControlOrMeta+p');
      await this.quickInput.pickTyped(name, name, timeout);
    });
  }

  /** Opens the view container of this extension. */
  async openSidebar(): Promise<void> {
    const icon = this.page.getByRole('tab', { name: 'Kinesis', exact: true });
    const { pane } = this.tree('Streams');
    await icon.waitFor();
    // A click on the icon of what is open already closes it, and it may be opening by itself.
    await eventually(async () => {
      if (await pane.isVisible()) return true;
      if ((await icon.getAttribute('aria-selected')) !== 'true') await icon.click();
      return pane.waitFor({ timeout: openMs }).then(() => true);
    });
  }

  /** The name of the file in the folder that ends so, once it is there. An export is whole then. */
  fileThatEnds(extension: string): Promise<string> {
    return eventually(async () => {
      const files = await readdir(this.folder);
      return files.find((file) => file.endsWith(extension));
    });
  }

  /** One of the views, by its title, such as `Streams`. */
  tree(title: string): Tree {
    return new Tree(this.page, title);
  }

  /** Opens the tail of a stream by the icon of its row. */
  async openTail(stream: string): Promise<void> {
    const tab = this.page.getByRole('tab', { name: new RegExp(`^${stream}(,| ·|$)`) }).first();
    await this.clickOfStream(stream, 'Tail Stream', tab);
  }

  /** Clicks an icon of a row among the streams, of which `then` comes. */
  async clickOfStream(label: string, action: string, then: Locator): Promise<void> {
    await this.withRow(() => this.tree('Streams').clickInline(label, action), then);
  }

  /** Chooses an entry of the menu of a row among the streams, of which `then` comes. */
  async chooseOfStream(label: string, entry: string, then: Locator): Promise<void> {
    await this.withRow(() => this.tree('Streams').chooseFromMenu(label, entry), then);
  }

  /**
   * Gives a command to a row, of which `then` comes. While VS Code draws a tree anew, a command is
   * not told of which row it is, and asks: a person leaves that and tries again.
   */
  async withRow(act: () => Promise<void>, then: Locator): Promise<void> {
    const question = this.quickInput.step(/^(Connection|Data stream|Delivery stream)$/);
    for (let left = rowTries; left > 0; left--) {
      await act();
      await then.or(question).first().waitFor();
      if (!(await question.isVisible())) return;
      await this.quickInput.cancel();
    }
    throw new Error('The row is drawn anew each time');
  }

  /** The tail that is on the screen; with several side by side, the one at that place from 0. */
  tail(place?: number): TailPage {
    return new TailPage(this.page, place);
  }

  /** Chooses an entry of the context menu of this. */
  async chooseFromMenu(what: Locator, entry: string): Promise<void> {
    await chooseFromMenu(this.page, what, entry);
  }

  /** The question that stands in the way of everything else. */
  dialog(text: string | RegExp = ''): Locator {
    // By its class: notifications are dialogs too.
    return this.page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  /** Leaves a question unanswered, by keyboard. */
  async dismiss(question: Locator): Promise<void> {
    await question.locator(':focus').first().waitFor();
    await this.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
  }

  /** What the person's clipboard holds; grant `clipboard-read` first. */
  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The notification that says this. */
  notification(text: string | RegExp): Locator {
    const all = '.notifications-center .notification-list-item:visible';
    return this.page.locator(`.notification-toast, ${all}`).filter({ hasText: text });
  }

  /** Waits for a notification that says this, however long ago it came up, and gives all of its text. */
  async isTold(text: string | RegExp): Promise<string> {
    const said = this.notification(text).first();
    try {
      return await said.innerText({ timeout: toastMs });
    } catch {
      await this.runCommand('Notifications: Show Notifications');
      const told = await said.innerText();
      await this.runCommand('Notifications: Hide Notifications');
      return told;
    }
  }

  /** Clicks a button of the newest notification that says this, however long ago it came up. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    const answer = this.notification(text).first().getByRole('button', { name: button });
    try {
      await answer.click({ timeout: toastMs });
    } catch {
      await this.runCommand('Notifications: Show Notifications');
      await answer.click();
    }
  }

  /** The text of the active editor, as far as it is on the screen. */
  editorText(): Locator {
    return this.page.locator('.editor-group-container.active .view-lines');
  }

  /** Does something of which the status bar says this for a moment. */
  async isToldBriefly(text: string, act: () => Promise<void>): Promise<void> {
    await Promise.all([this.statusBar(text).waitFor(), act()]);
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** The port of the local engine, as the status bar says it once the engine runs. */
  async enginePort(): Promise<number> {
    const item = this.statusBar(/Kinesis :\d+/);
    const port = await eventually(async () => /:(\d+)/.exec(await item.innerText())?.[1]);
    return Number(port);
  }

  /** Changes settings, as if edited by hand. */
  async changeSettings(change: Record<string, unknown>): Promise<void> {
    const file = machineSettings(join(this.home, 'data'));
    const before = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    // In one step: VS Code would take a file that is half written for one without the other half.
    const whole = `${file}.whole`;
    await writeFile(whole, JSON.stringify({ ...before, ...change }, undefined, 2));
    await rename(whole, file);
  }

  async useTheme(kind: ThemeKind): Promise<void> {
    await this.changeSettings({ 'workbench.colorTheme': themes[kind].name });
    await this.page.locator(`.monaco-workbench.${themes[kind].cssClass}`).waitFor();
  }

  /** Keeps a picture in test-results and, for README when asked, in media/screenshots. */
  async screenshot(name: string, { forReadme = false } = {}): Promise<void> {
    const folders = [resultsDir];
    if (forReadme && screenshotMode === 'update') folders.push(join(root, 'media/screenshots'));
    for (const folder of folders) {
      await mkdir(folder, { recursive: true });
      await this.page.screenshot({ path: join(folder, `${name}.png`) });
    }
  }

  private async load(): Promise<void> {
    await this.page.goto(`${this.server.url}/?folder=${encodeURIComponent(this.folder)}`);
    await this.page.locator('.monaco-workbench .activitybar').waitFor();
  }

  /** For `afterEach`: shows what the window looked like when a test failed. */
  async keepFailure(test: { readonly name: string; readonly passed?: boolean }): Promise<void> {
    if (test.passed !== false) return;
    await this.screenshot(`failed ${test.name.replaceAll(/[^a-z0-9]+/gi, ' ').trim()}`);
  }
}

async function newPage(browser: Browser, size?: WorkbenchOptions['size']): Promise<Page> {
  const context = await browser.newContext({
    viewport: size ?? { width: 1440, height: 900 },
    // What fades or slides would be caught halfway by a picture.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(waitMaxMs);
  return context.newPage();
}

const themes = {
  dark: { name: 'Dark 2026', cssClass: 'vs-dark' },
  light: { name: 'Light 2026', cssClass: 'vs' },
  highContrast: { name: 'Default High Contrast', cssClass: 'hc-black' },
  highContrastLight: { name: 'Default High Contrast Light', cssClass: 'hc-light' },
} as const;

export type ThemeKind = keyof typeof themes;

async function writeFolder(folder: string, files: Record<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
