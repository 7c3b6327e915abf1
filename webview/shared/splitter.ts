import { limits } from '../limits.ts';
import { element, setAttribute } from './dom.ts';

/**
 * A bar between two panes, moved by the pointer or by the arrow keys; a double click puts it back.
 * It sets a CSS variable of its parent to the share of the second pane, in percent.
 */
export class Splitter {
  readonly node: HTMLElement;
  private readonly options: SplitterOptions;
  private percent: number;

  constructor(options: SplitterOptions) {
    this.options = options;
    this.percent = options.initialPercent;
    this.node = element('div', {
      class: `splitter ${options.orientation}`,
      role: 'separator',
      tabindex: 0,
      'aria-label': options.label,
      'aria-orientation': options.orientation,
      'aria-valuemin': String(limits.splitPercentMin),
      'aria-valuemax': String(100 - limits.splitPercentMin),
    });
    this.node.addEventListener('keydown', (event) => this.onKey(event));
    this.node.addEventListener('dblclick', () => this.set(options.defaultPercent));
    this.node.addEventListener('pointerdown', (event) => {
      this.node.setPointerCapture(event.pointerId);
      event.preventDefault();
      this.node.focus();
    });
    this.node.addEventListener('pointermove', (event) => this.onDrag(event));
    this.apply();
  }

  private set(percent: number): void {
    const { splitPercentMin } = limits;
    this.percent = Math.max(splitPercentMin, Math.min(100 - splitPercentMin, percent));
    this.apply();
    this.options.onChange(this.percent);
  }

  private apply(): void {
    this.options.container.style.setProperty(this.options.variable, `${this.percent}%`);
    setAttribute(this.node, 'aria-valuenow', String(Math.round(this.percent)));
  }

  private onDrag(event: PointerEvent): void {
    if (!this.node.hasPointerCapture(event.pointerId)) return;
    const box = this.options.container.getBoundingClientRect();
    const share =
      this.options.orientation === 'horizontal'
        ? (box.bottom - event.clientY) / box.height
        : (box.right - event.clientX) / box.width;
    this.set(share * 100);
  }

  private onKey(event: KeyboardEvent): void {
    const step = { ArrowUp: 1, ArrowLeft: 1, ArrowDown: -1, ArrowRight: -1 }[event.key];
    if (step !== undefined) this.set(this.percent + step * limits.splitPercentStep);
    else if (event.key === 'Home') this.set(100);
    else if (event.key === 'End') this.set(0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

interface SplitterOptions {
  readonly label: string;
  /** Of the bar itself: a horizontal bar lies between an upper and a lower pane. */
  readonly orientation: 'horizontal' | 'vertical';
  readonly container: HTMLElement;
  /** The CSS variable that gets the second pane's share. */
  readonly variable: `--${string}`;
  readonly defaultPercent: number;
  readonly initialPercent: number;
  onChange(percent: number): void;
}
