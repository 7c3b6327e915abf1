import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { comesTrue } from '../../support/eventually.ts';

/** The palette, quick picks and input boxes: one widget at a time, at the top of the window. */
export class QuickInput {
  readonly widget: Locator;
  private readonly input: Locator;

  constructor(page: Page) {
    this.widget = page.locator('.quick-input-widget:visible');
    this.input = this.widget.locator('.quick-input-box input');
  }

  /** Replaces the text; waits until there is an input that asks `prompt`, when given. */
  async type(text: string, prompt?: string | RegExp): Promise<void> {
    if (prompt !== undefined) await this.step(prompt).waitFor();
    await this.input.fill(text);
  }

  /** Chooses the entry with this label. */
  async pick(label: string | RegExp, prompt?: string | RegExp): Promise<void> {
    if (prompt !== undefined) await this.step(prompt).waitFor();
    await this.entry(label).first().click();
  }

  /** Types, and chooses the entry with this label; fails when either takes longer than that. */
  async pickTyped(text: string, label: string, timeout: number): Promise<void> {
    await this.input.fill(text, { timeout });
    await this.entry(label).first().click({ timeout });
  }

  /** The entry whose label is exactly this text, or matches this pattern. */
  entry(label: string | RegExp): Locator {
    const name = this.widget.page().locator('.label-name', { hasText: exactly(label) });
    return this.widget.locator('.quick-input-list .monaco-list-row').filter({ has: name });
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  /** Accepts what an input proposes, once it does: before that, Enter would go to the step before. */
  async acceptText(proposal: RegExp): Promise<void> {
    await comesTrue(async () => assert.match(await this.input.inputValue(), proposal));
    await this.accept();
  }

  /** Types and accepts. */
  async answer(text: string, prompt?: string | RegExp): Promise<void> {
    await this.type(text, prompt);
    await this.accept();
  }

  async cancel(): Promise<void> {
    await this.input.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** What is said below the input: its prompt or why the text is not valid. */
  message(): Locator {
    return this.widget.locator('.quick-input-message');
  }

  /** The step that has this title, prompt or placeholder. */
  step(prompt: string | RegExp): Locator {
    const text = this.widget.filter({ hasText: prompt });
    const placeholder = this.widget.filter({ has: this.widget.page().getByPlaceholder(prompt) });
    return text.or(placeholder).first();
  }

  /** Waits until keys go to it. */
  async takesFocus(): Promise<void> {
    await this.widget.locator(':focus').first().waitFor();
  }
}

/** A pattern for the whole text; one that is a pattern already stays. */
export function exactly(text: string | RegExp): RegExp {
  if (typeof text !== 'string') return text;
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
