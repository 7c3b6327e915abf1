import type { TailRow } from '../../../src/protocol/webview/tail.ts';
import { element } from '../../shared/dom.ts';
import type { Matcher } from '../text/highlight.ts';
import type { Column } from './columns.ts';
import type { RowSpan } from './rowSpan.ts';
import { RowView } from './rowView.ts';
import type { RowSelection } from './selection.ts';

/** The drawn rows: only those in sight, each in elements that are used again and again. */
export class RowLayer {
  readonly node = element('div', { class: 'rows', role: 'presentation' });
  private readonly drawn = new Map<number, RowView>();
  private readonly spare: RowView[] = [];
  private columns: readonly Column[] = [];

  constructor() {
    this.node.addEventListener('mouseover', (event) => this.showTooltip(event.target));
  }

  /** Every row gets other cells. */
  setColumns(columns: readonly Column[]): void {
    this.columns = columns;
    this.drawn.clear();
    this.spare.length = 0;
    this.node.replaceChildren();
  }

  draw(options: {
    range: { from: number; to: number };
    span: RowSpan;
    /** A row is this much higher in the element than in the list. */
    offsetPx: number;
    selection: RowSelection;
    matcher: Matcher;
    rowOf: (ordinal: number) => TailRow | undefined;
  }): void {
    const { range, span, offsetPx, selection, matcher, rowOf } = options;
    this.recycle(range.from, range.to);
    for (let ordinal = range.from; ordinal < range.to; ordinal++) {
      const view = this.viewOf(ordinal);
      view.place({
        ordinal,
        topPx: span.topOf(ordinal) - offsetPx,
        ariaIndex: ordinal - span.first + 2,
        isSelected: selection.has(ordinal),
        isLead: ordinal === selection.lead,
      });
      view.fill(rowOf(ordinal), matcher);
    }
    for (const view of this.spare.splice(0)) view.node.remove();
  }

  isDrawn(ordinal: number): boolean {
    return this.drawn.has(ordinal);
  }

  refreshTimes(): void {
    for (const view of this.drawn.values()) view.refreshTimes();
  }

  private viewOf(ordinal: number): RowView {
    const known = this.drawn.get(ordinal);
    if (known) return known;
    // The first one is the highest up: when all rows are other ones, every node is in its place.
    const view = this.spare.shift() ?? new RowView(this.columns);
    this.insertAfter(this.drawn.get(ordinal - 1), view);
    this.drawn.set(ordinal, view);
    return view;
  }

  /** Screen readers go through rows as they are in the document, whatever place they are drawn at. */
  private insertAfter(before: RowView | undefined, { node }: RowView): void {
    if (before) {
      if (before.node.nextElementSibling !== node) before.node.after(node);
    } else if (this.node.firstElementChild !== node) this.node.prepend(node);
  }

  private recycle(from: number, to: number): void {
    for (const [ordinal, view] of this.drawn) {
      if (ordinal >= from && ordinal < to) continue;
      this.drawn.delete(ordinal);
      this.spare.push(view);
    }
  }

  /** Tooltips are made when asked for: most cells are never pointed at. */
  private showTooltip(target: EventTarget | null): void {
    const cell = target instanceof Element ? target.closest('.cell') : null;
    const rowNode = cell?.parentElement;
    const row = this.drawn.get(Number(rowNode?.dataset['ordinal']))?.shown;
    if (!(cell instanceof HTMLElement) || !rowNode || !row) return;
    const column = this.columns[[...rowNode.children].indexOf(cell)];
    cell.title = column?.tooltip(row) ?? '';
  }
}
