import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { ListStreamsCommand } from '@aws-sdk/client-kinesis';

import { createClients } from '../../../src/aws/clients.ts';
import { configuredEndpoints, createConnection } from '../../../src/aws/sdk.ts';
import type { ExpectedError } from '../../../src/base/errors.ts';
import { FakeService } from './fakeService.ts';

const REGION = 'eu-west-1';
const KEYS = 'aws_access_key_id = any\naws_secret_access_key = any\n';
const FILES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE'] as const;

describe('the endpoints of a profile', () => {
  let home: string;
  let before: (string | undefined)[];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kinesis-workbench-endpoints-'));
    before = FILES.map((name) => process.env[name]);
    process.env['AWS_CONFIG_FILE'] = join(home, 'config');
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = join(home, 'credentials');
    delete process.env['AWS_PROFILE'];
  });
  afterEach(async () => {
    for (const [index, name] of FILES.entries()) {
      const value = before[index];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await rm(home, { recursive: true });
  });

  const write = (config: string): Promise<void> => writeFile(join(home, 'config'), config);
  const allAt = (url: string): object => ({ kinesis: url, firehose: url, glue: url });

  it('are none where nothing is configured, also without any file', async () => {
    assert.deepEqual(await configuredEndpoints('shop', {}), {});
    await write('[profile shop]\nregion = eu-west-1\n[default]\nendpoint_url = http://other\n');
    assert.deepEqual(await configuredEndpoints('shop', {}), {});
  });

  it('are those of its services before the one for all, and read anew each time', async () => {
    await write('[profile shop]\nendpoint_url = http://all:1\n');
    assert.deepEqual(await configuredEndpoints('shop', {}), allAt('http://all:1'));
    await write(
      '[profile shop]\nservices = near\nendpoint_url = http://all:1\n' +
        '[services near]\nkinesis =\n  endpoint_url = http://streams:2\ns3 =\n  endpoint_url = http://s3\n',
    );
    assert.deepEqual(await configuredEndpoints('shop', {}), {
      ...allAt('http://all:1'),
      kinesis: 'http://streams:2',
    });
  });

  it('give way to the environment, one service before all', async () => {
    await write('[profile shop]\nendpoint_url = http://all:1\n');
    const env = { AWS_ENDPOINT_URL: 'http://env:3', AWS_ENDPOINT_URL_FIREHOSE: 'http://env:4' };
    assert.deepEqual(await configuredEndpoints('shop', env), {
      ...allAt('http://env:3'),
      firehose: 'http://env:4',
    });
  });

  it('are ignored when the environment or the profile says so', async () => {
    await write('[profile shop]\nendpoint_url = http://all:1\n');
    const env = {
      AWS_ENDPOINT_URL: 'http://env:3',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True',
    };
    assert.deepEqual(await configuredEndpoints('shop', env), {});
    await write(
      '[profile shop]\nendpoint_url = http://all:1\nignore_configured_endpoint_urls = true\n',
    );
    assert.deepEqual(await configuredEndpoints('shop', {}), {});
    assert.deepEqual(
      await configuredEndpoints('shop', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' }),
      allAt('http://all:1'),
    );
  });

  it('are refused when they cannot be what is meant', async () => {
    await write('[profile shop]\nservices = gone\n');
    await assert.rejects(configuredEndpoints('shop', {}), {
      name: 'ExpectedError',
      message:
        'Profile “shop” names the services “gone”, but there is no section [services gone] in the shared config file.',
    });
    await write('[profile shop]\nendpoint_url = localhost:4566\n');
    await assert.rejects(configuredEndpoints('shop', {}), (error: ExpectedError) =>
      /configured for profile “shop” is no URL .*: localhost:4566$/.test(error.message),
    );
  });

  it('are where the calls go, each service to its own', async () => {
    const [streams, delivery, fallback] = [new FakeService(), new FakeService(), new FakeService()];
    const services = [streams, delivery, fallback];
    const [kinesis, firehose, other] = await Promise.all(services.map((one) => one.listen()));
    await write(
      `[default]\nendpoint_url = ${other}\n[profile shop]\nservices = near\n` +
        `[services near]\nkinesis =\n  endpoint_url = ${kinesis}\nfirehose =\n  endpoint_url = ${firehose}\n`,
    );
    await writeFile(join(home, 'credentials'), `[default]\n${KEYS}[shop]\n${KEYS}`);
    streams.respond = () => ({ body: { StreamNames: ['one'], HasMoreStreams: false } });
    delivery.respond = () => ({
      body: { DeliveryStreamNames: ['two'], HasMoreDeliveryStreams: false },
    });
    const connection = createConnection({
      kind: 'aws',
      profile: 'shop',
      region: REGION,
      endpoints: await configuredEndpoints('shop', {}),
    });
    const { signal } = new AbortController();
    try {
      await connection.streams.listStreams({ signal });
      await connection.deliveryStreams.listDeliveryStreams({ signal });
    } finally {
      connection.dispose();
      for (const service of services) await service.close();
    }
    assert.deepEqual(
      services.map(({ calls }) => calls.map(({ operation }) => operation)),
      [['ListStreams'], ['ListDeliveryStreams'], []],
    );
  });

  it('of another profile are not taken for those of a connection', async () => {
    await write('[default]\nendpoint_url = http://127.0.0.1:9\n[profile shop]\nregion = x\n');
    await writeFile(join(home, 'credentials'), `[default]\n${KEYS}[shop]\n${KEYS}`);
    const clients = createClients(
      { kind: 'aws', profile: 'shop', region: REGION, endpoints: {} },
      {},
    );
    let hostname: unknown;
    clients.kinesis.middlewareStack.add(
      () => (call) => {
        hostname = (call.request as { readonly hostname?: unknown }).hostname;
        // Nothing is to leave this machine.
        return Promise.reject(new Error('not sent'));
      },
      { step: 'build' },
    );
    await assert.rejects(clients.kinesis.send(new ListStreamsCommand()), { message: 'not sent' });
    clients.destroy();
    assert.equal(hostname, 'kinesis.eu-west-1.amazonaws.com');
  });
});
