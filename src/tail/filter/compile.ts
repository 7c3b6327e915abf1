import { unreachable } from '../../base/errors.ts';
import type { Condition, TailFilter } from '../../formats/filter.ts';
import type { FilterProblem } from '../../protocol/webview/filter.ts';
import { FILTER_CHARS_MAX, FILTER_CONDITIONS_MAX, FILTER_VALUES_MAX } from '../limits.ts';
import type { Candidate } from './candidate.ts';
import { expressionTest } from './expressionTest.ts';
import { keyTest } from './keyTest.ts';
import { pathTest } from './pathTest.ts';
import { ConditionError, type RecordTest } from './recordTest.ts';
import { regexTest } from './regexTest.ts';
import { shardTest } from './shardTest.ts';
import { textTest } from './textTest.ts';
import { timeTest } from './timeTest.ts';

/** Whether a record is shown. Throws `Undecided` for one that cannot be judged. */
export type RecordMatcher = (candidate: Candidate) => boolean;

/** The matcher, or what is wrong with the filter. */
export function compileFilter(filter: TailFilter): RecordMatcher | FilterProblem {
  const { conditions } = filter;
  if (conditions.length > FILTER_CONDITIONS_MAX) {
    const message = `A filter has at most ${FILTER_CONDITIONS_MAX} conditions.`;
    return { conditionIndex: undefined, message };
  }
  const tests: RecordTest[] = [];
  for (const [conditionIndex, condition] of conditions.entries()) {
    try {
      tests.push(compileCondition(condition));
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      const { message, position } = error;
      return { conditionIndex, message, ...(position === undefined ? {} : { position }) };
    }
  }
  tests.sort((left, right) => COSTS.indexOf(left.cost) - COSTS.indexOf(right.cost));
  return (candidate) => tests.every((test) => test.holds(candidate));
}

const COSTS: readonly RecordTest['cost'][] = ['columns', 'bytes', 'text', 'value'];

function compileCondition(condition: Condition): RecordTest {
  checkLengths(condition);
  const test = testOf(condition);
  if (condition.negated !== true) return test;
  return { cost: test.cost, holds: (candidate) => !test.holds(candidate) };
}

function testOf(condition: Condition): RecordTest {
  switch (condition.kind) {
    case 'text':
      return textTest(condition.text);
    case 'regex':
      return regexTest(condition.pattern);
    case 'shard':
      return shardTest(condition.shardIds);
    case 'key':
      return keyTest(condition.partitionKeys);
    case 'time':
      return timeTest(condition);
    case 'path':
      return pathTest(condition);
    case 'expression':
      return expressionTest(condition.expression);
    default:
      return unreachable(condition);
  }
}

function checkLengths(condition: Condition): void {
  for (const value of Object.values(condition)) {
    if (typeof value === 'string' && value.length > FILTER_CHARS_MAX) throw tooLong();
    if (!Array.isArray(value)) continue;
    if (value.length > FILTER_VALUES_MAX) {
      throw new ConditionError(`A condition names at most ${FILTER_VALUES_MAX} values.`);
    }
    if (value.some((text: unknown) => String(text).length > FILTER_CHARS_MAX)) throw tooLong();
  }
}

function tooLong(): ConditionError {
  return new ConditionError(`The filter is too long: at most ${FILTER_CHARS_MAX} characters each.`);
}
