import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  type ConnectionEntry,
  ConnectionRegistry,
  endpointOf,
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

  describe('by a profile that leads elsewhere', () => {
    const SHOP: ConnectionSetting = {
      name: 'shop',
      kind: 'aws',
      profile: 'shop',
      region: 'eu-west-1',
    };
    const configFile = process.env['AWS_CONFIG_FILE'];
    let home: string;

    beforeEach(async () => {
      home = await mkdtemp(join(tmpdir(), 'kinesis-workbench-registry-'));
      process.env['AWS_CONFIG_FILE'] = join(home, 'config');
      await lead('http://127.0.0.1:4566');
      settings = [SHOP];
      registry.reload();
    });
    afterEach(async () => {
      if (configFile === undefined) delete process.env['AWS_CONFIG_FILE'];
      else process.env['AWS_CONFIG_FILE'] = configFile;
      await rm(home, { recursive: true });
    });

    const lead = (url: string): Promise<void> =>
      writeFile(join(home, 'config'), `[profile shop]\nendpoint_url = ${url}\n`);
    const shop = (): ConnectionEntry => registry.find('shop') ?? LOCAL;

    it('say where as soon as they are opened or asked, and keep it', async () => {
      let learned = 0;
      const listening = registry.onDidLearn(() => (learned += 1));
      assert.equal(endpointOf(shop()), undefined);
      const connection = await registry.connect(SHOP);
      assert.equal(endpointOf(shop()), 'http://127.0.0.1:4566');
      registry.reload();
      assert.equal(endpointOf(shop()), 'http://127.0.0.1:4566');
      assert.equal(await registry.connect(shop()), connection);
      assert.equal(await registry.learn(SHOP), shop());
      listening.dispose();
      assert.equal(learned, 1);
    });

    it('lead to the new place as soon as another of the profile has found it', async () => {
      const before = await registry.connect(SHOP);
      const other = { ...SHOP, name: 'other' };
      settings = [SHOP, other];
      registry.reload();
      await lead('http://127.0.0.1:4567');
      await registry.connect(other);
      assert.equal(endpointOf(shop()), 'http://127.0.0.1:4567');
      const after = await registry.connect(shop());
      assert.notEqual(after, before);
      assert.equal(await registry.connect(shop()), after);
    });

    it('say the new place once they were closed, before anything is decided by the old', async () => {
      await registry.connect(SHOP);
      await lead('http://127.0.0.1:4567');
      assert.equal(endpointOf(await registry.learn(shop())), 'http://127.0.0.1:4566');
      registry.close('shop');
      assert.equal(endpointOf(await registry.learn(shop())), 'http://127.0.0.1:4567');
    });

    it('lead to the new place after they were closed', async () => {
      await registry.connect(SHOP);
      await lead('http://127.0.0.1:4567');
      registry.close('shop');
      await registry.connect(shop());
      assert.equal(endpointOf(shop()), 'http://127.0.0.1:4567');
    });
  });
});
