import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { type Focused, focusedIn } from './focusRing.ts';

/** More than there are places at which Tab stops. */
const STOPS_MAX = 60;

/** A focus that takes longer than so many tenths of a second does not come. */
const LOOKS_MAX = 300;

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
    const focused = await this.focusedOnce((it) => name.test(it.name) && it.isSeen);
    assert.match(focused.name, name);
    assert.ok(focused.isSeen, `The focus on ${focused.name} is not seen`);
  }

  /** Presses Tab, or Shift and Tab, until the focus is there. */
  async goTo(name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const stops: string[] = [];
    for (let stop = 0; stop < STOPS_MAX; stop++) {
      await this.press(key);
      const focused = await this.focusedOnce((it) => it.isSeen);
      stops.push(focused.name);
      assert.ok(focused.isSeen, `The focus is not seen after ${stops.join(', ')}`);
      if (name.test(focused.name)) return;
    }
    assert.fail(`${String(name)} is not among ${stops.join(', ')}`);
  }

  /** What has the focus when this holds of it, or at last. */
  private async focusedOnce(holds: (focused: Focused) => boolean): Promise<Focused> {
    const document = await this.document();
    let focused = await focusedIn(document);
    for (let left = LOOKS_MAX; left > 0 && !holds(focused); left--) {
      await this.page.waitForTimeout(100);
      focused = await focusedIn(document);
    }
    return focused;
  }

  async backToRows(): Promise<void> {
    await this.press('Escape');
    await this.isOn(/^Records$/);
  }
}
