import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { isTailConsumer } from '../../src/formats/consumerName.ts';
import type { TailSession } from '../../src/tail/session.ts';
import { control } from '../support/control.ts';
import { eventually } from '../support/eventually.ts';
import { pushedShards, shownTexts, until } from '../support/tails.ts';
import { StreamName, TailWorld } from '../support/tailWorld.ts';

/** The tail is pushed to over the SDK, by an engine that is a process of its own. */
describe('a tail that the local engine pushes to', () => {
  let world: TailWorld;
  let session: TailSession;
  let written: number;

  beforeEach(async () => {
    written = 0;
    world = await TailWorld.start({ isKept: true });
    session = world.tail('push', { pollIntervalMs: 250 });
  });
  afterEach(() => world.stop());

  async function put(count: number): Promise<void> {
    for (const end = written + count; written < end; written++) await world.put(String(written));
  }

  /** Waits for all that was put, and for a little more that would be too much. */
  async function checkOnce(): Promise<void> {
    await until(session, () => session.counts.received >= written);
    assert.deepEqual(
      shownTexts(session)
        .map(Number)
        .sort((a, b) => a - b),
      Array.from({ length: written }, (_, index) => index),
    );
  }

  async function tailConsumers(): Promise<string[]> {
    const { items } = await world.connection.consumers.listConsumers(StreamName, world);
    return items.map(({ name }) => name).filter(isTailConsumer);
  }

  it('shows every record once, across the end of subscriptions and a reshard', async () => {
    await until(session, () => session.state.phase.name === 'running');
    await put(10);
    await until(session, () => pushedShards(session) === 2);
    await put(20);
    await checkOnce();
    await control(world.endpoint, 'advanceClock', { byMs: 301_000 });
    await put(10);
    await checkOnce();
    await world.connection.streams.splitShard(
      {
        streamName: StreamName,
        shardId: 'shardId-000000000000',
        startingHashKey: String(2n ** 126n),
      },
      world.signal,
    );
    await until(session, () => session.state.knownShardIds.length === 4);
    await put(30);
    await checkOnce();
    await until(session, () => pushedShards(session) === 3);
  });

  it('shows every record once across a kill -9 and a new start of the engine', async () => {
    await until(session, () => pushedShards(session) === 2);
    await put(20);
    await checkOnce();
    await world.kill();
    await world.startAgain();
    await put(20);
    await checkOnce();
  });

  it('registers another consumer when somebody deregisters it, and misses nothing', async () => {
    const { consumers } = world.connection;
    await until(session, () => pushedShards(session) === 2);
    const before = session.state.reading.consumerName;
    const { items } = await consumers.listConsumers(StreamName, world);
    for (const { arn } of items) await consumers.deregisterConsumer(arn, world.signal);
    await put(20);
    await until(
      session,
      () => session.state.reading.consumerName !== before && pushedShards(session) === 2,
    );
    await put(20);
    await checkOnce();
    assert.deepEqual(await tailConsumers(), [session.state.reading.consumerName]);
  });

  it('deregisters its consumer when the tail ends, and polls where there is no room', async () => {
    const { consumers } = world.connection;
    await until(session, () => session.state.reading.push === 'on');
    assert.equal((await tailConsumers()).length, 1);
    // Refused while five are being made, and where they come too fast.
    for (let index = 1; index < 20; index++) {
      await eventually(() => consumers.registerConsumer(StreamName, `app-${index}`, world.signal));
    }
    await eventually(async () => {
      const { items } = await consumers.listConsumers(StreamName, world);
      return items.every(({ status }) => status === 'ACTIVE');
    });
    const second = world.tail('push');
    await until(second, () => second.state.reading.push === 'refused');
    assert.match(second.state.reading.refusal ?? '', /20 consumers/);
    session.reading.usePolling();
    await put(5);
    await checkOnce();
    await eventually(async () => (await tailConsumers()).length === 0);
  });
});
