import type { TailRow } from '../../../src/protocol/webview/tail.ts';
import { element, setAttribute, setText } from '../../shared/dom.ts';
import { type Matcher, splitMatches, splitParts, type TextPart } from '../text/highlight.ts';
import { shardColorCss } from '../text/shardColors.ts';
import type { Column } from './columns.ts';

export interface RowPlace {
  readonly ordinal: number;
  readonly topPx: number;
  /** Counted from 1, the header included, as ARIA wants it. */
  readonly ariaIndex: number;
  readonly isSelected: boolean;
  /** The row that the keys move, among those that are selected. */
  readonly isLead: boolean;
}

/** The id by which the grid names its active row to a screen reader. */
export function rowElementId(ordinal: number): string {
  return `row-${ordinal}`;
}

/** One row's elements, which are used again for another row once this one is out of sight. */
export class RowView {
  readonly node: HTMLElement;
  private readonly columns: readonly Column[];
  private readonly cells: HTMLElement[];
  private row: TailRow | undefined;
  private matcher: Matcher;
  private topPx = Number.NaN;
  private isLead = false;

  constructor(columns: readonly Column[]) {
    this.columns = columns;
    this.cells = columns.map(({ name, column: { source } }, index) =>
      element('span', {
        class: `cell ${name}`,
        role: 'gridcell',
        'aria-colindex': String(index + 1),
        // For VS Code's own context menu, with what the grid says of itself.
        ...(source.kind === 'path' && {
          'data-vscode-context': JSON.stringify({ cellPath: source.path }),
        }),
      }),
    );
    this.node = element('div', { class: 'row', role: 'row' }, ...this.cells);
  }

  /** What the row shows, for tooltips; undefined while it is being fetched. */
  get shown(): TailRow | undefined {
    return this.row;
  }

  place(place: RowPlace): void {
    if (place.topPx !== this.topPx) {
      this.topPx = place.topPx;
      this.node.style.transform = `translateY(${place.topPx}px)`;
    }
    setAttribute(this.node, 'id', rowElementId(place.ordinal));
    setAttribute(this.node, 'data-ordinal', String(place.ordinal));
    setAttribute(this.node, 'aria-rowindex', String(place.ariaIndex));
    setAttribute(this.node, 'aria-selected', String(place.isSelected));
    if (place.isLead === this.isLead) return;
    this.isLead = place.isLead;
    this.node.classList.toggle('lead', place.isLead);
    this.name();
  }

  fill(row: TailRow | undefined, matcher: Matcher): void {
    if (row === this.row && matcher === this.matcher) return;
    if (row?.shardId !== this.row?.shardId) {
      this.node.style.setProperty('--shard-color', row ? shardColorCss(row.shardId) : '');
    }
    this.row = row;
    this.matcher = matcher;
    this.node.classList.toggle('binary', row?.isText === false);
    for (const [index, column] of this.columns.entries()) {
      const cell = this.cells[index];
      if (cell) fillCell(cell, column, { row, matcher });
    }
    if (this.isLead) this.name();
  }

  /** Writes anew what changes by itself: how long ago. */
  refreshTimes(): void {
    const index = this.columns.findIndex(({ id }) => id === 'time');
    const cell = this.cells[index];
    if (cell && this.row) setText(cell, this.columns[index]?.text(this.row) ?? '');
  }

  /** The keys go from row to row, so the row says what the header would say of each cell. */
  private name(): void {
    const { row, isLead, columns } = this;
    const said = row ? columns.map((column) => column.spoken(row)).filter(Boolean) : ['Loading'];
    setAttribute(this.node, 'aria-label', isLead ? said.join(', ') : undefined);
  }
}

function fillCell(
  cell: HTMLElement,
  column: Column,
  { row, matcher }: { readonly row: TailRow | undefined; readonly matcher: Matcher },
): void {
  const text = row ? column.text(row) : '';
  const marks = column.searched ? matcher : undefined;
  const keepsEnd = column.keepsEnd === true && LONG_LEFT_TO_RIGHT.test(text);
  if (keepsEnd) {
    const [start, end] = splitParts(splitMatches(text, marks), text.length - END_CHARS);
    cell.replaceChildren(
      element('span', { class: 'cell-start' }, ...nodesOf(start)),
      ...nodesOf(end),
    );
  } else if (marks) cell.replaceChildren(...nodesOf(splitMatches(text, marks)));
  else cell.textContent = text;
}

/** What stays in sight of a long text, such as the number after a prefix that all keys share. */
const END_CHARS = 6;

/**
 * ASCII, and the dots of a mask, after which stands what tells one key from another. Text that runs to
 * the left would come apart in the wrong place.
 */
const LONG_LEFT_TO_RIGHT = /^[ -~•]{13,}$/;

function nodesOf(parts: readonly TextPart[]): (HTMLElement | string)[] {
  return parts.map(({ isMatch, text }) => (isMatch ? element('mark', {}, text) : text));
}
