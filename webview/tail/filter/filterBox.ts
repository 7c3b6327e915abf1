import { limits } from '../../limits.ts';
import { element, icon, listen, setAttribute } from '../../shared/dom.ts';
import type { BoxMode } from './barState.ts';

export interface FilterBoxOptions {
  /** The element that says what is wrong. */
  readonly problemId: string;
  onInput(text: string): void;
  onEnter(): void;
  onMode(mode: BoxMode): void;
}

const PLACEHOLDERS: Readonly<Record<BoxMode, string>> = {
  text: 'Search in keys and data',
  regex: 'Regular expression, such as truck_\\d+',
  expression: 'Expression, such as data.speed > 80 && key == "truck_7"',
  query: 'Filter, such as shard:1,2 -status=idle speed>80 /regex/ "text"',
};

const TOGGLES: readonly {
  readonly mode: BoxMode;
  readonly icon: string;
  readonly title: string;
}[] = [
  { mode: 'regex', icon: 'regex', title: 'Use a regular expression (RE2)' },
  { mode: 'expression', icon: 'symbol-operator', title: 'Use an expression (CEL)' },
  { mode: 'query', icon: 'filter', title: 'Write the whole filter as text' },
];

/** The text box and, as in VS Code's own search, the ways in which it is read. */
export class FilterBox {
  readonly node: HTMLElement;
  private readonly input = element('input', { class: 'native-input filter-input' });
  private readonly toggles = new Map<BoxMode, HTMLElement>();

  constructor(options: FilterBoxOptions) {
    this.input.maxLength = limits.filterTextCharsMax;
    this.input.spellcheck = false;
    this.input.autocomplete = 'off';
    setAttribute(this.input, 'aria-describedby', options.problemId);
    this.input.addEventListener('input', () => options.onInput(this.input.value));
    listen(this.input, 'keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) options.onEnter();
    });
    let shown: BoxMode = 'text';
    for (const { mode, icon: name, title } of TOGGLES) {
      const button = element(
        'button',
        { class: 'box-toggle', title, 'aria-label': title, 'aria-pressed': 'false' },
        icon(name),
      );
      button.addEventListener('click', () => {
        shown = button.getAttribute('aria-pressed') === 'true' ? 'text' : mode;
        options.onMode(shown);
      });
      this.toggles.set(mode, button);
    }
    this.node = element(
      'div',
      { class: 'search' },
      icon('search'),
      this.input,
      ...this.toggles.values(),
    );
    this.show('text', '');
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  show(mode: BoxMode, text: string): void {
    if (this.input.value !== text) this.input.value = text;
    this.input.placeholder = PLACEHOLDERS[mode];
    setAttribute(this.input, 'aria-label', PLACEHOLDERS[mode]);
    this.node.classList.toggle('code', mode !== 'text');
    for (const [own, button] of this.toggles) {
      setAttribute(button, 'aria-pressed', String(own === mode));
    }
  }

  setWrong(isWrong: boolean): void {
    setAttribute(this.input, 'aria-invalid', isWrong ? 'true' : undefined);
  }
}
