import { makeVisible } from '../../../src/formats/visibleText.ts';
import { limits } from '../../limits.ts';
import { element, icon, listen, setAttribute } from '../../shared/dom.ts';
import { FrameTask } from '../../shared/frame.ts';
import { type Matcher, splitMatches } from '../text/highlight.ts';
import { plural } from '../text/format.ts';
import {
  type JsonNode,
  type JsonTree,
  keyText,
  listedNodes,
  nodesOpenAtFirst,
  pathOf,
  valueText,
} from './jsonTree.ts';
import { type TreeMove, moveInTree } from './treeMoves.ts';

/** A drawn row, and the JSON path of what it shows. */
export interface TreeRow {
  readonly row: HTMLElement;
  readonly path: () => string;
}

const CONTEXT = JSON.stringify({
  webviewSection: 'value',
  preventDefaultContextMenuItems: true,
});

/**
 * A JSON value as a tree: the keys of ARIA's tree pattern, and only the rows in sight in the
 * document. What the reader opened or closed stays so in the next record.
 */
export class TreeView {
  readonly node = element('div', { class: 'tree', role: 'tree', tabindex: 0 });
  private readonly rows = element('div', { class: 'tree-rows', role: 'presentation' });
  private readonly frame = new FrameTask(() => this.draw());
  private readonly onDrawn: (rows: readonly TreeRow[]) => void;
  private readonly choices = new Map<string, boolean>();
  private tree: JsonTree | undefined;
  private open = new Set<number>();
  private listed: readonly number[] = [];
  private activeNode = 0;
  private matcher: Matcher;

  constructor(onDrawn: (rows: readonly TreeRow[]) => void) {
    this.onDrawn = onDrawn;
    this.node.append(this.rows);
    this.node.setAttribute('aria-label', 'Decoded data');
    // For VS Code's own context menu.
    this.node.setAttribute('data-vscode-context', CONTEXT);
    listen(this.node, 'scroll', () => this.frame.schedule());
    listen(this.node, 'keydown', (event) => this.onKey(event));
    listen(this.node, 'mousedown', (event) => this.onPress(event));
    new ResizeObserver(() => this.frame.schedule()).observe(this.node);
  }

  show(tree: JsonTree): void {
    this.tree = tree;
    this.open = nodesOpenAtFirst(tree, limits.treeRowsAtFirst);
    this.applyChoices();
    this.node.scrollTop = 0;
    this.list();
    this.activeNode = this.listed[0] ?? 0;
    this.frame.schedule();
  }

  /** Draws the rows again, with the next frame. */
  refresh(): void {
    this.frame.schedule();
  }

  /** What is marked in keys and values. */
  setMatcher(matcher: Matcher): void {
    this.matcher = matcher;
    this.frame.schedule();
  }

  /** The JSON path and the value of the active row. */
  get active(): { readonly path: string; readonly text: string } | undefined {
    const { tree, activeNode } = this;
    if (!tree) return undefined;
    const text = valueText(tree, activeNode);
    const isText = tree.nodes[activeNode]?.kind === 'string';
    return { path: pathOf(tree, activeNode), text: isText ? (JSON.parse(text) as string) : text };
  }

  /** Opens what the node lies in, and brings it into view. */
  reveal(node: number): void {
    if (!this.tree) return;
    for (let at = this.tree.nodes[node]?.parent ?? -1; at >= 0;) {
      this.open.add(at);
      at = this.tree.nodes[at]?.parent ?? -1;
    }
    this.list();
    this.activate(node);
  }

  private applyChoices(): void {
    const { tree } = this;
    if (!tree || this.choices.size === 0) return;
    for (const [index, { childCount, depth }] of tree.nodes.entries()) {
      if (index >= limits.treeRowsAtFirst * 10) return;
      if (childCount === 0 || depth > limits.treeIndentLevelsMax) continue;
      const choice = this.choices.get(pathOf(tree, index));
      if (choice === true) this.open.add(index);
      else if (choice === false) this.open.delete(index);
    }
  }

  /** The whole is no row of its own, unless there is nothing in it. */
  private list(): void {
    if (!this.tree) return;
    const listed = listedNodes(this.tree, (node) => node === 0 || this.open.has(node));
    this.listed = listed.length > 1 ? listed.slice(1) : listed;
  }

