import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Connection, ConsumerInfo } from '../../../src/aws/service.ts';
import { ExpectedError } from '../../../src/base/errors.ts';
import { KeptConsumers } from '../../../src/host/connections/keptConsumers.ts';
import { fanOutQuestion, switchPush } from '../../../src/host/panels/fanOut.ts';
import { offerLeftovers } from '../../../src/host/panels/leftoverConsumers.ts';
import { TailConsumers } from '../../../src/host/panels/tailConsumers.ts';
import { fakeConnection } from './fakeConnection.ts';

/** Above the largest process id of any system. */
const GONE_PROCESS_ID = 2 ** 30;

describe('consumers of tails', () => {
  const { signal } = new AbortController();
  let folder: string;
  let registered: ConsumerInfo[];
  let consumers: TailConsumers;
  let connect: () => Promise<Connection>;
  let account: string;
  let failure: Error | undefined;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'consumers-')), 'consumers');
    registered = [];
    failure = undefined;
    account = '000000000000';
    const connection = fakeConnection({
      streams: {
        listStreams: () => {
          const arn = `arn:aws:kinesis:us-east-1:${account}:stream/other`;
          const stream = { name: 'other', arn, status: 'ACTIVE', mode: undefined };
          return Promise.resolve({ items: [stream], next: undefined });
        },
      },
      consumers: {
        registerConsumer: (_stream, name) => {
          add(name);
          return Promise.resolve(arnOf(name));
        },
        deregisterConsumer: (arn) => {
          if (failure) return Promise.reject(failure);
          if (!registered.some((consumer) => consumer.arn === arn)) {
            return Promise.reject(new ExpectedError('notFound', 'No consumer'));
          }
          registered = registered.filter((consumer) => consumer.arn !== arn);
          return Promise.resolve();
        },
        listConsumers: () => Promise.resolve({ items: registered, next: undefined }),
      },
    });
    connect = () => Promise.resolve(connection);
    consumers = new TailConsumers({
      kept: new KeptConsumers(folder),
      connect,
      placeOf,
      log: () => undefined,
    });
  });

  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  function arnOf(name: string): string {
    return `arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/${name}:1700000000`;
  }

  function add(name: string): void {
    registered.push({ name, arn: arnOf(name), status: 'ACTIVE', createdMs: registered.length });
  }

  /** As a window left it that has crashed. */
  async function leave(
    consumerName: string,
    connectionName = 'prod',
    more: { place?: string | undefined; arn?: string | undefined } = {},
  ): Promise<void> {
    await mkdir(folder, { recursive: true });
    const place = placeOf(connectionName);
    const arn = arnOf(consumerName);
    const kept = { connectionName, streamName: 's', consumerName, place, arn, ...more };
    const file = { ...kept, hostName: hostname(), processId: GONE_PROCESS_ID };
    await writeFile(join(folder, `${consumerName}.json`), JSON.stringify(file));
    add(consumerName);
  }

  /** This window does not have the connection with that name. */
  function placeOf(connectionName: string): string | undefined {
    if (connectionName === 'Local engine') return 'local';
    if (connectionName === 'Local engine') return 'local';
    return connectionName.startsWith('removed') ? undefined : `place of ${connectionName}`;
  }

  function kept(): Promise<string[]> {
    return readdir(folder);
  }

  it('are remembered while they are registered, and by nobody else taken for leftovers', async () => {
    const source = consumers.sourceFor('prod', connect);
    const arn = await source.registerConsumer('s', 'kinesis-workbench-1', signal);
    assert.deepEqual(await kept(), ['kinesis-workbench-1.json']);
    assert.deepEqual(await consumers.leftovers(), []);
    assert.deepEqual(
      (await consumers.of('prod', 's', signal)).map(({ isInUse }) => isInUse),
      [true],
    );
    await source.deregisterConsumer(arn, signal);
    assert.deepEqual([await kept(), registered], [[], []]);
  });

  it('stay remembered when they could not be deregistered', async () => {
    const source = consumers.sourceFor('prod', connect);
    const arn = await source.registerConsumer('s', 'kinesis-workbench-1', signal);
    failure = new ExpectedError('networkUnreachable', 'No network');
    await assert.rejects(source.deregisterConsumer(arn, signal), failure);
    await consumers.settled();
    assert.deepEqual(await kept(), ['kinesis-workbench-1.json']);
    assert.deepEqual(
      (await consumers.of('prod', 's', signal)).map(({ isInUse }) => isInUse),
      [false],
    );
  });

  it('are listed by their prefix alone', async () => {
    add('billing');
    add('kinesis-workbench-1');
    const names = (await consumers.of('prod', 's', signal)).map(({ name }) => name);
    assert.deepEqual(names, ['kinesis-workbench-1']);
  });

  it('of crashed windows go on the local engine, and elsewhere when the person says so', async () => {
    await leave('kinesis-workbench-1', 'Local engine');
    await leave('kinesis-workbench-2');
    await leave('kinesis-workbench-3', 'removed from the settings');
    await writeFile(join(folder, 'broken.json'), '{');
    const asked: string[] = [];
    const look = (agrees: boolean): Promise<void> =>
      offerLeftovers(consumers, {
        placeOf: (name) => Promise.resolve(placeOf(name)),
        signal,
        ask: (message) => {
          asked.push(message);
          return Promise.resolve(agrees);
        },
      });
    await look(false);
    assert.deepEqual(
      registered.map(({ name }) => name),
      ['kinesis-workbench-2', 'kinesis-workbench-3'],
    );
    await look(true);
    assert.deepEqual(
      registered.map(({ name }) => name),
      ['kinesis-workbench-3'],
    );
    const message =
      'An enhanced fan-out consumer of a tail that could not end properly is still registered on "s" of "prod" and may cost money.';
    assert.deepEqual(asked, [message, message]);
    // A window with that connection can deregister what this one cannot.
    assert.deepEqual(await kept(), ['broken.json', 'kinesis-workbench-3.json']);
  });

  it('stay remembered where the connection leads elsewhere now', async () => {
    const asked: string[] = [];
    const look = (): Promise<void> =>
      offerLeftovers(consumers, {
        placeOf: (name) => Promise.resolve(placeOf(name)),
        signal,
        ask: (message) => {
          asked.push(message);
          return Promise.resolve(true);
        },
      });
    await leave('kinesis-workbench-1', 'prod', { place: 'another region' });
    await look();
    assert.deepEqual([asked, await kept()], [[], ['kinesis-workbench-1.json']]);
    await rm(folder, { recursive: true });
    // The same profile, signed in to another account, which knows no such consumer.
    await leave('kinesis-workbench-2');
    registered = [];
    account = '111111111111';
    await look();
    assert.deepEqual([asked.length, await kept()], [1, ['kinesis-workbench-2.json']]);
    account = '000000000000';
    await look();
    assert.deepEqual([asked.length, await kept()], [2, []]);
  });

  it('are found by their name when their window ended before it knew the ARN', async () => {
    await leave('kinesis-workbench-1', 'prod', { arn: undefined });
    const [left] = await consumers.leftovers();
    assert.ok(left);
    assert.equal(await consumers.removeLeftover(left, signal), true);
    assert.deepEqual([registered, await kept()], [[], []]);
  });

  it('are remembered with the place and the ARN', async () => {
    const arn = await consumers
      .sourceFor('prod', connect)
      .registerConsumer('s', 'kinesis-1', signal);
    const text = await readFile(join(folder, 'kinesis-1.json'), 'utf8');
    const { place, arn: keptArn } = JSON.parse(text) as { place: string; arn: string };
    assert.deepEqual([place, keptArn], ['place of prod', arn]);
  });

  it('ask on AWS, with what they cost, and not on the local engine', async () => {
    const calls: string[] = [];
    const session = (pushMode: 'push' | 'enhancedFanOut') =>
      ({
        state: { connectionName: 'prod', streamName: 's', reading: { pushMode } },
        reading: {
          usePush: () => calls.push('push'),
          usePolling: () => calls.push('poll'),
        },
      }) as unknown as Parameters<typeof switchPush>[0];
    const options = {
      describe: () => Promise.resolve({ mode: 'PROVISIONED', openShardCount: 4 } as const),
      confirm: (message: string): Promise<void> => {
        calls.push(message);
        return Promise.reject(new ExpectedError('cancelled', 'Cancelled'));
      },
    };
    await switchPush(session('push'), { ...options, isOn: true });
    await switchPush(session('enhancedFanOut'), { ...options, isOn: false });
    await assert.rejects(switchPush(session('enhancedFanOut'), { ...options, isOn: true }), {
      code: 'cancelled',
    });
    assert.deepEqual(calls, ['push', 'poll', 'Read "s" of "prod" by enhanced fan-out?']);
    const names = { streamName: 's', connectionName: 'prod' };
    const detail = (mode: 'PROVISIONED' | 'ON_DEMAND'): string =>
      fanOutQuestion(names, { mode, openShardCount: 4 }).detail;
    assert.match(
      detail('PROVISIONED'),
      /about \$0\.015 for each shard and hour, \$0\.060 an hour for the 4 open shards/,
    );
    assert.match(detail('ON_DEMAND'), /about \$0\.05 for each GB that is read \(list prices/);
  });
});
