import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { ExpectedError } from '../../../../src/base/errors.ts';
import type { StartPosition } from '../../../../src/formats/position.ts';
import { PushConsumer } from '../../../../src/tail/reading/pushConsumer.ts';
import type { ShardProgress } from '../../../../src/tail/reading/shardReader.ts';
import { ShardReading } from '../../../../src/tail/reading/shardReading.ts';
import { RoomGate } from '../../../../src/tail/reading/waiting.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { readsOf } from '../fakeReads.ts';
import { FakeSource } from '../fakeSource.ts';

const SHARD = 'shardId-000000000000';

describe('ShardReading', () => {
  let clock: FakeClock;
  let source: FakeSource;
  let push: PushConsumer;
  let controller: AbortController;
  let reading: Promise<readonly string[]>;
  let taken: string[];
  let events: string[];
  let room: number;
  let gate: RoomGate;

  function begin(): void {
    clock = new FakeClock();
    source = new FakeSource(clock, [SHARD]);
    let names = 0;
    push = new PushConsumer({
      source: source.push,
      clock,
      random: () => 0,
      streamName: 'trucks',
      makeName: () => `kinesis-workbench-${++names}`,
    });
    taken = [];
    events = [];
    room = Number.POSITIVE_INFINITY;
    gate = new RoomGate();
  }

  beforeEach(begin);
  afterEach(end);

  async function end(): Promise<void> {
    controller.abort(new ExpectedError('cancelled', 'done'));
    await reading.catch(() => undefined);
    push.dispose();
    await settle();
    assert.deepEqual([clock.pending, source.push.openLines], [0, 0], 'timers and lines left');
    assert.deepEqual([...source.push.consumers], [], 'consumers left');
  }

  function read(start: StartPosition = { type: 'LATEST' }): ShardProgress {
    const progress = {
      shardId: SHARD,
      start,
      lastSequenceNumber: undefined,
      positionedMs: undefined,
    };
    readOn(progress);
    return progress;
  }

  function readOn(progress: ShardProgress): void {
    controller = new AbortController();
    reading = new ShardReading(
      {
        source,
        push,
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
          onPositioned: () => undefined,
          onAnswer: () => undefined,
          onThrottle: () => events.push('throttled'),
          onPush: (_shardId, isPushed) => events.push(isPushed ? 'push' : 'poll'),
          onTrouble: (_shardId, message) => message !== undefined && events.push(message),
        },
      },
      progress,
    ).run(controller.signal);
    reading.catch(() => undefined);
  }

  function subscriptions(): (StartPosition | undefined)[] {
    return source.push.calls
      .filter(({ operation }) => operation === 'subscribe')
      .map(({ position }) => position);
  }

  it('polls until the consumer is ACTIVE, then is pushed to and reads no more', async () => {
    source.put(SHARD, 'older');
    read();
    await clock.advance(500);
    source.put(SHARD, 'polled');
    push.start();
    await clock.advance(100);
    assert.deepEqual([push.state.name, taken, events], ['on', ['polled'], ['push']]);
    const reads = source.count('getRecords');
    source.put(SHARD, 'pushed');
    await clock.advance(0);
    assert.deepEqual(taken, ['polled', 'pushed']);
    await clock.advance(60_000);
    assert.equal(source.count('getRecords'), reads);
    assert.deepEqual(subscriptions(), [{ type: 'LATEST' }]);
  });

  it('subscribes again every five minutes, after what it heard last', async () => {
    push.start();
    read({ type: 'TRIM_HORIZON' });
    await clock.advance(1_000);
    const put: string[] = [];
    for (let minute = 0; minute < 16; minute++) {
      put.push(`${minute}`);
      source.put(SHARD, `${minute}`);
      await clock.advance(60_000);
    }
    assert.deepEqual(taken, put);
    assert.deepEqual(
      subscriptions().map((position) => position?.type),
      ['TRIM_HORIZON', ...Array.from({ length: 3 }, () => 'AFTER_SEQUENCE_NUMBER')],
    );
    assert.deepEqual(events, ['push', 'push', 'push', 'push']);
  });

  it('reads by polling while a subscription is too young to be taken over', async () => {
    push.start();
    read();
    await clock.advance(1_000);
    source.push.endAll(new ExpectedError('networkUnreachable', 'The line broke'));
    await clock.advance(0);
    source.put(SHARD, 'meanwhile');
    await clock.advance(1_000);
    assert.deepEqual([taken, events], [['meanwhile'], ['push', 'poll']]);
    source.put(SHARD, 'again');
    await clock.advance(5_000);
    assert.deepEqual(
      [taken, events],
      [
        ['meanwhile', 'again'],
        ['push', 'poll', 'push'],
      ],
    );
  });

  it('gives push up when another program takes the consumer again and again', async () => {
    push.start();
    read();
    await clock.advance(100);
    const [consumerArn = ''] = source.push.consumers;
    const position = { type: 'LATEST' } as const;
    for (let round = 0; round < 4; round++) {
      await clock.advance(10_500);
      const other = source.push.subscribe(
        { consumerArn, shardId: SHARD, position },
        controller.signal,
      );
      await other.next();
    }
    await clock.advance(100);
    assert.deepEqual(push.state, {
      name: 'refused',
      message: 'Somebody else subscribes with the same consumer.',
    });
    source.put(SHARD, 'polled');
    await clock.advance(1_000);
    assert.deepEqual(taken, ['polled']);
  });

  it('goes back to polling when it is stopped, and deregisters the consumer', async () => {
    push.start();
    read();
    await clock.advance(100);
    source.put(SHARD, 'pushed');
    await clock.advance(0);
    push.stop();
    source.put(SHARD, 'polled');
    await clock.advance(1_000);
    assert.deepEqual(
      [taken, events],
      [
        ['pushed', 'polled'],
        ['push', 'poll'],
      ],
    );
    assert.deepEqual([...source.push.consumers], []);
    push.start();
    await clock.advance(1_000);
    assert.deepEqual([...source.push.consumers], ['trucks/kinesis-workbench-2']);
  });

  it('polls and says why when no consumer can be registered', async () => {
    source.push.fault = ({ operation }) =>
      operation === 'register' ? new ExpectedError('throttled', '20 consumers') : undefined;
    push.start();
    read();
    await clock.advance(500);
    source.put(SHARD, 'polled');
    await clock.advance(30_000);
    assert.deepEqual(push.state, { name: 'refused', message: '20 consumers' });
    assert.deepEqual(taken, ['polled']);
    assert.equal(source.push.calls.length, 5);
  });

  /** As an administrator or a script does. */
  async function takeConsumerAway(): Promise<void> {
    source.push.consumers.clear();
    source.push.wake();
    await clock.advance(10_000);
  }

  it('registers another consumer when somebody deregisters it, and misses nothing meanwhile', async () => {
    push.start();
    read();
    await clock.advance(100);
    source.put(SHARD, 'before');
    await clock.advance(100);
    const before = push.consumerArn;
    const taking = takeConsumerAway();
    source.put(SHARD, 'meanwhile');
    await taking;
    assert.notEqual(push.consumerArn, before);
    assert.deepEqual([...source.push.consumers], [push.consumerArn]);
    source.put(SHARD, 'after');
    await clock.advance(100);
    assert.deepEqual(taken, ['before', 'meanwhile', 'after']);
    assert.equal(events.at(-1), 'push');
  });

  it('gives push up when its consumer is deregistered again and again, but not once in a while', async () => {
    push.start();
    read();
    await clock.advance(100);
    for (let loss = 0; loss < 5; loss++) {
      await takeConsumerAway();
      await clock.advance(600_000);
    }
    assert.equal(push.state.name, 'on');
    for (let loss = 0; loss < 4; loss++) await takeConsumerAway();
    const message = 'Somebody deregisters the consumer of this tail again and again.';
    assert.deepEqual(push.state, { name: 'refused', message });
    source.put(SHARD, 'polled');
    await clock.advance(1_000);
    assert.deepEqual(taken, ['polled']);
  });

  it('polls when it may not subscribe', async () => {
    read();
    source.push.fault = ({ operation }) =>
      operation === 'subscribe' ? new ExpectedError('accessDenied', 'Not allowed') : undefined;
    push.start();
    await clock.advance(1_000);
    assert.deepEqual(push.state, { name: 'refused', message: 'Not allowed' });
    source.put(SHARD, 'polled');
    await clock.advance(1_000);
    assert.deepEqual(taken, ['polled']);
  });

  it('holds no line and no records while the window is full', async () => {
    push.start();
    read({ type: 'TRIM_HORIZON' });
    await clock.advance(10_000);
    room = 2;
    for (let index = 0; index < 10; index++) source.put(SHARD, `${index}`);
    await clock.advance(60_000);
    assert.deepEqual([taken, source.push.openLines, gate.held], [['0', '1'], 0, 1]);
    room = Number.POSITIVE_INFINITY;
    gate.open();
    await clock.advance(0);
    assert.deepEqual(taken.length, 10);
    assert.deepEqual(subscriptions().length, 2);
  });

  it('leaves a line of which nothing is heard', async () => {
    push.start();
    read();
    await clock.advance(100);
    const subscribe = source.push.subscribe.bind(source.push);
    source.push.subscribe = async function* (_request, signal) {
      yield* [];
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    source.push.endAll('over');
    await clock.advance(60_000);
    assert.ok(events.includes('Nothing is heard of the stream.'), events.join());
    source.push.subscribe = subscribe;
    source.put(SHARD, 'heard');
    await clock.advance(60_000);
    assert.deepEqual(taken, ['heard']);
  });

  it('ends with the shard and names its children', async () => {
    push.start();
    read();
    await clock.advance(1_000);
    source.put(SHARD, 'last');
    source.addShard('shardId-000000000001', [SHARD]);
    assert.deepEqual([await reading, taken], [['shardId-000000000001'], ['last']]);
  });

  it('takes every record once and in order through any change between push and polling', async () => {
    const codes = ['throttled', 'networkUnreachable', 'serviceFailed'] as const;
    for (let seed = 1; seed <= 40; seed++) {
      begin();
      const random = seededRandom(seed);
      const fault = ({ operation }: { operation: string }): ExpectedError | undefined => {
        if (random() > 0.15 || operation === 'deregister') return undefined;
        const isStale = operation === 'getRecords' && random() < 0.3;
        const code = codes[Math.floor(random() * codes.length)] ?? 'throttled';
        return new ExpectedError(isStale ? 'iteratorExpired' : code, 'fault');
      };
      source.fault = fault;
      source.push.fault = fault;
      const progress = read();
      await clock.advance(60_000);
      const put: string[] = [];
      for (let step = 0; step < 80; step++) {
        for (let count = random() * 5; count > 0; count--) {
          put.push(`${put.length}`);
          source.put(SHARD, `${put.length - 1}`);
        }
        if (random() < 0.2) push.start();
        if (random() < 0.1) push.stop();
        if (random() < 0.1) source.expireIterators();
        if (random() < 0.1)
          source.push.endAll(random() < 0.5 ? 'over' : new ExpectedError('serviceFailed', 'broke'));
        if (random() < 0.1) room = Math.floor(random() * 3);
        await clock.advance(random() * (random() < 0.1 ? 400_000 : 3_000));
        room = Number.POSITIVE_INFINITY;
        gate.open();
        if (random() < 0.1) {
          controller.abort(new ExpectedError('cancelled', 'restarted'));
          await reading.catch(() => undefined);
          readOn(progress);
        }
      }
      source.fault = () => undefined;
      source.push.fault = () => undefined;
      await clock.advance(60_000);
      assert.deepEqual(taken, put, `seed ${seed}`);
      await end();
    }
  });
});
