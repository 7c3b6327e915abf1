import type { GridColumn, RowOrder } from '../../../src/protocol/webview/grid.ts';
import { limits } from '../../limits.ts';
import { element, icon, listen, setAttribute } from '../../shared/dom.ts';
import type { Column } from './columns.ts';

export interface HeaderActions {
  /** Undefined takes the width back to what it is by itself. */
  resize(id: string, widthPx: number | undefined): void;
  /** Moves a column past its neighbour. */
  move(id: string, step: 1 | -1): void;
  /** Moves a column before another one. */
  moveBefore(id: string, before: GridColumn | undefined): void;
  /** Enter: the reader wants to choose columns. */
  choose(): void;
  /** Enter or a click where rows can be ordered by the column. */
  toggleOrder(): void;
  /** The reader goes on to the rows. */
  leave(): void;
}

const MOVES_HINT = 'Left and right: other columns. Shift and arrows: width. Alt and arrows: place.';
const HINT = `${MOVES_HINT} Enter: choose columns`;
/** Pending: the rows are still being put in the order of their arrival. */
type ShownOrder = RowOrder | 'pending';

const ORDER_HINTS: Readonly<Record<ShownOrder, string>> = {
  read: `Click or Enter: pause and order by arrival time. ${MOVES_HINT}`,
  pending: `Being ordered by arrival time. Click or Enter: back to the order as read. ${MOVES_HINT}`,
  arrival: `Ordered by arrival time. Click or Enter: back to the order as read. ${MOVES_HINT}`,
};

/** The column by which rows can be ordered. */
const ORDER_COLUMN = 'time';

/** The titles of the columns: clicked, dragged and resized by the mouse and by keys alike. */
export class GridHeader {
  readonly node = element('div', { class: 'grid-header', role: 'rowgroup' });
  private readonly actions: HeaderActions;
  private shown: readonly Column[] = [];
  private cells: readonly HTMLElement[] = [];
  /** The column whose title takes the focus. */
  private current = 0;
  private order: ShownOrder = 'read';
  /** The press that began on a title has become a drag, or was on an edge. */
  private isDrag = false;

  constructor(actions: HeaderActions) {
    this.actions = actions;
    listen(this.node, 'focusin', ({ target }) => {
      // A screen reader goes where it likes.
      const index = this.cells.findIndex((cell) => cell === target);
      if (index >= 0) this.makeCurrent(index);
    });
    listen(this.node, 'keydown', (event) => this.onKey(event));
    listen(this.node, 'pointerdown', (event) => this.onPress(event));
    listen(this.node, 'click', (event) => this.onClick(event));
    listen(this.node, 'dblclick', (event) => this.onDoubleClick(event));
    this.describe();
  }

  setOrder(order: ShownOrder): void {
    if (order === this.order) return;
    this.order = order;
    this.describe();
  }

  setColumns(columns: readonly Column[]): void {
    const focused = this.node.contains(document.activeElement)
      ? this.shown[this.current]?.id
      : undefined;
    this.shown = columns;
    this.cells = columns.map((column, index) => cellOf(column, index));
    const row = element('div', { class: 'row', role: 'row', 'aria-rowindex': '1' }, ...this.cells);
    this.node.replaceChildren(row);
    this.describe();
    const at = columns.findIndex(({ id }) => id === focused);
    this.makeCurrent(at < 0 ? Math.min(this.current, columns.length - 1) : at);
    if (focused !== undefined) this.cells[this.current]?.focus();
  }

  focus(): void {
    this.cells[this.current]?.focus();
  }

  /** Follows the rows sideways. */
  scrollTo(leftPx: number): void {
    this.node.scrollLeft = leftPx;
  }

