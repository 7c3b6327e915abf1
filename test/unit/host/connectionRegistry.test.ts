import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  type ConnectionEntry,
  ConnectionRegistry,
} from '../../../src/host/connections/connectionRegistry.ts';
import type { ConnectionSetting } from '../../../src/host/settings.ts';

const STAGE: ConnectionSetting = {
  name: 'stage',
  kind: 'endpoint',
  endpoint: 'http://127.0.0.1:1',
  region: 'eu-west-1',
};
const LOCAL: ConnectionEntry = { name: 'Local engine', kind: 'local' };

describe('the connections', () => {
  let settings: ConnectionSetting[];
  let endpoint: string;
  let registry: ConnectionRegistry;

  beforeEach(() => {
    settings = [STAGE];
    endpoint = 'http://127.0.0.1:2';
    registry = new ConnectionRegistry(
      { requireEndpoint: () => endpoint },
      { engineRegion: () => 'us-east-1', settings: () => settings },
    );
  });
  afterEach(() => registry.dispose());

  it('are the local engine and those of the settings', () => {
    assert.deepEqual(registry.all, [LOCAL, STAGE]);
    assert.deepEqual(
      [registry.find('stage'), registry.find('gone'), registry.regionOf(LOCAL)],
      [STAGE, undefined, 'us-east-1'],
    );
  });

  it('are opened once, also when asked for at the same time', async () => {
    const [first, second] = await Promise.all([registry.connect(LOCAL), registry.connect(LOCAL)]);
    assert.equal(first, second);
    assert.equal(await registry.connect(LOCAL), first);
  });

  it('are opened anew when the engine is back on another port, or after they were closed', async () => {
    const first = await registry.connect(LOCAL);
    endpoint = 'http://127.0.0.1:3';
    const second = await registry.connect(LOCAL);
    registry.close(LOCAL.name);
    const third = await registry.connect(LOCAL);
    assert.equal(new Set([first, second, third]).size, 3);
  });

  it('follow the settings', async () => {
    let changes = 0;
    const listening = registry.onDidChange(() => (changes += 1));
    const before = await registry.connect(STAGE);
    settings = [];
    registry.reload();
    assert.deepEqual(registry.all, [LOCAL]);
    settings = [STAGE];
    registry.reload();
    assert.notEqual(await registry.connect(STAGE), before);
    listening.dispose();
    assert.equal(changes, 2);
  });
});
