import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import { systemClock } from '../../src/base/systemClock.ts';
import { TailSession } from '../../src/tail/session.ts';
import { type EngineProcess, readyOf, spawnEngine } from '../support/engine.ts';

/** The tail over the SDK on an engine that is a process of its own, which is then killed. */
describe('a tail of the local engine', () => {
  const { signal } = new AbortController();
  let dataDir: string;
  let engine: EngineProcess;
  let connection: Connection;
  let session: TailSession;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tail-'));
    engine = await spawnEngine(['--data-dir', dataDir]);
    const { http: endpoint } = readyOf(engine);
    connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
    const { streams } = connection;
    await streams.createStream({ streamName: 's', mode: 'PROVISIONED', shardCount: 2 }, signal);
    session = new TailSession({
      source: streams,
      clock: systemClock,
      random: () => 0,
      connectionName: 'Local engine',
      streamName: 's',
      position: { type: 'LATEST' },
      shards: 'all',
      pollIntervalMs: 250,
    });
  });

  afterEach(async () => {
    session.dispose();
    connection.dispose();
    await engine.stop();
    await rm(dataDir, { recursive: true });
  });

  /** Resolves as soon as it holds; the runner's timeout bounds the wait. */
  function until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const check = (): void => {
        if (!holds()) return;
        for (const subscription of subscriptions) subscription.dispose();
        resolve();
      };
      const subscriptions = [session.onAdvanced(check), session.onState(check)];
    });
  }

  async function put(from: number, to: number): Promise<void> {
    for (let index = from; index < to; index++) {
      const data = new TextEncoder().encode(String(index));
      await connection.streams.putRecord('s', { data, partitionKey: `key ${index}` }, signal);
    }
  }

  function shown(): number[] {
    const { generation, first, end } = session.counts;
    const { rows } = session.rows({ generation, from: first, count: end - first });
    return rows.map(({ preview }) => Number(preview)).sort((a, b) => a - b);
  }

  it('shows every record once, across a kill -9 and a new start of the engine', async () => {
    session.start();
    await until(() => session.state.phase.name === 'running');
    await put(0, 20);
    await until(() => session.counts.received === 20);
    const { port } = new URL(readyOf(engine).http);
    await engine.stop('SIGKILL');
    await until(() => session.state.phase.name === 'waiting');
    engine = await spawnEngine(['--data-dir', dataDir, '--port', port]);
    await put(20, 40);
    await until(() => session.state.phase.name === 'running' && session.counts.received >= 40);
    assert.deepEqual(
      shown(),
      Array.from({ length: 40 }, (_, index) => index),
    );
  });

  it('says that the stream was deleted', async () => {
    session.start();
    await until(() => session.state.phase.name === 'running');
    await connection.streams.deleteStream('s', signal);
    await until(() => session.state.phase.name === 'failed');
    assert.deepEqual(session.state.phase, {
      name: 'failed',
      message: 'The stream s does not exist, or no longer. Create it, then start the tail again.',
    });
  });
});
