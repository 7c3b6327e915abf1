import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { ExpectedError } from '../../../../src/base/errors.ts';
import type { StartPosition } from '../../../../src/formats/position.ts';
import { type ShardProgress, ShardReader } from '../../../../src/tail/reading/shardReader.ts';
import { RoomGate } from '../../../../src/tail/reading/waiting.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { readsOf } from '../fakeReads.ts';
import { FakeSource, type SourceCall } from '../fakeSource.ts';

const SHARD = 'shardId-000000000000';

describe('ShardReader', () => {
  let clock: FakeClock;
  let source: FakeSource;
  let taken: string[];
  let events: string[];
  let room: number;
  let gate: RoomGate;

  beforeEach(() => {
    clock = new FakeClock();
    source = new FakeSource(clock, [SHARD]);
    taken = [];
    events = [];
    room = Number.POSITIVE_INFINITY;
    gate = new RoomGate();
  });

  function progressAt(start: StartPosition): ShardProgress {
    return { shardId: SHARD, start, lastSequenceNumber: undefined, positionedMs: undefined };
  }

  function read(progress: ShardProgress, signal: AbortSignal): Promise<readonly string[]> {
    const reader = new ShardReader(
      {
        source,
        clock,
        random: () => 0,
        streamName: 'trucks',
        pollIntervalMs: 1_000,
        reads: readsOf(clock),
        sink: {
          take(_shardId, records, from) {
            const batch = records.slice(from, from + room);
            room -= batch.length;
            taken.push(...batch.map(({ data }) => new TextDecoder().decode(data)));
            return from + batch.length;
          },
          isFull: () => gate.held > 0,
          room: (abort) => gate.wait(abort),
          onPositioned: () => events.push('positioned'),
          onAnswer: () => undefined,
          onThrottle: () => events.push('throttled'),
          onPush: () => undefined,
          onTrouble: (_shardId, message) => events.push(message ?? 'recovered'),
        },
      },
      progress,
    );
    return reader.run(signal);
  }

  it('ends with its signal, wherever it waits', async () => {
    const waits: Record<string, () => void> = {
      'for the next poll': () => undefined,
      'for room': () => {
        room = 0;
        source.put(SHARD, 'held');
      },
      'for the throttle to pass': () => {
        source.fault = () => new ExpectedError('throttled', 'Too many');
      },
      'for the network': () => {
        source.fault = () => new ExpectedError('networkUnreachable', 'No network');
      },
    };
    for (const [name, arrange] of Object.entries(waits)) {
      const controller = new AbortController();
      const reading = read(progressAt({ type: 'TRIM_HORIZON' }), controller.signal);
      await clock.advance(500);
      arrange();
      await clock.advance(5_000);
      const reason = new ExpectedError('cancelled', name);
      controller.abort(reason);
      await assert.rejects(reading, reason);
      assert.equal(clock.pending, 0, `timers left when waiting ${name}`);
      source.fault = () => undefined;
    }
  });

  it('takes nothing after its signal, even from an answer that comes late', async () => {
    const controller = new AbortController();
    let release = (): void => undefined;
    const getRecords = source.getRecords.bind(source);
    source.getRecords = async (request) => {
      await new Promise<void>((resolve) => (release = resolve));
      return getRecords(request, new AbortController().signal);
    };
    source.put(SHARD, 'late');
    const reading = read(progressAt({ type: 'TRIM_HORIZON' }), controller.signal);
    await settle();
    controller.abort(new ExpectedError('cancelled', 'closed'));
    release();
    await assert.rejects(reading, { code: 'cancelled' });
    assert.deepEqual(taken, []);
  });

  it('polls once a second at the end, and five times a second while behind', async () => {
    for (let i = 0; i < 10_600; i++) source.put(SHARD, `${i}`);
    const controller = new AbortController();
    const reading = read(progressAt({ type: 'TRIM_HORIZON' }), controller.signal);
    const times: number[] = [];
    source.fault = (call) => {
      if (call.operation === 'getRecords') times.push(clock.nowMs() - 1_700_000_000_000);
      return undefined;
    };
    await clock.advance(2_500);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(reading);
    assert.deepEqual(times, [0, 200, 400, 600, 1_600]);
    assert.equal(taken.length, 10_600);
  });

  it('asks for as many records as decode quickly', async () => {
    for (let i = 0; i < 700; i++) source.put(SHARD, 'x'.repeat(20_000));
    const controller = new AbortController();
    const reading = read(progressAt({ type: 'TRIM_HORIZON' }), controller.signal);
    await clock.advance(400);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(reading);
    const limits = source.calls.filter((call) => call.operation === 'getRecords');
    assert.deepEqual(
      limits.map(({ limit }) => limit),
      [500, 104, 104],
    );
  });

  it('renews an expired iterator after the last record, or where it began', async () => {
    const starts: [StartPosition, StartPosition][] = [
      [{ type: 'TRIM_HORIZON' }, { type: 'TRIM_HORIZON' }],
      [
        { type: 'AT_TIMESTAMP', timestampMs: 5 },
        { type: 'AT_TIMESTAMP', timestampMs: 5 },
      ],
      [{ type: 'LATEST' }, { type: 'AT_TIMESTAMP', timestampMs: 1_700_000_000_000 - 1_000 }],
    ];
    for (const [start, renewed] of starts) {
      clock = new FakeClock();
      source = new FakeSource(clock, [SHARD]);
      const controller = new AbortController();
      const reading = read(progressAt(start), controller.signal);
      await clock.advance(500);
      source.expireIterators();
      const first = source.put(SHARD, 'first');
      await clock.advance(2_000);
      source.expireIterators();
      source.put(SHARD, 'second');
      await clock.advance(2_000);
      controller.abort(new ExpectedError('cancelled', 'done'));
      await assert.rejects(reading);
      const positions = source.calls
        .filter((call) => call.operation === 'getShardIterator')
        .map(({ position }) => position);
      assert.deepEqual(positions, [
        start,
        renewed,
        { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: first.sequenceNumber },
      ]);
      assert.deepEqual(taken.splice(0), ['first', 'second']);
    }
  });

  it('begins anew when the service has forgotten the last record', async () => {
    const controller = new AbortController();
    const reading = read(progressAt({ type: 'LATEST' }), controller.signal);
    await clock.advance(500);
    source.put(SHARD, 'of the old stream');
    await clock.advance(1_000);
    source.shards.get(SHARD)?.records.splice(0);
    source.put(SHARD, 'of the new stream');
    source.expireIterators();
    source.fault = ({ position }) =>
      position?.type === 'AFTER_SEQUENCE_NUMBER'
        ? new ExpectedError('invalidInput', 'Invalid StartingSequenceNumber')
        : undefined;
    await clock.advance(2_000);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(reading);
    assert.deepEqual(taken, ['of the old stream', 'of the new stream']);
  });

  it('gives up on iterators that are refused again and again', async () => {
    source.fault = ({ operation }) =>
      operation === 'getRecords'
        ? new ExpectedError('invalidInput', 'Invalid iterator')
        : undefined;
    const reading = read(progressAt({ type: 'LATEST' }), new AbortController().signal);
    const outcome = assert.rejects(reading, { code: 'invalidInput', message: 'Invalid iterator' });
    await clock.advance(10_000);
    await outcome;
    assert.equal(source.count('getRecords'), 4);
  });

  it('counts throttles, waits longer each time, and says when trouble comes and goes', async () => {
    const faults = [
      new ExpectedError('throttled', 'Too many'),
      new ExpectedError('throttled', 'Too many'),
      new ExpectedError('networkUnreachable', 'No network'),
      new ExpectedError('networkUnreachable', 'No network'),
      new ExpectedError('serviceFailed', 'Internal failure'),
    ];
    const times: number[] = [];
    source.fault = (call: SourceCall) => {
      if (call.operation !== 'getRecords') return undefined;
      times.push(clock.nowMs() - 1_700_000_000_000);
      return faults.shift();
    };
    const controller = new AbortController();
    const reading = read(progressAt({ type: 'LATEST' }), controller.signal);
    await clock.advance(3_000);
    controller.abort(new ExpectedError('cancelled', 'done'));
    await assert.rejects(reading);
    // A throttle halves the five reads a second, and halves them again: then they come back slowly.
    assert.deepEqual(times, [0, 400, 1_190, 1_941, 2_658]);
    assert.deepEqual(events, [
      'positioned',
      'throttled',
      'throttled',
      'No network',
      'Internal failure',
    ]);
  });

  it('delivers every record once and in order through any faults', async () => {
    const codes = ['throttled', 'networkUnreachable', 'serviceFailed', 'iteratorExpired'] as const;
    for (let seed = 1; seed <= 30; seed++) {
      const random = seededRandom(seed);
      clock = new FakeClock();
      source = new FakeSource(clock, [SHARD]);
      taken = [];
      source.fault = ({ operation }) => {
        if (random() > 0.3) return undefined;
        const code = codes[Math.floor(random() * codes.length)] ?? 'throttled';
        const isOdd = code === 'iteratorExpired' && operation !== 'getRecords';
        return isOdd ? undefined : new ExpectedError(code, 'fault');
      };
      const progress = progressAt({ type: 'LATEST' });
      let controller = new AbortController();
      let reading = read(progress, controller.signal).catch((error: unknown) => error);
      await clock.advance(60_000);
      const put: string[] = [];
      for (let step = 0; step < 60; step++) {
        for (let count = random() * 5; count > 0; count--) {
          put.push(`${put.length}`);
          source.put(SHARD, `${put.length - 1}`);
        }
        if (random() < 0.1) source.expireIterators();
        if (random() < 0.1) room = Math.floor(random() * 3);
        await clock.advance(random() * 3_000);
        room = Number.POSITIVE_INFINITY;
        if (random() < 0.1) {
          controller.abort(new ExpectedError('cancelled', 'restarted'));
          await reading;
          controller = new AbortController();
          reading = read(progress, controller.signal).catch((error: unknown) => error);
        } else {
          gate.open();
        }
      }
      source.fault = () => undefined;
      await clock.advance(30_000);
      controller.abort(new ExpectedError('cancelled', 'done'));
      await reading;
      assert.deepEqual(taken, put, `seed ${seed}`);
    }
  });
});
