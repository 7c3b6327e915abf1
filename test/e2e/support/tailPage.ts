import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

/** The page of a tail: a frame in a frame, as all webviews are. `place` says which of several. */
export class TailPage {
  readonly frame: FrameLocator;
  private readonly page: Page;

  constructor(page: Page, place?: number) {
    this.page = page;
    const frames = page.frameLocator('iframe.webview.ready:visible');
    const frame = place === undefined ? frames : frames.nth(place);
    this.frame = frame.frameLocator('#active-frame');
  }

  grid(): Locator {
    return this.frame.getByRole('grid');
  }

  /** The rows on the screen that show this text. */
  rows(text: string | RegExp = ''): Locator {
    return this.grid().getByRole('row').filter({ hasText: text });
  }

  /** Resolves when it has the focus, which it takes as it comes to the front. */
  async takesFocus(): Promise<void> {
    await this.frame.locator(':focus').first().waitFor();
  }

  /** Gives the focus to the rows, and waits until keys go there. */
  async focusRows(): Promise<void> {
    await this.grid().focus();
    await this.frame.locator('[role=grid]:focus').waitFor();
  }

  /** Searches by keyboard, as from the rows. */
  async search(text: string): Promise<void> {
    await this.focusRows();
    await this.page.keyboard.press('/');
    await this.frame.locator('.filter-input:focus').waitFor();
    await this.page.keyboard.type(text);
  }

  /** The document itself, for what a locator cannot do. */
  async document(): Promise<Frame> {
    const owner = await this.frame.owner().elementHandle();
    const frame = await owner.contentFrame();
    if (!frame) throw new Error('The tail has no document');
    return frame;
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }
}
