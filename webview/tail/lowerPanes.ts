import { createTabs, type TabsControl } from '../shared/controls.ts';
import { element } from '../shared/dom.ts';
import { Splitter } from '../shared/splitter.ts';
import { limits } from '../limits.ts';
import type { LowerTab } from './viewState.ts';

/** The stream and the record side by side, or as two tabs where there is no room for that. */
export class LowerPanes {
  readonly node = element('div', { class: 'lower' });
  private readonly options: LowerPanesOptions;
  private readonly splitter: Splitter;
  private readonly narrow = window.matchMedia(`(width < ${limits.narrowPx}px)`);
  private tabs: TabsControl | undefined;
  private tab: LowerTab;

  constructor(options: LowerPanesOptions) {
    this.options = options;
    this.tab = options.tab;
    this.splitter = new Splitter({
      label: 'Size of the record pane',
      orientation: 'vertical',
      container: this.node,
      variable: '--record-share',
      defaultPercent: options.defaultRecordPercent,
      initialPercent: options.recordPercent,
      onChange: (percent) => options.onRecordPercent(percent),
    });
    this.narrow.addEventListener('change', () => this.arrange());
    this.arrange();
  }

  showRecord(): void {
    this.tab = 'record';
    this.tabs?.activate(this.tab);
  }

  private arrange(): void {
    const { stream, record } = this.options;
    const focused = document.activeElement;
    this.node.classList.toggle('narrow', this.narrow.matches);
    this.tabs = this.narrow.matches ? this.createTabs() : undefined;
    this.node.replaceChildren(
      ...(this.tabs ? [this.tabs.node] : [stream, this.splitter.node, record]),
    );
    // What moves in the document loses the focus.
    if (focused instanceof HTMLElement && this.node.contains(focused)) focused.focus();
  }

  private createTabs(): TabsControl {
    const tabs = createTabs({
      label: 'Lower panes',
      tabs: [
        { id: 'stream', title: 'Stream', view: this.options.stream },
        { id: 'record', title: 'Record', view: this.options.record },
      ],
      onChange: (id) => {
        this.tab = id === 'stream' ? 'stream' : 'record';
        this.options.onTab(this.tab);
      },
    });
    tabs.activate(this.tab);
    return tabs;
  }
}

interface LowerPanesOptions {
  readonly stream: HTMLElement;
  readonly record: HTMLElement;
  readonly tab: LowerTab;
  readonly recordPercent: number;
  readonly defaultRecordPercent: number;
  onTab(tab: LowerTab): void;
  onRecordPercent(percent: number): void;
}
