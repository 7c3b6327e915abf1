import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { type EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, request } from 'node:https';
import { connect as connectNet } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { IncomingMessage } from 'node:http';
import {
  CreateStreamCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { SniffingServer } from '../../src/engine/server/sniffingServer.ts';
import { makeIdentity } from '../../src/engine/server/certificate.ts';
import type { EngineOptions } from '../../src/engine/part.ts';
import { CREDENTIALS, startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { SIGNATURE } from '../support/rawHttp.ts';
import { streamWithConsumer, subscribe } from '../support/subscriber.ts';

interface Trusted {
  readonly stop: () => Promise<void>;
  readonly https: string;
  /** The certificate that it exported. */
  readonly ca: string;
}

function directory(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'tls-test-'));
  context.after(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

async function start(
  context: TestContext,
  options: Partial<EngineOptions> = {},
  clock = new FakeClock(),
): Promise<Trusted> {
  const certificateFile = join(directory(context), 'engine.pem');
  const engine = await startTestEngine({ tlsPort: 0, certificateFile, ...options }, { clock });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= engine.stop());
  context.after(stop);
  return {
    stop,
    https: engine.ready.https ?? '',
    ca: readFileSync(certificateFile, 'utf8'),
  };
}

/** Both forms of the client, each of which trusts the exported certificate and nothing else. */
function clients(context: TestContext, { https, ca }: Trusted): KinesisClient[] {
  const requestHandlers = [
    new NodeHttp2Handler({ nodeHttp2ConnectOptions: { ca } }),
    new NodeHttpHandler({ httpsAgent: new Agent({ ca }) }),
  ];
  return requestHandlers.map((requestHandler) => {
    const client = new KinesisClient({
      endpoint: https,
      region: 'us-east-1',
      credentials: CREDENTIALS,
      maxAttempts: 1,
      requestHandler,
    });
    context.after(() => {
      client.destroy();
    });
    return client;
  });
}

describe('the TLS port', () => {
  it('serves HTTP/2 and HTTP/1.1, and the same streams as the other port', async (context) => {
    const trusted = await start(context);
    const [http2, http1] = clients(context, trusted);
    assert.ok(http2 && http1);
    await http2.send(new CreateStreamCommand({ StreamName: 'there', ShardCount: 1 }));
    const { StreamNames } = await http1.send(new ListStreamsCommand({}));
    assert.deepEqual(StreamNames, ['there']);
  });

  it('pushes to subscribers over both protocols', async (context) => {
    const clock = new FakeClock();
    const trusted = await start(context, {}, clock);
    const seen: string[][] = [];
    for (const [index, client] of clients(context, trusted).entries()) {
      const StreamName = `pushed-${String(index)}`;
      const subscriber = await subscribe(
        client,
        await streamWithConsumer(client, clock, StreamName),
      );
      const Data = Buffer.from(StreamName);
      await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data }));
      seen.push(await subscriber.texts());
      subscriber.leave();
    }
    assert.deepEqual(seen, [['pushed-0'], ['pushed-1']]);
  });

  it('lets the handshake choose the protocol', async (context) => {
    const { https, ca } = await start(context);
    const port = Number(new URL(https).port);
    const chosen: unknown[] = [];
    for (const ALPNProtocols of [['h2', 'http/1.1'], ['http/1.1'], []]) {
      const socket = connectTls({ host: '127.0.0.1', port, ca, ALPNProtocols });
      await once(socket, 'secureConnect');
      chosen.push(socket.alpnProtocol);
      socket.destroy();
    }
    assert.deepEqual(chosen, ['h2', 'http/1.1', false]);
  });

  it('answers in HTTP/2 whoever begins with its preface without having agreed on it', async (context) => {
    const { https, ca } = await start(context);
    const port = Number(new URL(https).port);
    const socket = connectTls({ host: '127.0.0.1', port, ca, ALPNProtocols: [] });
    await once(socket, 'secureConnect');
    const session = connectHttp2(https, { createConnection: () => socket });
    context.after(() => {
      session.destroy();
    });
    const sent = session.request({
      ':method': 'POST',
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.ListStreams',
      'x-amz-date': '1',
      authorization: SIGNATURE,
    });
    sent.end('{}');
    assert.deepEqual(JSON.parse(await text(sent)), {
      StreamNames: [],
      HasMoreStreams: false,
      StreamSummaries: [],
    });
  });

  it('answers a client that knows nothing of protocols in HTTP/1.1', async (context) => {
    const { https, ca } = await start(context);
    const sent = request(https, {
      method: 'POST',
      ca,
      agent: false,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Kinesis_20131202.ListStreams',
        'x-amz-date': '1',
        authorization: SIGNATURE,
      },
    });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.end('{}');
    const [response] = await answered;
    assert.deepEqual(
      [response.statusCode, JSON.parse(await text(response))],
      [200, { StreamNames: [], HasMoreStreams: false, StreamSummaries: [] }],
    );
  });

  it('keeps its certificate in the data directory, for its owner only', async (context) => {
    const dataDir = directory(context);
    const certificates: string[] = [];
    while (certificates.length < 2) {
      const { stop, ca } = await start(context, { dataDir });
      certificates.push(ca);
      await stop();
    }
    const path = join(dataDir, 'tls.pem');
    const kept = readFileSync(path, 'utf8');
    const mode = process.platform === 'win32' ? 0o600 : statSync(path).mode & 0o777;
    assert.deepEqual(
      [
        certificates[0],
        mode,
        kept.includes(certificates[0] ?? '-'),
        /PRIVATE/.test(certificates[0] ?? ''),
      ],
      [certificates[1], 0o600, true, false],
    );
  });

  it('makes its certificate for the first who comes with TLS, and keeps it', async (context) => {
    const dataDir = directory(context);
    const engine = await startTestEngine({ tlsPort: 0, dataDir });
    context.after(() => engine.stop());
    const port = Number(new URL(engine.ready.https ?? '').port);
    const path = join(dataDir, 'tls.pem');
    const seen: unknown[] = [existsSync(path)];
    for (let connection = 0; connection < 2; connection += 1) {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { fingerprint256 } = new X509Certificate(readFileSync(path));
      seen.push(socket.getPeerCertificate().fingerprint256 === fingerprint256);
      socket.destroy();
    }
    assert.deepEqual(seen, [false, true, true]);
  });

  it('is not there when it is off', async (context) => {
    const engine = await startTestEngine();
    context.after(() => engine.stop());
    assert.equal('https' in engine.ready, false);
  });

  it('says whose port is taken, and frees the other one', async (context) => {
    const { https, stop } = await start(context);
    const tlsPort = Number(new URL(https).port);
    await assert.rejects(startTestEngine({ tlsPort }), {
      code: 'portInUse',
      message: `Port 127.0.0.1:${String(tlsPort)} is in use. Stop the program that has it, or choose another with --tls-port (0 takes any).`,
    });
    await stop();
  });

  it('says when the certificate cannot be exported', async () => {
    const certificateFile = join(tmpdir(), 'no-such-directory', 'engine.pem');
    await assert.rejects(startTestEngine({ tlsPort: 0, certificateFile }), {
      code: 'invalidInput',
      message: /^Cannot write the certificate to .+\.$/,
    });
  });
});

