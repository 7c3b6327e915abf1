import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimulatedRecord } from '../../../../src/engine/simulate/generator.ts';
import type { RecordSink } from '../../../../src/engine/simulate/producer.ts';
import { Producers } from '../../../../src/engine/simulate/producers.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';

class FakeSink implements RecordSink {
  readonly statuses = new Map<string, 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING'>();
  readonly created: { streamName: string; shardCount: number }[] = [];
  readonly batches: { streamName: string; records: readonly SimulatedRecord[] }[] = [];
  throttleEvery = 0;
  failure: Error | undefined;

  streamStatus(streamName: string) {
    return this.statuses.get(streamName);
  }

  createStream({ streamName, shardCount }: { streamName: string; shardCount: number }) {
    if (this.failure) return Promise.reject(this.failure);
    this.created.push({ streamName, shardCount });
    this.statuses.set(streamName, 'CREATING');
    return Promise.resolve();
  }

  putRecords(streamName: string, records: readonly SimulatedRecord[]) {
    if (this.failure) return Promise.reject(this.failure);
    this.batches.push({ streamName, records });
    const throttledCount =
      this.throttleEvery === 0 ? 0 : Math.floor(records.length / this.throttleEvery);
    return Promise.resolve({ throttledCount });
  }

  count(streamName: string): number {
    return this.batches
      .filter((batch) => batch.streamName === streamName)
      .reduce((sum, batch) => sum + batch.records.length, 0);
  }
}

function world() {
  const sink = new FakeSink();
  const clock = new FakeClock();
  const producers = new Producers({ sink, clock, random: () => 0.5 });
  return { sink, clock, producers };
}

const trucks = { streamName: 'trucks', kind: 'gps', recordsPerSecond: 50, shardCount: 4 } as const;

test('creates a missing stream, waits while it is created, then puts at its rate', async () => {
  const { sink, clock, producers } = world();
  assert.equal((await producers.start(trucks)).state, 'waiting');
  await clock.advance(300);
  assert.deepEqual(
    producers.list().map(({ state, reason }) => ({ state, reason })),
    [{ state: 'waiting', reason: 'The stream trucks is being created.' }],
  );
  sink.statuses.set('trucks', 'ACTIVE');
  await clock.advance(10_100);
  const [status] = producers.list();
  assert.deepEqual(
    { status, created: sink.created, put: sink.count('trucks') },
    {
      status: {
        ...trucks,
        keys: 100,
        keySkew: 0,
        seed: 1,
        state: 'running',
        recordsPut: 500,
        recordsThrottled: 0,
      },
      created: [{ streamName: 'trucks', shardCount: 4 }],
      put: 500,
    },
  );
  await producers.close();
  assert.equal(clock.pending, 0);
});

test('uses an existing stream as it is and never sends more than 500 records at once', async () => {
  const { sink, clock, producers } = world();
  sink.statuses.set('trucks', 'ACTIVE');
  await producers.start({ ...trucks, recordsPerSecond: 20_000 });
  await clock.advance(1000);
  assert.deepEqual(
    {
      created: sink.created,
      put: sink.count('trucks'),
      most: Math.max(...sink.batches.map((batch) => batch.records.length)),
    },
    { created: [], put: 20_000, most: 500 },
  );
  await producers.close();
});

test('counts what the limits turn away and drops it', async () => {
  const { sink, clock, producers } = world();
  sink.statuses.set('trucks', 'ACTIVE');
  sink.throttleEvery = 5;
  await producers.start(trucks);
  await clock.advance(2000);
  const [status] = producers.list();
  assert.deepEqual([status?.recordsPut, status?.recordsThrottled], [80, 20]);
  await producers.close();
});

