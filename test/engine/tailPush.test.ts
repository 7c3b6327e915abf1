import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import { systemClock } from '../../src/base/systemClock.ts';
import { isTailConsumer } from '../../src/formats/consumerName.ts';
import { ReadScheduler } from '../../src/tail/readScheduler.ts';
import { TailSession } from '../../src/tail/session.ts';
import { control } from '../support/control.ts';
import { type EngineProcess, readyOf, spawnEngine } from '../support/engine.ts';

/** The tail is pushed to over the SDK, by an engine that is a process of its own. */
describe('a tail that the local engine pushes to', () => {
  const { signal } = new AbortController();
  let dataDir: string;
  let engine: EngineProcess;
  let connection: Connection;
  let session: TailSession;
  let written: number;

  beforeEach(async () => {
    written = 0;
    dataDir = await mkdtemp(join(tmpdir(), 'tail-push-'));
    engine = await spawnEngine(['--data-dir', dataDir]);
    const { http: endpoint } = readyOf(engine);
    connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
    const { streams } = connection;
    await streams.createStream({ streamName: 's', mode: 'PROVISIONED', shardCount: 2 }, signal);
    session = open();
  });

  afterEach(async () => {
    session.dispose();
    connection.dispose();
    await engine.stop();
    await rm(dataDir, { recursive: true });
  });

  function open(scheduler = new ReadScheduler({ clock: systemClock })): TailSession {
    const { streams, consumers } = connection;
    const opened = new TailSession({
      source: {
        listShards: (...given) => streams.listShards(...given),
        getShardIterator: (...given) => streams.getShardIterator(...given),
        getRecords: (...given) => streams.getRecords(...given),
        push: consumers,
      },
      clock: systemClock,
      random: Math.random,
      connectionName: 'Local engine',
      streamName: 's',
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      pollIntervalMs: 250,
      scheduler,
      push: { mode: 'push', isAutomatic: true },
    });
    opened.start();
    return opened;
  }

  /** Resolves as soon as it holds; the runner's timeout bounds the wait. */
  function until(holds: () => boolean, of = session): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const check = (): void => {
        if (!holds()) return;
        for (const subscription of subscriptions) subscription.dispose();
        resolve();
      };
      const subscriptions = [of.onAdvanced(check), of.onState(check), of.onMetrics(check)];
    });
  }

  async function put(count: number): Promise<void> {
    for (const end = written + count; written < end; written++) {
      const data = new TextEncoder().encode(String(written));
      await connection.streams.putRecord('s', { data, partitionKey: `key ${written}` }, signal);
    }
  }

  /** Waits for all that was put, and for a little more that would be too much. */
  async function checkOnce(): Promise<void> {
    await until(() => session.counts.received >= written);
    const { generation, first, end } = session.counts;
    const { rows } = session.rows({ generation, from: first, count: end - first });
    const shown = rows.map(({ preview }) => Number(preview)).sort((a, b) => a - b);
    assert.deepEqual(
      shown,
      Array.from({ length: written }, (_, index) => index),
    );
  }

  function pushedShards(): number {
    return session.metrics.filter(({ mode, state }) => mode === 'push' && state === 'reading')
      .length;
  }

  async function tailConsumers(): Promise<string[]> {
    const { items } = await connection.consumers.listConsumers('s', { signal });
    return items.map(({ name }) => name).filter(isTailConsumer);
  }

  it('shows every record once, across the end of subscriptions and a reshard', async () => {
    await until(() => session.state.phase.name === 'running');
    await put(10);
    await until(() => pushedShards() === 2);
    await put(20);
    await checkOnce();
    const { http } = readyOf(engine);
    await control(http, 'advanceClock', { byMs: 301_000 });
    await put(10);
    await checkOnce();
    await connection.streams.splitShard(
      {
        streamName: 's',
        shardId: 'shardId-000000000000',
        startingHashKey: String(2n ** 126n),
      },
      signal,
    );
    await until(() => session.state.knownShardIds.length === 4);
    await put(30);
    await checkOnce();
    await until(() => pushedShards() === 3);
  });

  it('shows every record once across a kill -9 and a new start of the engine', async () => {
    await until(() => pushedShards() === 2);
    await put(20);
    await checkOnce();
    const { port } = new URL(readyOf(engine).http);
    await engine.stop('SIGKILL');
    engine = await spawnEngine(['--data-dir', dataDir, '--port', port]);
    await put(20);
    await checkOnce();
  });

  it('deregisters its consumer when the tail ends, and polls where there is no room', async () => {
    await until(() => session.state.reading.push === 'on');
    assert.equal((await tailConsumers()).length, 1);
    for (let index = 1; index < 20; index++) {
      await connection.consumers.registerConsumer('s', `app-${index}`, signal);
      for (;;) {
        const { items } = await connection.consumers.listConsumers('s', { signal });
        if (items.every(({ status }) => status === 'ACTIVE')) break;
      }
    }
    const second = open();
    await until(() => second.state.reading.push === 'refused', second);
    assert.match(second.state.reading.refusal ?? '', /20 consumers/);
    second.dispose();
    session.reading.usePolling();
    await put(5);
    await checkOnce();
    while ((await tailConsumers()).length > 0);
  });
});
