import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallRates } from '../../../../src/engine/kinesis/callRates.ts';
import { RATED_OWNERS_MAX } from '../../../../src/engine/limits.ts';
import type { Operation } from '../../../../src/engine/wire/operation.ts';
import { structure } from '../../../../src/engine/wire/shapes.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { outcome } from '../../../support/outcome.ts';

const CALLER = { account: '000000000000', region: 'us-east-1' };

function operation(name: string, target: Operation['target'] = 'Kinesis_20131202'): Operation {
  return { target, name, input: structure({}), run: () => Promise.resolve(undefined) };
}

describe('CallRates', () => {
  it('leaves alone what has no rate, and everything when they are off', () => {
    const clock = new FakeClock();
    const on = new CallRates({ clock, enabled: true });
    const off = new CallRates({ clock, enabled: false });
    const [put, list] = [operation('PutRecord'), operation('ListStreams')];
    const other = operation('ListStreams', 'Firehose_20150804');
    assert.deepEqual(
      [on.limit(put) === put, on.limit(other) === other, off.limit(list) === list],
      [true, true, true],
    );
  });

  it('finds the stream by name or by any ARN', async () => {
    const rates = new CallRates({ clock: new FakeClock(), enabled: true });
    const limited = rates.limit(operation('DeregisterStreamConsumer'));
    const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
    const inputs = [
      { StreamName: 's' },
      { StreamARN: arn },
      { ConsumerARN: `${arn}/consumer/c:1` },
      { ResourceARN: arn },
      { StreamARN: `${arn}2` },
    ];
    // Four calls for s and one for another; the fifth for s is the last that passes.
    for (const input of inputs) await limited.run(input, CALLER);
    await limited.run({ StreamName: 's' }, CALLER);
    assert.deepEqual(
      [
        await outcome(limited.run({ StreamName: 's' }, CALLER)),
        await outcome(limited.run({ StreamName: 's2' }, CALLER)),
        await outcome(limited.run({ StreamName: 's' }, { ...CALLER, region: 'eu-west-1' })),
      ],
      ['AwsError: Rate exceeded for stream s under account 000000000000.', 'done', 'done'],
    );
  });

  it('remembers so many owners and no more', async () => {
    const rates = new CallRates({ clock: new FakeClock(), enabled: true });
    const limited = rates.limit(operation('DescribeLimits'));
    const call = (account: number): Promise<string> =>
      outcome(limited.run({}, { ...CALLER, account: String(account) }));
    const first = [await call(0), await call(0)];
    for (let account = 1; account <= RATED_OWNERS_MAX; account += 1) await call(account);
    assert.deepEqual(
      [...first, await call(0), await call(RATED_OWNERS_MAX)],
      [
        'done',
        'AwsError: Rate exceeded under account 0.',
        'done',
        `AwsError: Rate exceeded under account ${String(RATED_OWNERS_MAX)}.`,
      ],
    );
  });
});
