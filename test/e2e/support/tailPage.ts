import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The page of a tail, in the active editor: a frame in a frame, as all webviews are. */
export class TailPage {
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.frame = page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  }

  grid(): Locator {
    return this.frame.getByRole('grid');
  }

  /** The rows on the screen that show this text. */
  rows(text: string | RegExp = ''): Locator {
    return this.grid().getByRole('row').filter({ hasText: text });
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }
}