  private makeCurrent(index: number): void {
    this.current = Math.max(0, index);
    for (const [at, cell] of this.cells.entries()) cell.tabIndex = at === this.current ? 0 : -1;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : undefined;
    if (step === undefined ? !this.otherKey(event) : !this.arrow(event, step)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  private arrow(event: KeyboardEvent, step: 1 | -1): boolean {
    const id = this.shown[this.current]?.id;
    const cell = this.cells[this.current];
    if (id === undefined || !cell) return false;
    if (event.altKey) this.actions.move(id, step);
    else if (event.shiftKey) {
      this.actions.resize(id, cell.offsetWidth + step * limits.columnWidthPxStep);
    } else {
      this.makeCurrent(Math.max(0, Math.min(this.current + step, this.cells.length - 1)));
      this.focus();
    }
    return true;
  }

  private otherKey(event: KeyboardEvent): boolean {
    if (event.altKey || event.shiftKey) return false;
    if (event.key === 'Enter' || event.key === ' ') this.activate();
    else if (event.key === 'ArrowDown' || event.key === 'Escape') this.actions.leave();
    else if (event.key === 'Home') this.goTo(0);
    else if (event.key === 'End') this.goTo(this.cells.length - 1);
    else return false;
    return true;
  }

  private activate(): void {
    if (this.shown[this.current]?.id === ORDER_COLUMN) this.actions.toggleOrder();
    else this.actions.choose();
  }

  /** What the title of a column by which rows can be ordered says of that. */
  private describe(): void {
    this.node.dataset['vscodeContext'] = contextOf(this.order);
    const cell = this.cells[this.shown.findIndex(({ id }) => id === ORDER_COLUMN)];
    if (!cell) return;
    setAttribute(cell, 'aria-sort', this.order === 'arrival' ? 'ascending' : undefined);
    setAttribute(cell, 'title', ORDER_HINTS[this.order]);
    setAttribute(cell, 'aria-description', ORDER_HINTS[this.order]);
  }

  private goTo(index: number): void {
    this.makeCurrent(index);
    this.focus();
  }

  private onPress(event: PointerEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const index = this.cells.findIndex((cell) => cell.contains(target ?? null));
    const cell = this.cells[index];
    const id = this.shown[index]?.id;
    if (event.button !== 0 || !cell || id === undefined) return;
    this.makeCurrent(index);
    const isResize = target?.classList.contains('column-edge') === true;
    const startPx = event.clientX;
    const startWidthPx = cell.offsetWidth;
    if (isResize) event.preventDefault();
    const drag = new AbortController();
    let isMoved = false;
    this.isDrag = isResize;
    const onMove = (move: PointerEvent): void => {
      const byPx = move.clientX - startPx;
      if (isResize) this.actions.resize(id, startWidthPx + byPx);
      else if (isMoved || Math.abs(byPx) > limits.dragStartPx) {
        isMoved = true;
        this.isDrag = true;
        this.showTarget(this.indexAt(move.clientX));
      }
    };
    const onEnd = (end: PointerEvent): void => {
      drag.abort();
      this.showTarget(undefined);
      // No click follows what ends elsewhere.
      const isWithin = end.target instanceof Node && this.node.contains(end.target);
      if (!isWithin || end.type === 'pointercancel') this.isDrag = false;
      if (isMoved && end.type === 'pointerup') this.drop(id, this.indexAt(end.clientX));
    };
    const { signal } = drag;
    window.addEventListener('pointermove', onMove, { signal });
    window.addEventListener('pointerup', onEnd, { signal });
    window.addEventListener('pointercancel', onEnd, { signal });
  }

  /** A screen reader clicks without a press, so every click counts that no drag ends. */
  private onClick(event: MouseEvent): void {
    const isDragged = this.isDrag;
    this.isDrag = false;
    const target = event.target instanceof Element ? event.target.closest('.can-order') : null;
    if (target && !isDragged) this.actions.toggleOrder();
  }

  /** A double click on an edge takes the width back. */
  private onDoubleClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    if (!target?.classList.contains('column-edge')) return;
    const index = this.cells.findIndex((cell) => cell.contains(target));
    const id = this.shown[index]?.id;
    if (id !== undefined) this.actions.resize(id, undefined);
  }

  /** The column before which a drop would land; the length is the end. */
  private indexAt(clientX: number): number {
    const index = this.cells.findIndex((cell) => {
      const { left, width } = cell.getBoundingClientRect();
      return clientX < left + width / 2;
    });
    return index < 0 ? this.cells.length : index;
  }

  private showTarget(index: number | undefined): void {
    for (const [at, cell] of this.cells.entries()) {
      cell.classList.toggle('drop-before', at === index);
      cell.classList.toggle('drop-after', index === this.cells.length && at === index - 1);
    }
  }

  private drop(id: string, index: number): void {
    const before = this.shown[index];
    if (before?.id !== id) this.actions.moveBefore(id, before?.column);
  }
}

function cellOf({ id, name, title }: Column, index: number): HTMLElement {
  const cell = element(
    'span',
    {
      class: `cell ${name}`,
      role: 'columnheader',
      title: HINT,
      'aria-colindex': String(index + 1),
      'aria-description': HINT,
    },
    element('span', { class: 'column-title' }, title),
  );
  if (id === ORDER_COLUMN) {
    const arrow = icon('arrow-up');
    arrow.classList.add('order-icon');
    cell.classList.add('can-order');
    cell.append(arrow);
  }
  const edge = element('span', { class: 'column-edge' });
  edge.ariaHidden = 'true';
  cell.append(edge);
  return cell;
}

/** For VS Code's own context menu, which offers the order that was not asked for. */
function contextOf(order: ShownOrder): string {
  const rowOrder: RowOrder = order === 'read' ? 'read' : 'arrival';
  return JSON.stringify({ webviewSection: 'columns', rowOrder });
}
