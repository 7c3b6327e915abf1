import type { Locator, Page } from 'playwright-core';
import { tryAgain } from './tries.ts';

/** Chooses an entry of the context menu of this. */
export async function chooseFromMenu(page: Page, what: Locator, entry: string): Promise<void> {
  const menu = page.locator('.monaco-menu');
  const item = menu.getByRole('menuitem', { name: entry, exact: true });
  await tryAgain(async (timeout) => {
    // Whatever takes the focus closes a menu. One that is left from the try before is in the way.
    if (await menu.isVisible()) await page.keyboard.press('Escape');
    await what.click({ button: 'right', timeout });
    // By keyboard: a menu that has just opened ignores the release of a mouse button for a moment.
    await item.hover({ timeout });
    await menu.locator('.action-item.focused').getByText(entry).waitFor({ timeout });
  });
  await page.keyboard.press('Enter');
}
