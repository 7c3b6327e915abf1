import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { systemClock } from '../../src/base/systemClock.ts';
import { callEngine } from '../../src/host/engine/controlClient.ts';
import { EngineController } from '../../src/host/engine/engineController.ts';
import { kinesisClient } from '../support/engine.ts';

const SCRIPT = new URL('../../src/engine/main.ts', import.meta.url).pathname;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** As the window does it, which owns the engine's process. */
describe('restoring a snapshot in a window', () => {
  let directory: string;
  let snapshot: string;
  let controller: EngineController;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'restore-'));
    snapshot = join(directory, 'kept');
    const plan = (port = 0) => {
      const args = ['--port', String(port), '--data-dir', join(directory, 'data')];
      return Promise.resolve({ args, port, inMemory: false });
    };
    controller = new EngineController({ script: SCRIPT, plan }, silent, systemClock);
    const { http } = await controller.start();
    await callEngine(http, 'applySeed', { streams: [{ name: 'kept' }] });
    await callEngine(http, 'snapshot', { directory: snapshot });
    await callEngine(http, 'applySeed', { streams: [{ name: 'later' }] });
  });
  afterEach(async () => {
    await controller.stop();
    controller.dispose();
    await rm(directory, { recursive: true });
  });

  async function streams(): Promise<string[] | undefined> {
    const client = kinesisClient(controller.requireEndpoint());
    const { StreamNames } = await client.send(new ListStreamsCommand());
    client.destroy();
    return StreamNames;
  }

  it('starts the engine anew with it, on its port', async () => {
    const before = controller.requireEndpoint();
    await controller.restore(snapshot);
    assert.deepEqual([await streams(), controller.requireEndpoint()], [['kept'], before]);
  });

  it('starts the engine as it was when it cannot be restored, and says why', async () => {
    const before = controller.requireEndpoint();
    const nowhere = join(directory, 'nowhere');
    await assert.rejects(controller.restore(nowhere), {
      code: 'invalidInput',
      message: `${nowhere} is not a snapshot of the engine.`,
    });
    assert.deepEqual([await streams(), controller.requireEndpoint()], [['kept', 'later'], before]);
  });

  it('is for once: a crash later brings back what came after it', async () => {
    await controller.restore(snapshot);
    const { ready } = controller.requireRunning();
    await callEngine(ready.http, 'applySeed', { streams: [{ name: 'after' }] });
    const again = new Promise<void>((resolve) => {
      controller.onDidChangeState((state) => {
        if (state.name === 'running' && state.ready.pid !== ready.pid) resolve();
      });
    });
    process.kill(ready.pid, 'SIGKILL');
    await again;
    assert.deepEqual(await streams(), ['after', 'kept']);
  });
});
