import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonValueOf } from '../../../src/tail/jsonValue.ts';

test('integers keep their digits, unless they have more than any number does', () => {
  const digits = '1'.repeat(3_000);
  assert.deepEqual(
    [
      jsonValueOf('{"id":9007199254740993}'),
      jsonValueOf('[1.5,12,-9007199254740993]'),
      jsonValueOf(`[${digits}]`),
      jsonValueOf('no JSON'),
    ],
    [{ id: 9007199254740993n }, [1.5, 12, -9007199254740993n], [Infinity], undefined],
  );
});