describe('connections to the TLS port that say too little', () => {
  /** The timeouts are real, made short; nothing depends on how short they are. */
  async function listen(context: TestContext): Promise<{ port: number; ca: string }> {
    const server = new SniffingServer(() => undefined, {
      headMs: 100,
      requestMs: 200,
      idleMs: 100,
    });
    context.after(() => {
      server.stopListening();
      server.destroyConnections();
    });
    await server.listen(0, '127.0.0.1');
    const identity = makeIdentity({ host: '127.0.0.1', nowMs: Date.now() });
    const port = await server.listenTls(0, '127.0.0.1', () => identity);
    return { port, ca: identity.certificate };
  }

  it('are closed before the handshake, and when it is none', async (context) => {
    const { port } = await listen(context);
    for (const bytes of ['', 'POST / HTTP/1.1\r\n\r\n', '\x16\x03\x01']) {
      const socket = connectNet(port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      socket.write(bytes, 'latin1');
      await closed(socket);
    }
  });

  it('are closed after it, in both protocols', async (context) => {
    const { port, ca } = await listen(context);
    const socket = connectTls({ host: '127.0.0.1', port, ca, ALPNProtocols: ['http/1.1'] });
    socket.on('error', () => undefined).resume();
    await closed(socket);
    const session = connectHttp2(`https://127.0.0.1:${String(port)}`, { ca });
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
