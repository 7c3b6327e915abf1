/** Filters as the host does, in the few ways that tests of the page look at. */
import type { Condition, TailFilter } from '../../../src/formats/filter.ts';
import type {
  FilterProblem,
  SavedFilter,
  SavedFilterChange,
  SavedFilters,
} from '../../../src/protocol/webview/filter.ts';
import type { TailRow } from '../../../src/protocol/webview/tail.ts';

interface Filtered {
  readonly row: TailRow;
  readonly data: Uint8Array;
}

/** A pattern or an expression with a parenthesis that nobody closed is wrong here, and the refused kind. */
export function problemOf(
  { conditions }: TailFilter,
  refusedKind: Condition['kind'] | undefined,
): FilterProblem | undefined {
  for (const [conditionIndex, condition] of conditions.entries()) {
    if (condition.kind === refusedKind) {
      return { conditionIndex, message: `Not by ${refusedKind}.` };
    }
    const text =
      condition.kind === 'regex'
        ? condition.pattern
        : condition.kind === 'expression'
          ? condition.expression
          : '';
    if (text.split('(').length > text.split(')').length) {
      return { conditionIndex, message: 'A parenthesis is not closed.', position: text.length };
    }
  }
  return undefined;
}

export function isMatch({ conditions }: TailFilter, record: Filtered): boolean {
  return conditions.every((condition) => holds(condition, record) !== (condition.negated ?? false));
}

function holds(condition: Condition, { row, data }: Filtered): boolean {
  const text = `${row.partitionKey} ${row.sequenceNumber} ${new TextDecoder().decode(data)}`;
  switch (condition.kind) {
    case 'text':
      return text.toLowerCase().includes(condition.text.toLowerCase());
    case 'regex':
      return new RegExp(condition.pattern).test(text);
    case 'shard':
      return condition.shardIds.includes(row.shardId);
    case 'key':
      return condition.partitionKeys.includes(row.partitionKey);
    case 'time': {
      const { fromMs = 0, toMs = Number.POSITIVE_INFINITY } = condition;
      return row.arrivalMs >= fromMs && row.arrivalMs < toMs;
    }
    case 'path': {
      const value = (JSON.parse(new TextDecoder().decode(data)) as Record<string, unknown>)[
        condition.path.replace('$.', '')
      ];
      return condition.operator === '=' ? String(value) === condition.value : value !== undefined;
    }
    case 'expression':
      return true;
  }
}

export const SHARED_FILTER: SavedFilter = {
  name: 'Idle trucks',
  text: 'status=idle',
  origin: 'settings',
};

export function changedFilters(
  { filters, problems }: SavedFilters,
  change: SavedFilterChange,
): SavedFilters {
  const before = filters.find(({ name }) => name === change.name);
  const others = filters.filter((filter) => filter !== before);
  if (change.kind === 'remove') return { filters: others, problems };
  const name = change.kind === 'rename' ? change.to : change.name;
  const text = change.kind === 'save' ? change.text : (before?.text ?? '');
  const origin = change.kind === 'share' ? 'settings' : 'workspace';
  return { filters: [{ name, text, origin }, ...others], problems };
}
