import assert from 'node:assert/strict';
import { connect as connectHttp2 } from 'node:http2';
import type { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { SniffingServer } from '../../src/engine/server/sniffingServer.ts';

/** These wait for real timeouts, made short; nothing here depends on how short they are. */
describe('connections that say too little', () => {
  let server: SniffingServer;
  let port: number;

  before(async () => {
    server = new SniffingServer(() => undefined, { headMs: 100, requestMs: 200, idleMs: 100 });
    port = await server.listen(0, '127.0.0.1');
  });
  after(() => {
    server.stopListening();
    server.destroyConnections();
  });

  /** Sends the bytes and waits until the server hangs up. */
  async function hangsUp(bytes: string): Promise<boolean> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write(bytes);
    await closed(socket);
    return true;
  }

  const sayings = [
    ['nothing', ''],
    ['half a preface', 'PR'],
    ['half a head', 'POST / HTTP/1.1\r\nHost: localhost\r\nX-'],
    ['half a body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhal'],
    ['half an HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM'],
  ] as const;
  for (const [what, bytes] of sayings) {
    it(`are closed after ${what}`, async () => {
      assert.equal(await hangsUp(bytes), true);
    });
  }

  it('are closed when a head comes letter by letter without end', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write('GET / HTTP/1.1\r\n');
    const dripping = setInterval(() => socket.write('X'), 20);
    await closed(socket);
    clearInterval(dripping);
  });

  it('are closed when an HTTP/2 session asks for nothing', async () => {
    const session = connectHttp2(`http://127.0.0.1:${String(port)}`);
    session.on('error', () => undefined);
    await closed(session);
  });
});

/** Unlike `once`, it takes an error for what it is: a way to be closed. */
function closed(connection: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    connection.once('close', resolve);
  });
}
