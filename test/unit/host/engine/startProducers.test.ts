import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpectedError } from '../../../../src/base/errors.ts';
import { startProducers } from '../../../../src/host/engine/startProducers.ts';
import type { ProducerSpec } from '../../../../src/protocol/engine/control.ts';

const SPECS: readonly ProducerSpec[] = [
  { streamName: 'bad', kind: 'gps' },
  { streamName: 'runs', kind: 'gps' },
  { streamName: 'runs', kind: 'logs' },
];

test('a producer that cannot start keeps no other back', async () => {
  const started: ProducerSpec[] = [];
  const refusal = new ExpectedError('engineFailed', 'No such rate');
  const failures = await startProducers(
    {
      list: () => Promise.resolve([{ streamName: 'runs', kind: 'gps' }]),
      start: (spec) => {
        if (spec.streamName === 'bad') return Promise.reject(refusal);
        started.push(spec);
        return Promise.resolve();
      },
    },
    SPECS,
  );
  assert.deepEqual(started, [SPECS[2]]);
  assert.deepEqual(failures, [{ streamName: 'bad', error: refusal }]);
});
