import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpectedError } from '../../../src/base/errors.ts';
import type { ConnectionEntry } from '../../../src/host/connections/connectionRegistry.ts';
import { TailConnections } from '../../../src/host/panels/tailConnections.ts';
import { fakeConnection } from './fakeConnection.ts';

const TUNNEL = {
  name: 'tunnel',
  kind: 'endpoint',
  endpoint: 'http://localhost:4567',
  region: 'eu-west-1',
} as const;
const ACME = { name: 'acme', kind: 'aws', profile: 'acme', region: 'eu-west-1' } as const;
const LOCAL = { name: 'Local engine', kind: 'local' } as const;

describe('the connection of a tail', () => {
  const connection = fakeConnection({});
  const elsewhere = { code: 'connectionChanged', message: /has changed since this tail was/ };

  /** `onConnect` stands for what is learned by opening it. */
  function tied(entry: ConnectionEntry, onConnect: () => ConnectionEntry | undefined) {
    let now: ConnectionEntry | undefined = entry;
    const connections = new TailConnections({
      find: () => now,
      connect: () => {
        now = onConnect();
        return Promise.resolve(connection);
      },
    });
    return connections.staying(entry.name);
  }

  it('is opened anew for each call for as long as it leads to the same place', async () => {
    for (const entry of [TUNNEL, ACME, LOCAL]) {
      const connect = tied(entry, () => ({ ...entry }));
      assert.equal(await connect(), connection);
      assert.equal(await connect(), connection);
    }
  });

  it('rejects where it leads elsewhere, or became one of production', async () => {
    const changes: [ConnectionEntry, ConnectionEntry][] = [
      [TUNNEL, { ...TUNNEL, endpoint: 'https://kinesis.eu-west-1.amazonaws.com' }],
      [TUNNEL, { ...TUNNEL, production: true }],
      [ACME, { ...ACME, region: 'us-east-1' }],
      [{ ...ACME, endpoints: { kinesis: 'http://localhost:4567' } }, ACME],
      [ACME, { ...ACME, endpoints: { kinesis: 'http://localhost:4567' } }],
    ];
    for (const [opened, now] of changes) await assert.rejects(tied(opened, () => now)(), elsewhere);
  });

  it('goes on where it leads to its place again', async () => {
    const answers = [{ ...TUNNEL, endpoint: 'http://localhost:1' }, TUNNEL];
    const connect = tied(TUNNEL, () => answers.shift());
    await assert.rejects(connect(), elsewhere);
    assert.equal(await connect(), connection);
  });

  it('says when it is gone, and waits for an engine that is stopped', async () => {
    const gone = tied(TUNNEL, () => undefined);
    await assert.rejects(gone(), elsewhere);
    await assert.rejects(gone(), { code: 'connectionChanged', message: /not in the settings/ });
    const stopped = tied(LOCAL, () => {
      throw new ExpectedError('engineStopped', 'Stopped');
    });
    await assert.rejects(stopped(), { code: 'networkUnreachable', message: /tail goes on when/ });
  });
});
