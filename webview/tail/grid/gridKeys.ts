import { unreachable } from '../../../src/base/errors.ts';

export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

const MOVES: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
};

export function moveOfKey(key: string): Move | undefined {
  return Object.hasOwn(MOVES, key) ? MOVES[key] : undefined;
}

interface Rows {
  readonly first: number;
  readonly end: number;
  /** Where the move starts. */
  readonly current: number;
  /** Whole rows that fit into the view. */
  readonly pageRows: number;
}

/** The row that a move leads to, within [first, end). */
export function targetOfMove(move: Move, rows: Rows): number {
  const target = rows.current + stepOf(move, rows);
  return Math.max(rows.first, Math.min(target, rows.end - 1));
}

function stepOf(move: Move, rows: Rows): number {
  switch (move) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'pageUp':
      return -Math.max(1, rows.pageRows - 1);
    case 'pageDown':
      return Math.max(1, rows.pageRows - 1);
    case 'first':
      return Number.NEGATIVE_INFINITY;
    case 'last':
      return Number.POSITIVE_INFINITY;
    default:
      return unreachable(move);
  }
}
