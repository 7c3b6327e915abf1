import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { chooseFromMenu } from './menu.ts';
import { exactly } from './quickInput.ts';
import { tryAgain } from './tries.ts';

/** How long a row takes that was clicked on, before it is clicked on again. */
const UNFOLD_MS = 5_000;

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

  /** Unfolds a row. Resolves when what is below it is there. */
  async expand(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    const isExpanded = row.and(this.page.locator('[aria-expanded=true]'));
    await row.waitFor();
    // While VS Code draws the tree anew, it may swallow a click, or fold the row again before it has
    // what is below: a person clicks again.
    await eventually(async () => {
      if (await row.evaluate(hasRowsBelow)) return true;
      if (await isExpanded.isVisible()) return false;
      await row.locator('.monaco-tl-twistie').click();
      await isExpanded.waitFor({ timeout: UNFOLD_MS });
      return false;
    });
  }

  /** Clicks one of the icons that a row shows under the pointer. */
  async clickInline(label: string | RegExp, action: string | RegExp): Promise<void> {
    const row = this.row(label);
    // A tree that is drawn anew moves the row from under the pointer: a person follows it.
    await tryAgain(async (timeout) => {
      await row.hover();
      await row.getByRole('button', { name: action }).click({ timeout });
    });
  }

  /** Chooses an entry of a row's context menu. */
  async chooseFromMenu(label: string | RegExp, entry: string): Promise<void> {
    await chooseFromMenu(this.page, this.row(label), entry);
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

/** Runs in the page. Each connection, group and stream has rows, be it one that says there are none. */
function hasRowsBelow(row: Element): boolean {
  const next = row.parentElement?.querySelector(
    `:scope > [data-index="${Number(row.getAttribute('data-index')) + 1}"]`,
  );
  const levelOf = (node: Element): number => Number(node.getAttribute('aria-level'));
  return next instanceof Element && levelOf(next) > levelOf(row);
}
