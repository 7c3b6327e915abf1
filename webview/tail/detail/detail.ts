import type { TailFilter } from '../../../src/formats/filter.ts';
import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { createButton, createTabs, type TabsControl } from '../../shared/controls.ts';
import { element, listen, setText } from '../../shared/dom.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { matcherOf, splitMatches } from '../text/highlight.ts';
import type { Times } from '../text/times.ts';
import { type Content, decodedContent, hexContent, rawContent } from './contents.ts';
import { DecodeReport } from './decodeReport.ts';
import { type ActionBar, createActionBar, type DetailActions } from './detailActions.ts';
import { FindBar } from './findBar.ts';
import { FilterMarks } from './filterMarks.ts';
import { headerEntries } from './headers.ts';
import { findInTree, type JsonTree, parseJsonTree } from './jsonTree.ts';
import { TextMarks } from './textMarks.ts';
import { TreeView } from './treeView.ts';

export type TabId = 'decoded' | 'raw' | 'hex' | 'headers';

export interface DetailOptions extends DetailActions {
  readonly times: Times;
  readonly tab: TabId;
  readonly showsTree: boolean;
  onTab(tab: TabId): void;
  onShowsTree(showsTree: boolean): void;
  onChooseDecoders(): void;
}

const TABS: readonly { readonly id: TabId; readonly title: string }[] = [
  { id: 'decoded', title: 'Decoded' },
  { id: 'raw', title: 'Raw' },
  { id: 'hex', title: 'Hex' },
  { id: 'headers', title: 'Headers' },
];

function isTabId(value: unknown): value is TabId {
  return TABS.some(({ id }) => id === value);
}

/** The record pane: one record, in the reader's choice of four ways, and a search in it. */
export class Detail {
  readonly node: HTMLElement;
  private readonly options: DetailOptions;
  private readonly title = element('span', { class: 'pane-title' });
  private readonly body = element('div', { class: 'detail-body' });
  private readonly hint = element('div', { class: 'pane-hint' });
  private readonly panes = new Map<TabId, HTMLElement>();
  private readonly tabs: TabsControl;
  private readonly actions: ActionBar;
  private readonly findBar: FindBar;
  private readonly treeView = new TreeView((rows) => {
    if (this.isTreeShown) this.hits.markTree(rows);
  });
  private readonly marks = new TextMarks();
  private readonly hits = new FilterMarks();
  private markedBlock: HTMLElement | undefined;
  private readonly report: DecodeReport;
  private tab: TabId;
  private showsTree: boolean;
  private selectedCount = 0;
  private detail: RecordDetail | undefined;
  private tree: JsonTree | undefined;
  private found: readonly number[] = [];
  private pages = 1;

  constructor(options: DetailOptions) {
    this.options = options;
    this.tab = options.tab;
    this.showsTree = options.showsTree;
    this.report = new DecodeReport({ onChoose: () => options.onChooseDecoders() });
    this.tabs = createTabs({
      label: 'Views of the record',
      tabs: TABS.map(({ id, title }) => ({ id, title, view: this.createPane(id) })),
      onChange: (id) => this.changeTab(id),
    });
    this.tabs.activate(options.tab);
    this.actions = createActionBar({
      ...options,
      onFind: () => this.findBar.open(),
      onToggleTree: () => this.toggleTree(),
    });
    this.findBar = new FindBar({
      onFind: (text) => this.find(text),
      onGo: (index) => this.goTo(index),
      onClose: () => this.focusContent(),
    });
    this.body.append(this.tabs.node);
    this.node = element(
      'section',
      { class: 'pane detail', 'aria-label': 'Record' },
      element('header', { class: 'pane-header' }, this.title, this.actions.node),
      this.hint,
      this.findBar.node,
      this.body,
    );
    listen(this.node, 'keydown', (event) => this.onKey(event));
    options.times.onDidChange(() => {
      if (this.tab === 'headers') this.draw();
    });
    this.showHint('Select a record to see its content.');
  }

  focus(): void {
    this.tabs.focus();
  }

  openCopyMenu(): void {
    this.actions.openCopyMenu();
  }

  /** The value that the reader stands on in the tree. */
  get activeValue(): { readonly path: string; readonly text: string } | undefined {
    return this.isTreeShown ? this.treeView.active : undefined;
  }

  show(detail: RecordDetail): void {
    this.detail = detail;
    this.pages = 1;
    const { kind, text, isComplete } = detail.decoded;
    this.tree =
      kind === 'json' && isComplete ? parseJsonTree(text, limits.treeNodesMax) : undefined;
    const { row } = detail;
    setText(this.title, `${makeVisible(row.partitionKey)} · shard ${shortShardId(row.shardId)}`);
    this.setShown(true);
    this.draw();
  }

  /** Shows a sentence instead of a record. */
  showHint(text: string): void {
    this.detail = undefined;
    this.tree = undefined;
    setText(this.title, 'Record');
    setText(this.hint, text);
    this.setShown(false);
  }

  /** What it found is marked. */
  setFilter(filter: TailFilter): void {
    if (this.hits.setFilter(filter)) this.markHits();
  }

