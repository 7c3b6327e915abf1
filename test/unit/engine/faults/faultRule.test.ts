import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFaultRule } from '../../../../src/engine/faults/faultRule.ts';
import { FAULT_KINDS } from '../../../../src/protocol/engine/control.ts';

const OPEN = { streamName: undefined, shardId: undefined, operation: undefined, count: undefined };

describe('parseFaultRule', () => {
  it('fills in what is not said', () => {
    assert.deepEqual(
      FAULT_KINDS.map((kind) => parseFaultRule({ kind })),
      FAULT_KINDS.map((kind) => ({
        ...OPEN,
        kind,
        share: 1,
        seed: 1,
        delayMs: kind === 'delay' ? 1_000 : undefined,
        moment: kind === 'cut' ? 'after' : undefined,
      })),
    );
  });

  it('takes every parameter, and a shard in each of its spellings', () => {
    const rule = { streamName: 'orders', shardId: '3', share: 0.25, count: 7, seed: 9 };
    assert.deepEqual(
      [
        parseFaultRule({ ...rule, kind: 'delay', operation: 'PutRecords', delayMs: 60_000 }),
        parseFaultRule({ ...rule, kind: 'cut', operation: 'GetRecords', moment: 'before' }),
      ],
      [
        {
          ...rule,
          shardId: 'shardId-000000000003',
          kind: 'delay',
          operation: 'PutRecords',
          delayMs: 60_000,
          moment: undefined,
        },
        {
          ...rule,
          shardId: 'shardId-000000000003',
          kind: 'cut',
          operation: 'GetRecords',
          delayMs: undefined,
          moment: 'before',
        },
      ],
    );
  });

  const kinds = FAULT_KINDS.join(', ');
  const refused: [unknown, string][] = [
    [undefined, 'A fault is described by a JSON object.'],
    [[], 'A fault is described by a JSON object.'],
    [{}, `kind must be one of ${kinds}.`],
    [{ kind: 'lose' }, `kind must be one of ${kinds}.`],
    [{ kind: 'constructor' }, `kind must be one of ${kinds}.`],
    [
      { kind: 'failRecords', operation: 'PutRecord' },
      'operation is not a parameter of failRecords; use kind, streamName, shardId, share, count, seed.',
    ],
    [{ kind: 'cut', share: 0 }, 'share must be a number above 0 and at most 1.'],
    [{ kind: 'cut', share: 1.1 }, 'share must be a number above 0 and at most 1.'],
    [{ kind: 'cut', count: 0 }, 'count must be a whole number from 1 to 1000000000.'],
    [{ kind: 'cut', seed: -1 }, 'seed must be a whole number from 0 to 4294967295.'],
    [{ kind: 'cut', moment: 'never' }, 'moment must be one of before, after.'],
    [{ kind: 'cut', streamName: 'a b' }, 'streamName must be the name of a stream.'],
    [{ kind: 'cut', shardId: 'first' }, 'shardId must be the id of a shard.'],
    [{ kind: 'cut', operation: 'put' }, 'operation must be the name of an operation.'],
    [{ kind: 'delay', delayMs: 60_001 }, 'delayMs must be a whole number from 1 to 60000.'],
  ];
  for (const [value, message] of refused) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.throws(() => parseFaultRule(value), { code: 'invalidInput', message });
    });
  }
});
