import type { Condition } from '../../../src/formats/filter.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { element, icon, listen, setAttribute } from '../../shared/dom.ts';
import type { Times } from '../text/times.ts';
import { conditionText } from './describeCondition.ts';

/** The classes of a chip's two buttons. */
type ButtonKind = 'chip-text' | 'chip-remove';

export interface ChipsOptions {
  readonly times: Times;
  /** The chips as they shall be. */
  onChange(chips: readonly Condition[]): void;
  /** After the last one is gone, the focus goes elsewhere. */
  onEmpty(): void;
}

/**
 * The conditions beside the box. A chip turns round with Enter or a click, and goes with Delete or
 * its cross.
 */
export class Chips {
  readonly node = element('ul', { class: 'chips', 'aria-label': 'Conditions' });
  private readonly options: ChipsOptions;
  private chips: readonly Condition[] = [];

  constructor(options: ChipsOptions) {
    this.options = options;
    this.show([]);
  }

  /** `wrongIndex`: the chip that the host refused. */
  show(chips: readonly Condition[], wrongIndex?: number): void {
    this.chips = chips;
    const focused = this.focusedButton();
    this.node.hidden = chips.length === 0;
    this.node.replaceChildren(
      ...chips.map((chip, index) => this.chipNode(chip, { index, isWrong: index === wrongIndex })),
    );
    if (focused) this.focusChip(focused.index, focused.kind);
  }

  /** The button that has the focus, which the one in its place gets. */
  private focusedButton(): { index: number; kind: ButtonKind } | undefined {
    const { activeElement } = document;
    const index = [...this.node.children].findIndex((child) => child.contains(activeElement));
    if (index < 0) return undefined;
    const isText = activeElement?.classList.contains('chip-text') === true;
    return { index, kind: isText ? 'chip-text' : 'chip-remove' };
  }

  private chipNode(chip: Condition, place: { index: number; isWrong: boolean }): HTMLElement {
    const { index, isWrong } = place;
    const text = makeVisible(conditionText(chip, this.options.times));
    const isNegated = chip.negated === true;
    const turn = element(
      'button',
      {
        class: 'chip-text',
        'aria-pressed': String(isNegated),
        'aria-label': `${text}. Press to ${isNegated ? 'show' : 'hide'} what matches`,
        title: `${text}\nClick to ${isNegated ? 'show' : 'hide'} what matches; Delete removes`,
      },
      text,
    );
    if (isWrong) setAttribute(turn, 'aria-invalid', 'true');
    turn.addEventListener('click', () => this.turn(index));
    const remove = element(
      'button',
      { class: 'chip-remove', title: `Remove ${text}`, 'aria-label': `Remove ${text}` },
      icon('close'),
    );
    remove.addEventListener('click', () => this.remove(index));
    const node = element('li', { class: isWrong ? 'chip wrong' : 'chip' }, turn, remove);
    listen(node, 'keydown', (event) => {
      if (event.key !== 'Delete' && event.key !== 'Backspace') return;
      event.preventDefault();
      this.remove(index);
    });
    return node;
  }

  private turn(index: number): void {
    this.options.onChange(
      this.chips.map((chip, at) => {
        if (at !== index) return chip;
        const { negated, ...test } = chip;
        return negated === true ? test : { ...test, negated: true };
      }),
    );
    this.focusChip(index);
  }

  private remove(index: number): void {
    const chips = this.chips.filter((_, at) => at !== index);
    this.options.onChange(chips);
    if (chips.length === 0) this.options.onEmpty();
    else this.focusChip(index);
  }

  private focusChip(index: number, kind: ButtonKind = 'chip-text'): void {
    const chip = this.node.children[Math.min(index, this.chips.length - 1)];
    chip?.querySelector<HTMLElement>(`.${kind}`)?.focus();
  }
}