  private markHits(): void {
    if (this.isTreeShown) this.treeView.refresh();
    else this.hits.markText(this.markedBlock);
  }

  setSelectedCount(count: number): void {
    this.selectedCount = count;
    this.showActions();
  }

  private get isTreeShown(): boolean {
    return this.tab === 'decoded' && this.showsTree && this.tree !== undefined;
  }

  private changeTab(id: string): void {
    if (!isTabId(id)) return;
    this.tab = id;
    this.pages = 1;
    this.draw();
    this.options.onTab(id);
  }

  private toggleTree(): void {
    this.showsTree = !this.showsTree;
    this.pages = 1;
    this.draw();
    this.options.onShowsTree(this.showsTree);
  }

  private setShown(shown: boolean): void {
    this.hint.hidden = shown;
    this.body.hidden = !shown;
    this.showActions();
  }

  private showActions(): void {
    this.actions.setState({
      hasRecord: this.detail !== undefined,
      hasChange: this.detail?.decoded.change !== undefined,
      isTree: this.showsTree,
      canBeTree: this.tab === 'decoded' && this.tree !== undefined,
      canCompare: this.selectedCount === 2,
    });
  }

  private createPane(id: TabId): HTMLElement {
    const pane = element('div', { class: `detail-content ${id}`, tabindex: 0 });
    this.panes.set(id, pane);
    return pane;
  }

  private draw(): void {
    const focused = this.body.contains(document.activeElement) ? document.activeElement : undefined;
    for (const pane of this.panes.values()) pane.replaceChildren();
    const pane = this.panes.get(this.tab);
    this.showActions();
    if (!pane || !this.detail) return;
    const isTree = this.isTreeShown;
    this.markedBlock = undefined;
    pane.classList.toggle('has-tree', isTree);
    pane.tabIndex = isTree ? -1 : 0;
    if (isTree && this.tree) this.drawTree(pane, this.tree);
    else if (this.tab === 'headers') pane.append(this.headers(this.detail));
    else this.drawText(pane, this.contentOf(this.detail));
    if (this.tab === 'decoded') this.drawReport(pane, this.detail);
    this.markHits();
    if (this.pages === 1) pane.scrollTop = 0;
    this.findBar.refresh();
    // What is taken out and put in again, as the tree is, has lost the focus.
    if (focused instanceof HTMLElement && focused.isConnected)
      focused.focus({ preventScroll: true });
  }

  private drawTree(pane: HTMLElement, tree: JsonTree): void {
    this.treeView.show(tree);
    pane.append(this.treeView.node);
  }

  private drawReport(pane: HTMLElement, detail: RecordDetail): void {
    this.report.show(detail);
    pane.append(this.report.node);
  }

  private contentOf(detail: RecordDetail): Content {
    if (this.tab === 'hex') return hexContent(detail, this.pages);
    const contentOf = this.tab === 'raw' ? rawContent : decodedContent;
    return contentOf(detail, this.pages);
  }

  private drawText(pane: HTMLElement, content: Content): void {
    const block = element('pre', { class: 'detail-text' });
    block.append(content.node);
    if (content.isText) this.markedBlock = block;
    pane.append(block);
    if (content.more !== undefined) pane.append(this.moreRow(content.more));
    if (content.note) pane.append(element('div', { class: 'detail-note' }, content.note));
  }

  private headers(detail: RecordDetail): HTMLElement {
    const list = element('dl', { class: 'headers' });
    for (const [name, value] of headerEntries(detail, this.options.times)) {
      list.append(element('dt', {}, name), element('dd', {}, value));
    }
    return element('div', { class: 'detail-text' }, list);
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
        // The button is another one now, or there is no more.
        const next = pane?.querySelector<HTMLElement>('.detail-more vscode-button');
        (next ?? pane)?.focus({ preventScroll: true });
      },
    });
    return element('div', { class: 'detail-more' }, button.node, element('span', {}, text));
  }

  private find(text: string): number {
    const matcher = matcherOf(text);
    this.treeView.setMatcher(this.isTreeShown ? matcher : undefined);
    if (!this.isTreeShown || !this.tree) {
      const block = this.panes.get(this.tab)?.querySelector<HTMLElement>('.detail-text');
      return this.marks.find(block ?? undefined, text);
    }
    this.marks.find(undefined, '');
    const has = (part: string): boolean =>
      splitMatches(part, matcher).some(({ isMatch }) => isMatch);
    this.found = matcher ? findInTree(this.tree, has, limits.findMatchesMax) : [];
    return this.found.length;
  }

  private goTo(index: number): void {
    const node = this.found[index];
    if (!this.isTreeShown) this.marks.go(index);
    else if (node !== undefined) this.treeView.reveal(node);
  }

  private focusContent(): void {
    if (this.isTreeShown) this.treeView.node.focus();
    else this.panes.get(this.tab)?.focus();
  }

  /** VS Code would open its own search over the whole page. */
  private onKey(event: KeyboardEvent): void {
    const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f';
    if (!isFind || event.altKey || event.shiftKey || !this.detail) return;
    event.preventDefault();
    event.stopPropagation();
    this.findBar.open();
  }
}
