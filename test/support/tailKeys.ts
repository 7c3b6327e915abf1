import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { focusedIn } from './focusRing.ts';

/** More than there are places at which Tab stops. */
const STOPS_MAX = 60;

/** A person without a mouse in a tail: wherever the focus comes it is seen, and it is never nowhere. */
export class TailKeys {
  private readonly page: Page;
  private readonly document: () => Promise<Frame>;

  constructor(page: Page, document: () => Promise<Frame>) {
    this.page = page;
    this.document = document;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Waits until the focus is on what has this name, and is seen there. */
  async isOn(name: RegExp): Promise<void> {
    const document = await this.document();
    let focused = await focusedIn(document);
    for (let left = 100; left > 0 && !(name.test(focused.name) && focused.isSeen); left--) {
      await this.page.waitForTimeout(100);
      focused = await focusedIn(document);
    }
    assert.match(focused.name, name);
    assert.ok(focused.isSeen, `The focus on ${focused.name} is not seen`);
  }

  /** Presses Tab, or Shift and Tab, until the focus is there. */
  async goTo(name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const document = await this.document();
    const stops: string[] = [];
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      await this.press(key);
      const focused = await focusedIn(document);
      stops.push(focused.name);
      assert.ok(focused.isSeen, `The focus is not seen after ${stops.join(', ')}`);
      if (name.test(focused.name)) return;
    }
    assert.fail(`${String(name)} is not among ${stops.join(', ')}`);
  }

  async backToRows(): Promise<void> {
    await this.press('Escape');
    await this.isOn(/^Records$/);
  }
}
