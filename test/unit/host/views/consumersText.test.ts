import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consumersText } from '../../../../src/host/views/consumersText.ts';

test('the consumers that tails have registered are told apart', () => {
  assert.deepEqual(
    [consumersText(0), consumersText(1), consumersText(2, 1), consumersText(1, 1)],
    [
      '0 consumers',
      '1 consumer',
      '2 consumers, 1 of Kinesis Workbench',
      '1 consumer of Kinesis Workbench',
    ],
  );
});
