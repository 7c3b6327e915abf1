import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { systemClock } from '../../src/base/systemClock.ts';
import { callEngine } from '../../src/host/engine/controlClient.ts';
import {
  EngineController,
  type EngineIncident,
  type EngineState,
} from '../../src/host/engine/engineController.ts';

const SCRIPT = new URL('../../src/engine/main.ts', import.meta.url).pathname;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A window of VS Code, as far as the engine can tell. */
interface Window {
  readonly controller: EngineController;
  readonly incidents: EngineIncident[];
  /** Resolves with the first state from now on, or the present one, that satisfies the test. */
  until(isIt: (state: EngineState) => boolean): Promise<EngineState>;
}

describe('windows that share the engine', () => {
  let dataDir: string;
  let windows: Window[];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kinesis-workbench-windows-'));
    windows = [];
  });
  afterEach(async () => {
    await Promise.all(windows.map(({ controller }) => controller.stop()));
    for (const { controller } of windows) controller.dispose();
    await rm(dataDir, { recursive: true, force: true });
  });

  function open(
    storage: { inMemory: boolean; port: number } = { inMemory: false, port: 0 },
  ): Window {
    const plan = (port = storage.port) => {
      const where = storage.inMemory ? ['--in-memory'] : ['--data-dir', dataDir];
      const args = ['--port', String(port), ...where];
      return Promise.resolve({ args, port, inMemory: storage.inMemory });
    };
    const controller = new EngineController({ script: SCRIPT, plan }, silent, systemClock);
    const incidents: EngineIncident[] = [];
    controller.onIncident((incident) => incidents.push(incident));
    const until: Window['until'] = (isIt) =>
      new Promise((resolve) => {
        const look = (state: EngineState): void => {
          if (!isIt(state)) return;
          subscription.dispose();
          resolve(state);
        };
        const subscription = controller.onDidChangeState(look);
        look(controller.state);
      });
    const window = { controller, incidents, until };
    windows.push(window);
    return window;
  }

  it('attach to the engine of the first', async () => {
    const [a, b] = [open(), open()];
    const first = await a.controller.start();
    const second = await b.controller.start();
    assert.deepEqual(second, first);
    assert.deepEqual([attached(a), attached(b)], [false, true]);
  });

  it('find one engine between them when they start at once', async () => {
    const all = [open(), open(), open(), open()];
    const ready = await Promise.all(all.map(({ controller }) => controller.start()));
    assert.equal(new Set(ready.map(({ pid }) => pid)).size, 1);
    assert.deepEqual(all.map(attached).sort(), [false, true, true, true]);
  });

  it('do not believe what an engine that was killed has left behind', async () => {
    const stale = { ready: true, http: 'http://127.0.0.1:9', pid: 1, version: '0' };
    await writeFile(join(dataDir, 'engine.json'), JSON.stringify(stale));
    const [a, b] = [open(), open()];
    const ready = await Promise.all([a.controller.start(), b.controller.start()]);
    assert.deepEqual(ready[0], ready[1]);
  });

  for (const who of ['owner', 'guest'] as const) {
    it(`have it stopped when the ${who} stops it`, async () => {
      const [owner, guest] = [open(), open()];
      const { pid } = await owner.controller.start();
      await guest.controller.start();
      const stopper = who === 'owner' ? owner : guest;
      const other = who === 'owner' ? guest : owner;
      await stopper.controller.stop();
      await other.until(({ name }) => name === 'stopped');
      assert.deepEqual([isAlive(pid), owner.incidents, guest.incidents], [false, [], []]);
    });
  }

  it('take it over, on its port, when the window that started it closes', async () => {
    const [owner, guest] = [open(), open()];
    const before = await owner.controller.start();
    await guest.controller.start();
    owner.controller.dispose();
    await guest.until((state) => state.name === 'running' && state.ready.pid !== before.pid);
    const { state } = guest.controller;
    assert.equal(state.name === 'running' && state.ready.http, before.http);
    assert.deepEqual([attached(guest), guest.incidents], [false, []]);
  });

  it('have it again, on its port, when it was killed; only its window tells', async () => {
    const [owner, guest] = [open(), open()];
    const before = await owner.controller.start();
    await guest.controller.start();
    const isAnother = (state: EngineState): boolean =>
      state.name === 'running' && state.ready.pid !== before.pid;
    const told = new Promise((resolve) => owner.controller.onIncident(resolve));
    process.kill(before.pid, 'SIGKILL');
    const states = await Promise.all([owner.until(isAnother), guest.until(isAnother)]);
    await told;
    const https = states.map((state) => state.name === 'running' && state.ready.http);
    assert.deepEqual(https, [before.http, before.http]);
    assert.deepEqual(guest.incidents, []);
    assert.deepEqual(
      owner.incidents.map(({ type, how }) => [type, how]),
      [['recovered', 'was ended by SIGKILL']],
    );
  });

  it('meet at the port when nothing is kept on disk', async () => {
    const first = open({ inMemory: true, port: 0 });
    const { http, pid } = await first.controller.start();
    const port = Number(new URL(http).port);
    const second = open({ inMemory: true, port });
    assert.equal((await second.controller.start()).pid, pid);
    assert.equal(attached(second), true);
  });

  it('do not take another engine for theirs', async () => {
    const onDisk = open();
    const { http } = await onDisk.controller.start();
    const inMemory = open({ inMemory: true, port: Number(new URL(http).port) });
    await assert.rejects(inMemory.controller.start(), { code: 'portInUse' });
    assert.equal(inMemory.controller.state.name, 'failed');
  });

  it('give up on an engine that crashes again and again', async () => {
    const window = open();
    let { pid } = await window.controller.start();
    const isNew = (state: EngineState): boolean =>
      state.name === 'failed' || (state.name === 'running' && state.ready.pid !== pid);
    // Three in a minute, and a machine may be so busy that the first is no longer of that minute.
    let crashes = 0;
    for (let state = window.controller.state; state.name === 'running'; crashes++) {
      ({ pid } = state.ready);
      process.kill(pid, 'SIGKILL');
      state = await window.until(isNew);
    }
    assert.ok(crashes >= 4, String(crashes));
    assert.equal(window.controller.state.name, 'failed');
    assert.equal(window.incidents.at(-1)?.type, 'gaveUp');
    await window.controller.start();
    assert.equal((await callEngine(window.controller.requireEndpoint(), 'health')).streamCount, 0);
  });
});

function attached({ controller }: Window): boolean | undefined {
  return controller.state.name === 'running' ? controller.state.attached : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
