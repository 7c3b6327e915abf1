import { type Disposable, DisposableStore, toDisposable } from '../../src/base/lifecycle.ts';
import { listen } from './dom.ts';
import { FrameTask } from './frame.ts';

/** What may change in a way that the focused element is gone or cannot have the focus any more. */
const CHANGES: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributeFilter: ['hidden', 'disabled', 'class'],
};

/**
 * Puts the focus where a person can go on from when the element that had it disappears, is hidden
 * or disabled: a browser leaves it nowhere then, and keys and screen readers begin at the top. Who
 * clicks beside all elements has taken it away themselves, and is left alone.
 */
export class FocusKeeper implements Disposable {
  private readonly store = new DisposableStore();
  /** Of an element that is hidden the browser takes the focus when it has drawn that, not before. */
  private readonly drawn = this.store.add(new FrameTask(() => this.check()));
  private readonly frame = this.store.add(new FrameTask(() => this.drawn.schedule()));
  private readonly fallback: () => void;
  private last: Element | undefined;

  /** Watches these parts only: the rows of the grid change a thousand times a second. */
  constructor(parts: readonly HTMLElement[], fallback: () => void) {
    this.fallback = fallback;
    const observer = new MutationObserver(() => this.frame.schedule());
    for (const part of parts) observer.observe(part, CHANGES);
    this.store.add(toDisposable(() => observer.disconnect()));
    this.store.add(
      listen(document, 'focusin', ({ target }) => {
        this.last = target instanceof Element ? target : undefined;
      }),
    );
    this.store.add(listen(window, 'focus', () => this.takeIfNowhere()));
  }

  /** A page that gets the focus as a whole gives it to what had it, or else to what has the keys. */
  takeIfNowhere(): void {
    if (!document.hasFocus() || document.activeElement !== document.body) return;
    if (this.last instanceof HTMLElement && canHaveFocus(this.last)) this.last.focus();
    else this.fallback();
  }

  dispose(): void {
    this.store.dispose();
  }

  private check(): void {
    const { last } = this;
    if (document.activeElement !== document.body || !document.hasFocus()) return;
    if (!last || canHaveFocus(last)) return;
    this.last = undefined;
    const popover = document.querySelector<HTMLElement>(':popover-open');
    if (popover) focusFirst(popover);
    else this.fallback();
  }
}

function canHaveFocus(element: Element): boolean {
  return element.isConnected && !element.hasAttribute('disabled') && element.checkVisibility();
}

const FOCUSABLE =
  'input, textarea, select, button, vscode-button, vscode-checkbox, vscode-text-field, [tabindex="0"]';

function focusFirst(popover: HTMLElement): void {
  const elements = [...popover.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const first = elements.find(canHaveFocus) ?? popover;
  first.focus();
}
