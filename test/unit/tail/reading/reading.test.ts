import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Reading } from '../../../../src/tail/reading/reading.ts';
import { ReadScheduler } from '../../../../src/tail/reading/readScheduler.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeSource } from '../fakeSource.ts';

describe('Reading', () => {
  it('shares what a shard gives with every connection that leads to the same place', async () => {
    const clock = new FakeClock();
    const scheduler = new ReadScheduler({ clock });
    const { signal } = new AbortController();
    const readingOf = (connectionName: string, place?: string): Reading => {
      const source = new FakeSource(clock, []);
      const names = { connectionName, streamName: 'orders', place };
      return new Reading({ source, clock, random: () => 0, scheduler, ...names }, () => undefined);
    };
    const readings = [
      readingOf('prod', 'aws eu-west-1'),
      readingOf('prod-eu', 'aws eu-west-1'),
      readingOf('staging', 'aws us-east-1'),
      readingOf('other'),
    ];
    const batch = { records: [], nextIterator: 'i', millisBehindLatest: 0, childShardIds: [] };
    await readings[0]?.reads.read('s', () => Promise.resolve(batch), signal);
    assert.deepEqual(
      readings.map(({ reads }) => reads.spentOf('s').readsPerSecond),
      [0.2, 0.2, 0, 0],
    );
    for (const reading of readings) reading.dispose();
  });
});