test('waits with the reason while puts fail, and goes on without a burst or a gap', async () => {
  const { sink, clock, producers } = world();
  sink.statuses.set('trucks', 'ACTIVE');
  await producers.start(trucks);
  await clock.advance(1000);
  sink.failure = new Error('The disk is full.');
  await clock.advance(60_000);
  const [status] = producers.list();
  assert.deepEqual([status?.state, status?.reason], ['waiting', 'The disk is full.']);
  sink.failure = undefined;
  await clock.advance(10_000);
  const put = sink.count('trucks');
  assert.equal(producers.list()[0]?.state, 'running');
  assert.ok(put > 50 && put < 50 + 10 * 50 + 40, `${String(put)} records`);
  assert.deepEqual(allBytes(sink), await recordsOfOneRun(put));
  await producers.close();
});

test('a stream that is deleted under a producer ends it and does not come back', async () => {
  const { sink, clock, producers } = world();
  sink.statuses.set('trucks', 'ACTIVE');
  await producers.start(trucks);
  await clock.advance(1000);
  sink.statuses.delete('trucks');
  await clock.advance(60_000);
  const [status] = producers.list();
  assert.deepEqual(
    [status?.state, status?.reason, sink.created, clock.pending],
    ['failed', 'The stream trucks was deleted. Start the producer anew.', [], 0],
  );
});

test('a stream that is being deleted at the start is created anew afterwards', async () => {
  const { sink, clock, producers } = world();
  sink.statuses.set('trucks', 'DELETING');
  await producers.start(trucks);
  await clock.advance(500);
  assert.equal(producers.list()[0]?.reason, 'The old stream trucks is still being deleted.');
  sink.statuses.delete('trucks');
  await clock.advance(500);
  assert.equal(sink.created.length, 1);
  await producers.close();
});

test('starting the same stream and kind again replaces the parameters', async () => {
  const { sink, clock, producers } = world();
  sink.statuses.set('trucks', 'ACTIVE');
  await Promise.all([
    producers.start(trucks),
    producers.start({ ...trucks, recordsPerSecond: 10 }),
    producers.start({ ...trucks, kind: 'logs', recordsPerSecond: 1 }),
  ]);
  await clock.advance(10_000);
  assert.deepEqual(
    producers
      .list()
      .map(({ kind, recordsPerSecond, recordsPut }) => [kind, recordsPerSecond, recordsPut]),
    [
      ['gps', 10, 100],
      ['logs', 1, 10],
    ],
  );
  await producers.close();
});

test('stop answers whether there was one, and nothing is put afterwards', async () => {
  const { sink, clock, producers } = world();
  sink.statuses.set('trucks', 'ACTIVE');
  await producers.start(trucks);
  await clock.advance(1000);
  const answers = [
    await producers.stop({ streamName: 'trucks', kind: 'logs' }),
    await producers.stop({ streamName: 'trucks', kind: 'gps' }),
    await producers.stop({ streamName: 'trucks', kind: 'gps' }),
  ];
  await clock.advance(5000);
  assert.deepEqual(
    { answers, put: sink.count('trucks'), left: producers.list(), pending: clock.pending },
    {
      answers: [{ stopped: false }, { stopped: true }, { stopped: false }],
      put: 50,
      left: [],
      pending: 0,
    },
  );
});

test('there is a bound on producers, and none starts after closing', async () => {
  const { clock, producers } = world();
  for (let index = 0; index < 50; index++) {
    await producers.start({ ...trucks, streamName: `trucks-${String(index)}` });
  }
  await assert.rejects(producers.start(trucks), {
    code: 'invalidInput',
    message: 'There are already 50 producers; stop one first.',
  });
  await producers.close();
  await assert.rejects(producers.start(trucks), { code: 'engineStopped' });
  await settle();
  assert.equal(clock.pending, 0);
});

function allBytes(sink: FakeSink): string[] {
  return sink.batches
    .flatMap((batch) => batch.records)
    .map((record) => withoutTimestamp(Buffer.from(record.data).toString()));
}

async function recordsOfOneRun(count: number): Promise<string[]> {
  const { sink, clock, producers } = world();
  sink.statuses.set('trucks', 'ACTIVE');
  await producers.start(trucks);
  while (sink.count('trucks') < count) await clock.advance(100);
  await producers.close();
  return allBytes(sink).slice(0, count);
}

function withoutTimestamp(text: string): string {
  return text.replace(/"timestamp":"[^"]*"/, '');
}
