import type { Condition, PathOperator } from '../../../src/formats/filter.ts';
import { parseShardId, formatShardId } from '../../../src/formats/shardId.ts';

/** What the form for a condition holds. */
export interface ConditionFields {
  readonly kind: 'path' | 'key' | 'shard' | 'time';
  readonly path: string;
  readonly operator: PathOperator;
  readonly value: string;
  /** One partition key. */
  readonly key: string;
  /** Shards by their number or id, between commas or spaces. */
  readonly shards: string;
  /** The values of datetime-local inputs; empty for an open end. */
  readonly from: string;
  readonly to: string;
  /** Whether they are in UTC, or else in local time. */
  readonly isUtc: boolean;
  readonly isNegated: boolean;
}

/** The condition, or a sentence that says what to correct. */
export function readCondition(fields: ConditionFields): Condition | string {
  const test = readTest(fields);
  if (typeof test === 'string' || !fields.isNegated) return test;
  return { ...test, negated: true };
}

function readTest(fields: ConditionFields): Condition | string {
  switch (fields.kind) {
    case 'path': {
      const path = fields.path.trim();
      if (path === '') return 'Enter the path of a field, such as speed or $.position.lat.';
      const value = fields.operator === 'exists' ? '' : fields.value;
      return { kind: 'path', path, operator: fields.operator, value };
    }
    case 'key':
      if (fields.key === '') return 'Enter a partition key.';
      return { kind: 'key', partitionKeys: [fields.key] };
    case 'shard':
      return readShards(fields.shards);
    case 'time':
      return readTime(fields);
  }
}

function readShards(text: string): Condition | string {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  if (names.length === 0) return 'Enter the numbers of shards, such as 0, 3.';
  const shardIds: string[] = [];
  for (const name of names) {
    const index = parseShardId(name);
    if (index === undefined) return `“${name}” is no shard: enter its number or its id.`;
    shardIds.push(formatShardId(index));
  }
  return { kind: 'shard', shardIds };
}

function readTime({ from, to, isUtc }: ConditionFields): Condition | string {
  const [fromMs, toMs] = [from, to].map((text) => (text === '' ? undefined : timeOf(text, isUtc)));
  if (fromMs === undefined && toMs === undefined) return 'Enter when it begins, or ends, or both.';
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return 'Enter a date and a time.';
  return {
    kind: 'time',
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  };
}

function timeOf(text: string, isUtc: boolean): number {
  return Date.parse(isUtc ? `${text}Z` : text);
}
