import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '../../../../src/formats/filter.ts';
import {
  type ConditionFields,
  readCondition,
} from '../../../../webview/tail/filter/conditionForm.ts';
import { conditionText } from '../../../../webview/tail/filter/describeCondition.ts';

function read(fields: Partial<ConditionFields>): Condition | string {
  return readCondition({
    kind: 'path',
    path: '',
    operator: '=',
    value: '',
    key: '',
    shards: '',
    from: '',
    to: '',
    isUtc: false,
    isNegated: false,
    ...fields,
  });
}

test('reads a condition from its form', () => {
  const from = '2026-03-01T12:00:00';
  assert.deepEqual(
    [
      read({ path: ' speed ', operator: '>', value: '80' }),
      read({ path: 'speed', operator: 'exists', value: 'left over', isNegated: true }),
      read({ kind: 'key', key: ' truck 7' }),
      read({ kind: 'shard', shards: '0, shardId-000000000003 12' }),
      read({ kind: 'time', from }),
      read({ kind: 'time', from, to: '2026-03-01T12:00:00.250', isUtc: true }),
    ],
    [
      { kind: 'path', path: 'speed', operator: '>', value: '80' },
      { kind: 'path', path: 'speed', operator: 'exists', value: '', negated: true },
      { kind: 'key', partitionKeys: [' truck 7'] },
      {
        kind: 'shard',
        shardIds: ['shardId-000000000000', 'shardId-000000000003', 'shardId-000000000012'],
      },
      { kind: 'time', fromMs: new Date(from).getTime() },
      {
        kind: 'time',
        fromMs: Date.UTC(2026, 2, 1, 12),
        toMs: Date.UTC(2026, 2, 1, 12, 0, 0, 250),
      },
    ],
  );
});

test('says what to correct', () => {
  assert.deepEqual(
    [
      read({}),
      read({ kind: 'key' }),
      read({ kind: 'shard', shards: ' , ' }),
      read({ kind: 'shard', shards: '1, first' }),
      read({ kind: 'time' }),
      read({ kind: 'time', to: 'soon' }),
    ],
    [
      'Enter the path of a field, such as speed or $.position.lat.',
      'Enter a partition key.',
      'Enter the numbers of shards, such as 0, 3.',
      '“first” is no shard: enter its number or its id.',
      'Enter when it begins, or ends, or both.',
      'Enter a date and a time.',
    ],
  );
});

test('names conditions as a person would', () => {
  const fromMs = new Date(2026, 2, 1, 12, 4, 31).getTime();
  const conditions: Condition[] = [
    { kind: 'text', text: 'a b' },
    { kind: 'regex', pattern: 'a+', negated: true },
    { kind: 'shard', shardIds: ['shardId-000000000001', 'shardId-000000000002'] },
    { kind: 'key', partitionKeys: ['a', 'b', 'c', 'd', 'e'] },
    { kind: 'time', fromMs, toMs: fromMs + 1_000 },
    { kind: 'time', toMs: fromMs },
    { kind: 'path', path: 'speed', operator: '>=', value: '80' },
    { kind: 'path', path: 'speed', operator: 'exists', value: '', negated: true },
  ];
  assert.deepEqual(
    conditions.map((condition) => conditionText(condition, { format: 'local', nowMs: 0 })),
    [
      '“a b”',
      'not /a+/',
      'shard 0001, 0002',
      'key a, b, c and 2 more',
      '2026-03-01 12:04:31.000 – 12:04:32.000',
      'before 2026-03-01 12:04:31.000',
      'speed ≥ 80',
      'not speed exists',
    ],
  );
});
