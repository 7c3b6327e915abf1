import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { ExpectedError } from '../../../../src/base/errors.ts';
import { DisposableStore, toDisposable } from '../../../../src/base/lifecycle.ts';
import {
  type Port,
  RpcClient,
  type RpcMessage,
  RpcServer,
} from '../../../../src/protocol/webview/rpc.ts';
import { settle } from '../../../support/fakeClock.ts';

interface Requests {
  add(params: { a: number; b: number }): number;
  later(): string;
  fail(params: { expected: boolean }): void;
}

interface Events {
  grew: { size: number };
}

/** Two ends; each message is copied as the real channel does and arrives in a later turn. */
class Wire {
  readonly sent: RpcMessage[] = [];
  private readonly listeners = new Map<string, (message: unknown) => void>();

  end(name: string, other: string): Port {
    return {
      post: (message) => {
        this.sent.push(message);
        const copy: unknown = structuredClone(message);
        queueMicrotask(() => this.deliver(other, copy));
      },
      listen: (listener) => {
        this.listeners.set(name, listener);
        return toDisposable(() => this.listeners.delete(name));
      },
    };
  }

  deliver(name: string, message: unknown): void {
    this.listeners.get(name)?.(message);
  }

  listening(name: string): boolean {
    return this.listeners.has(name);
  }
}

/** Both ends of each wire, until the test is over. */
let ends: DisposableStore;

function connect(): {
  wire: Wire;
  server: RpcServer<Requests, Events>;
  client: RpcClient<Requests, Events>;
  sizes: number[];
  failures: [method: string, error: unknown][];
} {
  const wire = new Wire();
  const sizes: number[] = [];
  const failures: [method: string, error: unknown][] = [];
  const server = new RpcServer<Requests, Events>(
    wire.end('host', 'page'),
    {
      add: ({ a, b }) => a + b,
      later: () => 'here',
      fail: ({ expected }) => {
        throw expected ? new ExpectedError('invalidInput', 'Not a date') : new Error('a defect');
      },
    },
    (method, error) => void failures.push([method, error]),
  );
  const client = new RpcClient<Requests, Events>(wire.end('page', 'host'), {
    grew: ({ size }) => sizes.push(size),
  });
  ends.add(server);
  ends.add(client);
  return { wire, server, client, sizes, failures };
}

/** Sends what the types forbid. */
function requestAnything(client: RpcClient<Requests, Events>, method: string): Promise<unknown> {
  return client.request(method as 'later');
}

describe('RPC', () => {
  beforeEach(() => {
    ends = new DisposableStore();
  });
  afterEach(() => ends.dispose());

  it('answers each request with its own result, in whatever order', async () => {
    const { client } = connect();
    const answers = [client.request('add', { a: 1, b: 2 }), client.request('later')];
    assert.deepEqual(await Promise.all([...answers, client.request('add', { a: 3, b: 4 })]), [
      3,
      'here',
      7,
    ]);
  });

  it('hands over failures with their code', async () => {
    const { client } = connect();
    await assert.rejects(client.request('fail', { expected: true }), {
      name: 'ExpectedError',
      code: 'invalidInput',
      message: 'Not a date',
    });
    await assert.rejects(client.request('fail', { expected: false }), {
      name: 'Error',
      message: 'a defect',
    });
  });

  it('tells its own side what failed, as it was thrown', async () => {
    const { client, failures } = connect();
    await client.request('later');
    await assert.rejects(client.request('fail', { expected: false }));
    assert.deepEqual(failures, [['fail', new Error('a defect')]]);
  });

  it('answers a method that is not there with a failure', async () => {
    const { client } = connect();
    for (const method of ['missing', 'toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      await assert.rejects(requestAnything(client, method), {
        code: 'unsupported',
        message: `The host has no method ${method}`,
      });
    }
  });

  it('tells events to their listener', async () => {
    const { server, sizes, wire } = connect();
    server.emit('grew', { size: 1 });
    server.emit('grew', { size: 2 });
    wire.deliver('page', { type: 'event', name: 'toString', payload: 1 });
    wire.deliver('page', { type: 'event', name: 'unknown', payload: 1 });
    await settle();
    assert.deepEqual(sizes, [1, 2]);
  });

  it('ignores what is no message, and answers nobody twice', async () => {
    const { client, wire } = connect();
    const answer = client.request('add', { a: 1, b: 1 });
    const hostile: unknown[] = [
      ...[undefined, null, 0, 'request', [], {}, { type: 5 }, { type: 'shutdown' }],
      ...[
        { type: 'answer', id: 99, result: 1 },
        { type: 'failure', id: 'x', message: 'no' },
      ],
    ];
    for (const message of hostile) {
      wire.deliver('host', message);
      wire.deliver('page', message);
    }
    // A page must not be able to answer the host, nor the host ask the page.
    wire.deliver('host', { type: 'answer', id: 1, result: 'forged' });
    wire.deliver('page', { type: 'request', id: 1, method: 'add', params: {} });
    assert.equal(await answer, 2);
    await settle();
    assert.deepEqual(
      wire.sent.map(({ type }) => type),
      ['request', 'answer'],
    );
  });

  it('rejects what is pending when the client is disposed, and everything after', async () => {
    const { client, wire } = connect();
    const pending = client.request('later');
    const rejected = assert.rejects(pending, { code: 'cancelled', message: 'The view was closed' });
    client.dispose();
    await rejected;
    assert.equal(wire.listening('page'), false);
    await assert.rejects(client.request('later'), { code: 'cancelled' });
    await settle();
    assert.equal(wire.sent.filter(({ type }) => type === 'request').length, 1);
  });

  it('says nothing more once the server is disposed', async () => {
    const { client, server, wire } = connect();
    const pending = client.request('later');
    await Promise.resolve();
    server.dispose();
    server.emit('grew', { size: 1 });
    await settle();
    assert.deepEqual(
      [wire.sent.map(({ type }) => type), wire.listening('host')],
      [['request'], false],
    );
    client.dispose();
    await assert.rejects(pending, { code: 'cancelled' });
  });
});
