import { type Disposable, DisposableStore } from '../../../src/base/lifecycle.ts';
import { listen } from '../../shared/dom.ts';

/**
 * Hears the wheel over what scrolls. A browser moves the view at once and tells of it afterwards, and
 * gives that movement up when the page moves the view meanwhile. While `isFirst`, it asks the page
 * before; the view then waits for the page at each turn.
 */
export class WheelListener implements Disposable {
  private readonly target: HTMLElement;
  private readonly onWheel: (event: WheelEvent) => void;
  private readonly store = new DisposableStore();
  private isFirst: boolean | undefined;

  constructor(target: HTMLElement, onWheel: (event: WheelEvent) => void) {
    this.target = target;
    this.onWheel = onWheel;
    this.setFirst(false);
  }

  setFirst(isFirst: boolean): void {
    if (isFirst === this.isFirst) return;
    this.isFirst = isFirst;
    this.store.clear();
    this.store.add(listen(this.target, 'wheel', this.onWheel, { passive: !isFirst }));
  }

  dispose(): void {
    this.store.dispose();
  }
}
