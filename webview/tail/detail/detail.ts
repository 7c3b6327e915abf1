import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';
import { createButton, createTabs, type TabsControl } from '../../shared/controls.ts';
import { element, setText } from '../../shared/dom.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { contentOf, type TabId } from './contents.ts';

export interface DetailOptions {
  readonly tab: TabId;
  onTab(tab: TabId): void;
  onPrevious(): void;
  onNext(): void;
  onCopy(): void;
  onOpen(): void;
}

const TABS: readonly { readonly id: TabId; readonly title: string }[] = [
  { id: 'decoded', title: 'Decoded' },
  { id: 'raw', title: 'Raw' },
  { id: 'hex', title: 'Hex' },
  { id: 'headers', title: 'Headers' },
];

export function isTabId(value: unknown): value is TabId {
  return TABS.some(({ id }) => id === value);
}

/** The record pane: one record, in the reader's choice of four ways. */
export class Detail {
  readonly node: HTMLElement;
  private readonly title = element('span', { class: 'pane-title' });
  private readonly body = element('div', { class: 'detail-body' });
  private readonly hint = element('div', { class: 'pane-hint' });
  private readonly panes = new Map<TabId, HTMLElement>();
  private readonly tabs: TabsControl;
  private readonly buttons;
  private tab: TabId;
  private detail: RecordDetail | undefined;
  private pages = 1;

  constructor(options: DetailOptions) {
    this.tab = options.tab;
    this.tabs = createTabs({
      label: 'Views of the record',
      tabs: TABS.map(({ id, title }) => ({ id, title, view: this.createPane(id) })),
      onChange: (id) => {
        if (!isTabId(id)) return;
        this.tab = id;
        this.pages = 1;
        this.draw();
        options.onTab(id);
      },
    });
    this.tabs.activate(options.tab);
    this.buttons = createButtons(options);
    const actions = element('div', { class: 'pane-actions' }, ...this.buttons.map((b) => b.node));
    this.body.append(this.tabs.node);
    this.node = element(
      'section',
      { class: 'pane detail', 'aria-label': 'Record' },
      element('header', { class: 'pane-header' }, this.title, actions),
      this.hint,
      this.body,
    );
    this.showHint('Select a record to see its content.');
  }

  focus(): void {
    this.tabs.focus();
  }

  show(detail: RecordDetail): void {
    this.detail = detail;
    this.pages = 1;
    const { row } = detail;
    setText(this.title, `${makeVisible(row.partitionKey)} · shard ${shortShardId(row.shardId)}`);
    this.setShown(true);
    this.draw();
  }

  /** Shows a sentence instead of a record. */
  showHint(text: string): void {
    this.detail = undefined;
    setText(this.title, 'Record');
    setText(this.hint, text);
    this.setShown(false);
  }

  private setShown(shown: boolean): void {
    this.hint.hidden = shown;
    this.body.hidden = !shown;
    for (const button of this.buttons) button.setEnabled(shown);
  }

  private createPane(id: TabId): HTMLElement {
    const pane = element('div', { class: `detail-content ${id}`, tabindex: 0 });
    this.panes.set(id, pane);
    return pane;
  }

  private draw(): void {
    for (const pane of this.panes.values()) pane.replaceChildren();
    const pane = this.panes.get(this.tab);
    if (!pane || !this.detail) return;
    const content = contentOf(this.tab, this.detail, this.pages);
    const block = element(this.tab === 'headers' ? 'div' : 'pre', { class: 'detail-text' });
    block.append(content.node);
    pane.append(block);
    if (content.more !== undefined) pane.append(this.moreRow(content.more));
    if (content.note) pane.append(element('div', { class: 'detail-note' }, content.note));
    if (this.pages === 1) pane.scrollTop = 0;
  }

  private moreRow(text: string): HTMLElement {
    const button = createButton({
      text: 'Show more',
      kind: 'secondary',
      onClick: () => {
        this.pages++;
        const pane = this.panes.get(this.tab);
        const scrollTop = pane?.scrollTop ?? 0;
        this.draw();
        if (pane) pane.scrollTop = scrollTop;
      },
    });
    return element('div', { class: 'detail-more' }, button.node, element('span', {}, text));
  }
}

function createButtons(options: DetailOptions): ReturnType<typeof createButton>[] {
  return [
    createButton({
      icon: 'arrow-up',
      title: 'Previous record',
      kind: 'quiet',
      onClick: () => options.onPrevious(),
    }),
    createButton({
      icon: 'arrow-down',
      title: 'Next record',
      kind: 'quiet',
      onClick: () => options.onNext(),
    }),
    createButton({
      icon: 'copy',
      title: 'Copy data',
      kind: 'quiet',
      onClick: () => options.onCopy(),
    }),
    createButton({
      icon: 'go-to-file',
      title: 'Open in an editor',
      kind: 'quiet',
      onClick: () => options.onOpen(),
    }),
  ];
}
