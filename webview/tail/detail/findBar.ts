import { createButton, createTextField } from '../../shared/controls.ts';
import { element, listen, setText } from '../../shared/dom.ts';
import { limits } from '../../limits.ts';
import { formatCount } from '../text/format.ts';

export interface FindBarOptions {
  /** Marks what is found, and says how many places there are. */
  onFind(text: string): number;
  /** Brings the place into view. */
  onGo(index: number): void;
  onClose(): void;
}

/** The search in one record: type, then Enter and Shift+Enter from place to place. */
export class FindBar {
  readonly node: HTMLElement;
  private readonly options: FindBarOptions;
  private readonly field;
  private readonly said = element('span', { class: 'find-count', 'aria-live': 'polite' });
  private count = 0;
  private index = 0;

  constructor(options: FindBarOptions) {
    this.options = options;
    this.field = createTextField({
      label: 'Search in this record',
      placeholder: 'Search in this record',
      charsMax: limits.filterCharsMax,
      onInput: () => this.find(0),
    });
    const previous = button('arrow-up', 'Previous match (Shift+Enter)', () => this.go(-1));
    const next = button('arrow-down', 'Next match (Enter)', () => this.go(1));
    const close = button('close', 'Close the search (Escape)', () => this.close());
    this.node = element(
      'div',
      { class: 'find-bar', role: 'search', 'aria-label': 'Search in this record' },
      this.field.node,
      this.said,
      previous,
      next,
      close,
    );
    this.node.hidden = true;
    listen(this.node, 'keydown', (event) => this.onKey(event));
  }

  get text(): string {
    return this.node.hidden ? '' : this.field.value;
  }

  open(): void {
    this.node.hidden = false;
    this.field.focus();
    this.find(this.index);
  }

  /** Searches again, in another record or another view of it; the reader stays where they are. */
  refresh(): void {
    if (this.node.hidden) return;
    this.count = this.options.onFind(this.field.value);
    this.index = Math.min(this.index, Math.max(0, this.count - 1));
    this.say();
  }

  close(): void {
    if (this.node.hidden) return;
    this.node.hidden = true;
    this.options.onFind('');
    this.options.onClose();
  }

  private find(index: number): void {
    this.count = this.options.onFind(this.field.value);
    this.index = Math.min(index, Math.max(0, this.count - 1));
    if (this.count > 0) this.options.onGo(this.index);
    this.say();
  }

  private go(step: number): void {
    if (this.count === 0) return;
    this.index = (this.index + step + this.count) % this.count;
    this.options.onGo(this.index);
    this.say();
  }

  private say(): void {
    const { count, index } = this;
    const most = count >= limits.findMatchesMax ? '+' : '';
    const found = `${formatCount(index + 1)} of ${formatCount(count)}${most}`;
    setText(this.said, this.field.value === '' ? '' : count === 0 ? 'No match' : found);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && event.target === this.field.node) this.go(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function button(name: string, title: string, onClick: () => void): HTMLElement {
  return createButton({ icon: name, title, kind: 'quiet', onClick }).node;
}
