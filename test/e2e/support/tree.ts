import type { Locator, Page } from 'playwright-core';
import { chooseMenuItem } from './menu.ts';
import { exactly } from './quickInput.ts';

/** How often, and how long each time, an icon of a row is waited for. */
const INLINE_TRIES = 4;
const INLINE_MS = 10_000;

/** One view of the sidebar. */
export class Tree {
  readonly pane: Locator;
  private readonly page: Page;

  constructor(page: Page, title: string) {
    this.page = page;
    this.pane = page
      .locator('.sidebar .pane')
      .filter({ has: page.locator('.pane-header .title', { hasText: title }) });
  }

  /** Opens the view when it is folded. */
  async open(): Promise<void> {
    const header = this.pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** The row whose label is exactly this text, such as a stream's name, or matches this pattern. */
  row(label: string | RegExp): Locator {
    return this.pane
      .locator('.monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) })
      .first();
  }

  async expand(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    // A refresh of the tree may swallow a click, as it would a person's: they click again.
    while ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
      await this.page.waitForTimeout(200);
    }
  }

  /** Clicks one of the icons that a row shows under the pointer. */
  async clickInline(label: string | RegExp, action: string | RegExp): Promise<void> {
    const row = this.row(label);
    for (let tries = 1; ; tries++) {
      await row.hover();
      try {
        await row.getByRole('button', { name: action }).click({ timeout: INLINE_MS });
        return;
      } catch (error) {
        // A tree that is drawn anew moves the row from under the pointer: a person follows it.
        if (tries === INLINE_TRIES) throw error;
      }
    }
  }

  /** Chooses an entry of a row's context menu. */
  async chooseFromMenu(label: string | RegExp, entry: string): Promise<void> {
    await this.row(label).click({ button: 'right' });
    await chooseMenuItem(this.page, entry);
  }

  /** What the view says while it has no rows. */
  welcome(): Locator {
    return this.pane.locator('.welcome-view-content');
  }

  /** Clicks an action of the view's title bar. */
  async clickTitleAction(action: string | RegExp): Promise<void> {
    await this.pane.hover();
    await this.pane.locator('.pane-header').getByRole('button', { name: action }).click();
  }
}
