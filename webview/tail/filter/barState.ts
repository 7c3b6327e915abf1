import type { Condition, TailFilter } from '../../../src/formats/filter.ts';
import { parseFilter, printFilter } from '../../../src/formats/filterText.ts';

/** How the box is read. `query`: it holds the whole filter, as text. */
export const BOX_MODES = ['text', 'regex', 'expression', 'query'] as const;
export type BoxMode = (typeof BOX_MODES)[number];

/** What the bar shows: the box, and the conditions that are chips beside it. */
export interface BarState {
  readonly mode: BoxMode;
  readonly box: string;
  readonly chips: readonly Condition[];
}

/** Throws `invalidInput` for a query that cannot be read. */
export function filterOf({ mode, box, chips }: BarState): TailFilter {
  if (mode === 'query') return parseFilter(box);
  const typed = typedCondition(mode, box);
  return { conditions: typed ? [typed, ...chips] : chips };
}

function typedCondition(mode: Exclude<BoxMode, 'query'>, box: string): Condition | undefined {
  if (box === '') return undefined;
  if (mode === 'text') return { kind: 'text', text: box };
  return mode === 'regex'
    ? { kind: 'regex', pattern: box }
    : { kind: 'expression', expression: box };
}

/** The same filter in the bar. Without a condition for the box it stays in its mode, and empty. */
export function barOf(filter: TailFilter, mode: BoxMode): BarState {
  if (mode === 'query') return { mode, box: printFilter(filter), chips: [] };
  const { conditions } = filter;
  const typed = conditions.findIndex((condition) => isTyped(condition));
  const condition = conditions[typed];
  const chips = conditions.filter((_, index) => index !== typed);
  if (condition?.kind === 'text') return { mode: 'text', box: condition.text, chips };
  if (condition?.kind === 'regex') return { mode: 'regex', box: condition.pattern, chips };
  if (condition?.kind === 'expression') {
    return { mode: 'expression', box: condition.expression, chips };
  }
  return { mode, box: '', chips };
}

/** An empty text is nothing that a box can hold. */
function isTyped(condition: Condition): boolean {
  if (condition.negated === true) return false;
  if (condition.kind === 'text') return condition.text !== '';
  if (condition.kind === 'regex') return condition.pattern !== '';
  return condition.kind === 'expression' && condition.expression !== '';
}

/** Which chip a condition of the filter is; undefined for the one in the box. */
export function chipOf(state: BarState, conditionIndex: number): number | undefined {
  if (state.mode === 'query') return undefined;
  const index = conditionIndex - (state.box === '' ? 0 : 1);
  return index < 0 ? undefined : index;
}

/** With one more chip; a time takes the place of the time before. */
export function withChip(state: BarState, chip: Condition): BarState {
  const isSame = (other: Condition): boolean =>
    (chip.kind === 'time' && other.kind === 'time') || printed(other) === printed(chip);
  if (state.mode === 'query') {
    const kept = filterOf(state).conditions.filter((other) => !isSame(other));
    return { ...state, box: printFilter({ conditions: [...kept, chip] }) };
  }
  return { ...state, chips: [...state.chips.filter((other) => !isSame(other)), chip] };
}

/**
 * Without the chip that made `after` of `before`, for the host did not take it. What was typed
 * since then stays; a query that was changed meanwhile is left as it is.
 */
export function withoutChip(
  state: BarState,
  { before, after }: { readonly before: BarState; readonly after: BarState },
): BarState {
  if (state.mode === 'query') {
    return state.box === after.box ? { ...state, box: before.box } : state;
  }
  const added = after.chips.filter((chip) => !before.chips.includes(chip));
  const replaced = before.chips.filter((chip) => !after.chips.includes(chip));
  const kept = state.chips.filter((chip) => !added.includes(chip));
  return { ...state, chips: [...kept, ...replaced] };
}

function printed(condition: Condition): string {
  return printFilter({ conditions: [condition] });
}