  private toggle(node: number, isOpen: boolean): void {
    if (!this.tree) return;
    if (isOpen) this.open.add(node);
    else this.open.delete(node);
    if (this.choices.size < limits.treeChoicesMax)
      this.choices.set(pathOf(this.tree, node), isOpen);
    this.list();
    this.frame.schedule();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.tree) return;
    const move = moveInTree(event.key, {
      tree: this.tree,
      listed: this.listed,
      active: this.activeNode,
      isOpen: (node) => this.open.has(node),
      pageRows: Math.max(1, Math.floor(this.node.clientHeight / limits.treeRowHeightPx) - 1),
    });
    if (!move) return;
    event.preventDefault();
    this.follow(move);
  }

  private follow(move: TreeMove): void {
    if (move.kind === 'go') this.activate(move.node);
    else this.toggle(move.node, move.kind === 'open');
  }

  private onPress(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const row = target?.closest<HTMLElement>('.tree-row');
    const node = Number(row?.dataset['node']);
    if (!row || Number.isNaN(node)) return;
    this.activate(node);
    if (event.button === 0 && target?.closest('.twistie')) this.toggle(node, !this.open.has(node));
  }

  private activate(node: number): void {
    this.activeNode = node;
    const row = this.listed.indexOf(node);
    if (row < 0) return;
    const top = row * limits.treeRowHeightPx;
    const bottom = top + limits.treeRowHeightPx;
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop) this.node.scrollTop = top;
    else if (bottom > scrollTop + clientHeight) this.node.scrollTop = bottom - clientHeight;
    this.frame.schedule();
  }

  private draw(): void {
    const { tree } = this;
    if (!tree) return;
    this.rows.style.height = `${this.listed.length * limits.treeRowHeightPx}px`;
    const { scrollTop, clientHeight } = this.node;
    const from = Math.max(0, Math.floor(scrollTop / limits.treeRowHeightPx) - limits.overscanRows);
    const count = Math.ceil(clientHeight / limits.treeRowHeightPx) + 2 * limits.overscanRows;
    const drawn = this.listed.slice(from, from + count);
    const rows = drawn.map((node, index) => ({
      row: this.rowOf(tree, node, (from + index) * limits.treeRowHeightPx),
      path: (): string => pathOf(tree, node),
    }));
    this.rows.replaceChildren(...rows.map(({ row }) => row));
    this.onDrawn(rows);
    const active = drawn.includes(this.activeNode) ? rowId(this.activeNode) : undefined;
    setAttribute(this.node, 'aria-activedescendant', active);
  }

  private rowOf(tree: JsonTree, node: number, topPx: number): HTMLElement {
    const { depth, childCount, index, parent } = tree.nodes[node] as JsonNode;
    const isOpen = this.open.has(node);
    const row = element(
      'div',
      {
        class: 'tree-row',
        role: 'treeitem',
        id: rowId(node),
        'aria-level': String(Math.max(1, depth)),
        'aria-posinset': String(index + 1),
        'aria-setsize': String(tree.nodes[parent]?.childCount ?? 1),
        'aria-selected': String(node === this.activeNode),
      },
      element('span', { class: 'twistie' }, ...(childCount > 0 ? [twistie(isOpen)] : [])),
      ...this.label(tree, node),
    );
    if (childCount > 0) row.setAttribute('aria-expanded', String(isOpen));
    row.dataset['node'] = String(node);
    row.style.transform = `translateY(${topPx}px)`;
    const level = Math.min(Math.max(0, depth - 1), limits.treeIndentLevelsMax);
    row.style.paddingLeft = `${level * 14}px`;
    return row;
  }

  private label(tree: JsonTree, node: number): Node[] {
    const { kind, childCount, parent } = tree.nodes[node] as JsonNode;
    const nodes: Node[] = [];
    if (parent >= 0) {
      const key = element('span', { class: 'json-key' }, ...this.marked(keyText(tree, node)));
      nodes.push(key, document.createTextNode(': '));
    }
    if (kind === 'object' || kind === 'array') {
      nodes.push(element('span', { class: 'tree-summary' }, summaryOf(kind, childCount)));
      return nodes;
    }
    const text = valueText(tree, node);
    const shown = text.slice(0, limits.treeValueCharsMax);
    nodes.push(element('span', { class: `json-${kind}` }, ...this.marked(shown)));
    if (shown.length < text.length) {
      const rest = `… ${plural(text.length - shown.length, 'more character')}`;
      nodes.push(element('span', { class: 'tree-summary' }, rest));
    }
    return nodes;
  }

  private marked(text: string): (Node | string)[] {
    return splitMatches(makeVisible(text), this.matcher).map((part) =>
      part.isMatch ? element('mark', {}, part.text) : part.text,
    );
  }
}

function summaryOf(kind: 'object' | 'array', count: number): string {
  if (count === 0) return kind === 'object' ? '{}' : '[]';
  return kind === 'object' ? `{ ${plural(count, 'key')} }` : `[ ${plural(count, 'item')} ]`;
}

function twistie(isOpen: boolean): HTMLElement {
  return icon(isOpen ? 'chevron-down' : 'chevron-right');
}

function rowId(node: number): string {
  return `tree-${node}`;
}
