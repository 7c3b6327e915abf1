import { unreachable } from '../../../src/base/errors.ts';
import type { Condition, ConditionTest, PathOperator } from '../../../src/formats/filter.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { formatDateTime, formatTime } from '../text/format.ts';

export const OPERATOR_NAMES: Readonly<Record<PathOperator, string>> = {
  '=': '=',
  '!=': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  contains: 'contains',
  matches: 'matches',
  exists: 'exists',
};

/** What a chip says of its condition. */
export function conditionText(condition: Condition): string {
  return (condition.negated === true ? 'not ' : '') + testText(condition);
}

function testText(test: ConditionTest): string {
  switch (test.kind) {
    case 'text':
      return `“${test.text}”`;
    case 'regex':
      return `/${test.pattern}/`;
    case 'shard':
      return `shard ${listText(test.shardIds.map(shortShardId))}`;
    case 'key':
      return `key ${listText(test.partitionKeys)}`;
    case 'time':
      return timeText(test.fromMs, test.toMs);
    case 'path':
      return test.operator === 'exists'
        ? `${test.path} exists`
        : `${test.path} ${OPERATOR_NAMES[test.operator]} ${test.value}`;
    case 'expression':
      return test.expression;
    default:
      return unreachable(test);
  }
}

const LISTED_MAX = 3;

function listText(names: readonly string[]): string {
  const rest = names.length - LISTED_MAX;
  const listed = names.slice(0, LISTED_MAX).join(', ');
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}

function timeText(fromMs: number | undefined, toMs: number | undefined): string {
  if (fromMs === undefined) {
    return toMs === undefined ? 'any time' : `before ${formatDateTime(toMs)}`;
  }
  if (toMs === undefined) return `from ${formatDateTime(fromMs)}`;
  const [from, to] = [formatDateTime(fromMs), formatDateTime(toMs)];
  const isOneDay = from.slice(0, 10) === to.slice(0, 10);
  return `${from} – ${isOneDay ? formatTime(toMs) : to}`;
}
