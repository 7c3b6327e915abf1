import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { Answers } from '../../src/engine/server/answers.ts';
import { makeIdentity } from '../../src/engine/server/certificate.ts';
import { SniffingServer } from '../../src/engine/server/sniffingServer.ts';

const HOST = '127.0.0.1';
/** More than any system takes for a peer that does not read. */
const ANSWER = { status: 200, headers: {}, body: Buffer.alloc(32 * 2 ** 20) };
const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** These wait for a real timeout, made short; nothing here depends on how short it is. */
describe('answers that a client does not read', () => {
  let answers = new Answers({ bytesMax: ANSWER.body.length, msMax: 200 });
  let server: SniffingServer;
  let ports: { readonly plain: number; readonly tls: number };
  let onAnswer: (closed: Promise<unknown>) => void = () => undefined;

  before(async () => {
    server = new SniffingServer((_request, response) => {
      const closed = once(response, 'close');
      answers.send(response, ANSWER);
      onAnswer(closed);
    });
    const identity = makeIdentity({ host: HOST, nowMs: Date.now() });
    ports = {
      plain: await server.listen(0, HOST),
      tls: await server.listenTls(0, HOST, () => identity),
    };
  });
  after(() => {
    server.stopListening();
    server.destroyConnections();
  });

  /** What is held while the peer does not read, and after the engine has given it up. */
  async function seen(ask: () => { destroy(): void }): Promise<boolean[]> {
    const answered = new Promise<{ closed: Promise<unknown> }>((resolve) => {
      onAnswer = (closed) => {
        resolve({ closed });
      };
    });
    const peer = ask();
    const { closed } = await answered;
    const during = answers.isFull;
    await closed;
    peer.destroy();
    return [during, answers.isFull];
  }

  function unread<T extends Socket>(socket: T): T {
    socket.on('error', () => undefined).pause();
    socket.write(REQUEST);
    return socket;
  }

  it('are given up over HTTP/1.1', async () => {
    assert.deepEqual(await seen(() => unread(connect(ports.plain, HOST))), [true, false]);
  });

  it('are given up over TLS', async () => {
    const options = { port: ports.tls, host: HOST, rejectUnauthorized: false };
    assert.deepEqual(await seen(() => unread(connectTls(options))), [true, false]);
  });

  it('are given up over HTTP/2', async () => {
    const ask = () => {
      const session = connectHttp2(`http://${HOST}:${String(ports.plain)}`);
      session.on('error', () => undefined);
      session
        .request()
        .on('error', () => undefined)
        .pause();
      return session;
    };
    assert.deepEqual(await seen(ask), [true, false]);
  });

  it('are held no longer than a client takes that reads', async () => {
    answers = new Answers({ bytesMax: ANSWER.body.length });
    const socket = connect(ports.plain, HOST).resume();
    const held = await seen(() => {
      socket.write(REQUEST.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
      return { destroy: () => undefined };
    });
    if (!socket.closed) await once(socket, 'close');
    assert.deepEqual([held, socket.bytesRead > ANSWER.body.length], [[true, false], true]);
  });
});
