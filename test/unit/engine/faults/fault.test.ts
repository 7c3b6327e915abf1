import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Fault, type FaultTarget } from '../../../../src/engine/faults/fault.ts';
import { parseFaultRule } from '../../../../src/engine/faults/faultRule.ts';
import type { FaultRule } from '../../../../src/protocol/engine/control.ts';

const fault = (rule: FaultRule): Fault => new Fault('id', parseFaultRule(rule));
const first = { streamName: 's', shardId: 'shardId-000000000000' };
const second = { streamName: 's', shardId: 'shardId-000000000001' };

/** Which of `count` opportunities at the target are struck. */
function struck(target: FaultTarget, subject: Fault, count: number): number[] {
  const strikes: number[] = [];
  for (let index = 0; index < count; index += 1) {
    if (subject.strikes(subject.rule.kind, target)) strikes.push(index);
  }
  return strikes;
}

describe('a fault', () => {
  it('strikes its share, the same ones for the same seed', () => {
    const rule = { kind: 'failRecords', share: 0.3, seed: 5 } as const;
    const strikes = struck(first, fault(rule), 10_000);
    assert.deepEqual(struck(first, fault(rule), 10_000), strikes);
    assert.notDeepEqual(struck(first, fault({ ...rule, seed: 6 }), 10_000), strikes);
    assert.ok(strikes.length > 2_850 && strikes.length < 3_150, String(strikes.length));
  });

  it('strikes the same ones of a shard whatever happens at another', () => {
    const rule = { kind: 'throttlePuts', share: 0.5 } as const;
    const alone = struck(first, fault(rule), 100);
    const both = fault(rule);
    const beside: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      both.strikes('throttlePuts', second);
      if (both.strikes('throttlePuts', first)) beside.push(index);
      both.strikes('throttlePuts', second);
    }
    assert.deepEqual(beside, alone);
    assert.notDeepEqual(struck(second, fault(rule), 100), alone);
  });

  it('ends after its count', () => {
    const subject = fault({ kind: 'cut', count: 2 });
    assert.deepEqual(
      [struck({ ...first, moment: 'after' }, subject, 5), subject.hits],
      [[0, 1], 2],
    );
  });

  it('strikes only what it is told to', () => {
    const rule = { kind: 'cut', ...second, operation: 'PutRecord', moment: 'before' } as const;
    const target = { ...second, operation: 'PutRecord', moment: 'before' } as const;
    const subject = fault(rule);
    assert.deepEqual(
      [
        subject.strikes('cut', target),
        subject.strikes('delay', target),
        subject.strikes('cut', { ...target, streamName: 'other' }),
        subject.strikes('cut', { ...target, shardId: first.shardId }),
        subject.strikes('cut', { ...target, shardId: undefined }),
        subject.strikes('cut', { ...target, operation: 'PutRecords' }),
        subject.strikes('cut', { ...target, moment: 'after' }),
        subject.hits,
      ],
      [true, false, false, false, false, false, false, 1],
    );
  });
});
