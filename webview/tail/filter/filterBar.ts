import type { TailFilter } from '../../../src/formats/filter.ts';
import type { FilterProblem } from '../../../src/protocol/webview/filter.ts';
import type { TailCounts } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { createTextField, type TextFieldControl } from '../../shared/controls.ts';
import { element, setText } from '../../shared/dom.ts';
import { countText } from '../text/describe.ts';

export interface FilterBarOptions {
  /** Resolves with what is wrong, if anything is; the filter before then stays. */
  apply(filter: TailFilter): Promise<FilterProblem | undefined>;
}

/** What is shown of the window, and how much that is: the line above the rows. */
export class FilterBar {
  readonly node: HTMLElement;
  private readonly options: FilterBarOptions;
  private readonly count = element('span', { class: 'count' });
  private readonly box: TextFieldControl;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FilterBarOptions) {
    this.options = options;
    this.box = createTextField({
      label: 'Search in key, shard, sequence number and data',
      placeholder: 'Search in key, shard, sequence number and data',
      icon: 'search',
      charsMax: limits.filterCharsMax,
      onInput: () => this.applySoon(),
    });
    this.box.node.classList.add('search');
    this.node = element(
      'div',
      { class: 'filter-bar', role: 'search', 'aria-label': 'Filter' },
      this.box.node,
      this.count,
    );
  }

  focus(): void {
    this.box.focus();
  }

  /** Shows a filter without applying it. Only the bar changes the filter, so it never follows the host. */
  fill({ conditions }: TailFilter): void {
    clearTimeout(this.timer);
    const text = conditions.find(({ kind }) => kind === 'text');
    this.box.value = text?.kind === 'text' ? text.text : '';
  }

  setCounts(counts: TailCounts): void {
    setText(this.count, countText(counts));
  }

  private applySoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const text = this.box.value;
      const conditions = text === '' ? [] : [{ kind: 'text', text } as const];
      void this.options.apply({ conditions });
    }, limits.filterDelayMs);
  }
}
