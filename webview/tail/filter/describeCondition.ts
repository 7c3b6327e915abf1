import { unreachable } from '../../../src/base/errors.ts';
import type { Condition, ConditionTest, PathOperator } from '../../../src/formats/filter.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { lastingText, rangeText, type TimeFace } from '../text/timeFormat.ts';

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
export function conditionText(condition: Condition, times: TimeFace): string {
  return (condition.negated === true ? 'not ' : '') + testText(condition, times);
}

function testText(test: ConditionTest, times: TimeFace): string {
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
      return spanText(test, times);
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

function spanText(
  { fromMs, toMs }: { readonly fromMs?: number; readonly toMs?: number },
  times: TimeFace,
): string {
  if (fromMs === undefined) {
    return toMs === undefined ? 'any time' : `before ${lastingText(toMs, times, 'millisecond')}`;
  }
  if (toMs === undefined) return `from ${lastingText(fromMs, times, 'millisecond')}`;
  return rangeText({ fromMs, toMs }, times, { precision: 'millisecond', withDate: true });
}
