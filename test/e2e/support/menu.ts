import type { Page } from 'playwright-core';

/** Chooses an entry of the context menu that is open. */
export async function chooseMenuItem(page: Page, entry: string): Promise<void> {
  // By keyboard: a menu that has just opened ignores the release of a mouse button for a moment.
  const menu = page.locator('.monaco-menu');
  await menu.getByRole('menuitem', { name: entry, exact: true }).hover();
  await menu.locator('.action-item.focused').getByText(entry).waitFor();
  await page.keyboard.press('Enter');
}
