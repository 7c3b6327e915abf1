import assert from 'node:assert/strict';
import { connect as connectHttp2, constants } from 'node:http2';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  type KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { CONTROL_HEADER } from '../../src/protocol/engine/control.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { cborBytes } from '../support/cbor.ts';
import { CLIENT_KINDS, kinesisClient, startTestEngine } from '../support/engine.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { rawBytes, rawOperation, rawRequest, SIGNATURE } from '../support/rawHttp.ts';

describe('hostile and broken input', () => {
  let engine: Engine;
  let endpoint: string;

  before(async () => {
    engine = await startTestEngine({ tlsPort: 0, allowedOrigins: ['https://app.example'] });
    endpoint = engine.ready.http;
  });
  after(() => engine.stop());

  /** What every test here ends with: the engine still serves. */
  async function assertServes(): Promise<void> {
    const answer = await rawOperation(endpoint, 'ListStreams', '{}');
    assert.equal(answer.status, 200);
  }

  it('survives junk bytes of every kind', async () => {
    const seed = 20_240_607;
    const random = seededRandom(seed);
    for (let round = 0; round < 40; round += 1) {
      const junk = Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256)));
      // A first byte that is no letter, so that an HTTP/1 parser gives up at once.
      junk[0] = Math.floor(random() * 32);
      await rawBytes(endpoint, junk);
    }
    await assertServes();
  });

  it('survives a preface that turns into junk, and bytes that come one by one', async () => {
    await rawBytes(endpoint, 'P', 'R', 'I * HTTP/2.0\r\n\r\nSM\r\n\r\n', Buffer.alloc(64, 0xff));
    const body = '{}';
    const head = [
      'POST / HTTP/1.1',
      'Host: localhost',
      'Connection: close',
      'Content-Type: application/x-amz-json-1.1',
      'X-Amz-Target: Kinesis_20131202.ListStreams',
      'X-Amz-Date: 1',
      `Authorization: ${SIGNATURE}`,
      `Content-Length: ${String(body.length)}`,
    ].join('\r\n');
    const received = await rawBytes(endpoint, 'P', 'O', 'S', head.slice(3), '\r\n\r\n', '{', '}');
    assert.match(received, /^HTTP\/1\.1 200 OK/);
  });

  it('survives a client that goes away in the middle of a body', async () => {
    const { hostname, port } = new URL(endpoint);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf');
    socket.destroy();
    await once(socket, 'close');
    await assertServes();
  });

  it('answers 413 to a body above 16 MiB, declared or not', async () => {
    const big = '0'.repeat(16 * 1024 * 1024 + 1);
    const declared = await rawOperation(endpoint, 'ListStreams', big);
    const chunked = await rawOperation(endpoint, 'ListStreams', big, {
      'transfer-encoding': 'chunked',
    });
    const type = { __type: 'RequestEntityTooLargeException' };
    const message = 'The request is larger than 16 MiB.';
    assert.deepEqual(
      [declared, chunked].map(({ status, body }) => [status, JSON.parse(body) as unknown]),
      [
        [413, { ...type, message }],
        [413, { ...type, message }],
      ],
    );
    await assertServes();
  });

  for (const kind of CLIENT_KINDS) {
    it(`refuses a record above 10 MiB in the service's words, through the ${kind}`, async () => {
      const client: KinesisClient = kinesisClient(endpoint, kind);
      const Data = Buffer.alloc(10 * 1024 * 1024 + 1);
      await assert.rejects(
        client.send(new PutRecordCommand({ StreamName: 'x', PartitionKey: 'k', Data })),
        {
          name: 'ValidationException',
          message:
            "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 10485760",
        },
      );
      await client.send(new ListStreamsCommand({}));
      client.destroy();
    });
  }

  for (const kind of CLIENT_KINDS) {
    it(`takes a batch of 10 MiB, which is more as base64, through the ${kind}`, async () => {
      const client: KinesisClient = kinesisClient(endpoint, kind);
      const StreamName = kind.startsWith('default') ? 'batch-2' : 'batch-1';
      await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
      const Records = Array.from({ length: 10 }, () => ({
        PartitionKey: 'key',
        Data: Buffer.alloc(2 ** 20 - 3),
      }));
      const { Records: results } = await client.send(
        new PutRecordsCommand({ StreamName, Records }),
      );
      client.destroy();
      assert.equal(results?.length, 10);
    });
  }

  it('refuses JSON that is too deep, or that names a prototype', async () => {
    const deep = `{"Tags":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_001)}`;
    const answers = [
      await rawOperation(endpoint, 'CreateStream', deep),
      await rawOperation(
        endpoint,
        'CreateStream',
        '{"StreamName":"proto","ShardCount":1,"Tags":{"__proto__":"x"},"__proto__":{"a":1}}',
      ),
      await rawOperation(endpoint, 'CreateStream', '[]'),
      await rawOperation(endpoint, 'CreateStream', 'null'),
    ];
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body === '' ? '' : (JSON.parse(body) as unknown)]),
      [
        [
          400,
          {
            __type: 'SerializationException',
            Message: 'Start of structure or map found where not expected.',
          },
        ],
        [200, ''],
        [
          400,
          {
            __type: 'SerializationException',
            Message: 'Start of list found where not expected',
          },
        ],
        [400, { __type: 'SerializationException' }],
      ],
    );
    assert.equal(({} as { a?: number }).a, undefined);
  });

  it('does not break under bodies that are nothing but structure', async () => {
    const bytes = 15 * 2 ** 20;
    const statuses: number[] = [];
    for (const body of ['['.repeat(bytes), `[${'{},'.repeat(bytes / 3)}{}]`]) {
      const { status } = await rawOperation(endpoint, 'ListStreams', body);
      statuses.push(status);
    }
    for (const byte of [0x81, 0xa0, 0xc1, 0x5f, 0xbf]) {
      const body = Buffer.alloc(bytes, byte);
      const { status } = await cborBytes(endpoint, 'ListStreams', body);
      statuses.push(status);
    }
    assert.deepEqual(new Set(statuses), new Set([400]));
    await assertServes();
  });

  it('does not answer who says no name, nor another after its own', async (context) => {
    const fresh = await startTestEngine();
    context.after(() => fresh.stop());
    const heads = ['', 'Host: localhost\r\n', 'Host: evil.example\r\n', ''];
    const statuses: string[] = [];
    for (const head of heads) {
      const answer = await rawBytes(fresh.ready.http, `OPTIONS / HTTP/1.0\r\n${head}\r\n`);
      statuses.push(answer.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
    }
    assert.deepEqual(statuses, ['403', '200', '403', '403']);
  });

  for (const port of ['http', 'https'] as const) {
    it(`does not answer other names for this machine, nor pages of other sites, over ${port}`, async () => {
      const ask = async (headers: Record<string, string>): Promise<number> => {
        const at = engine.ready[port] ?? '';
        return (await rawOperation(at, 'ListStreams', '{}', headers)).status;
      };
      assert.deepEqual(
        [
          await ask({ host: 'evil.example:80' }),
          await ask({ host: '127.0.0.1.evil.example' }),
          await ask({ host: 'localhost:1' }),
          await ask({ host: '[::1]:4567' }),
          await ask({ origin: 'https://evil.example' }),
          await ask({ origin: 'null' }),
          await ask({ origin: 'http://localhost:3000' }),
          await ask({ origin: 'https://app.example' }),
          await ask({ origin: 'http://app.example' }),
          await ask({ origin: 'https://app.example:444' }),
        ],
        [403, 403, 200, 200, 403, 403, 200, 200, 403, 403],
      );
    });

    it(`does not answer them in HTTP/2 either, over ${port}`, async () => {
      const session = connectHttp2(engine.ready[port] ?? '', { rejectUnauthorized: false });
      const ask = async (headers: Record<string, string>): Promise<unknown> => {
        const stream = session.request({
          ':method': 'POST',
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'Kinesis_20131202.ListStreams',
          'x-amz-date': '20260101T000000Z',
          authorization: SIGNATURE,
          ...headers,
        });
        stream.end('{}');
        const [answer] = (await once(stream, 'response')) as [Record<string, unknown>];
        stream.resume();
        return answer[':status'];
      };
      const statuses = [
        await ask({ ':authority': 'evil.example' }),
        await ask({ ':authority': 'evil.example', host: 'localhost' }),
        await ask({ ':authority': 'localhost:1' }),
        await ask({ origin: 'https://evil.example' }),
        await ask({ origin: 'https://app.example' }),
      ];
      session.close();
      assert.deepEqual(statuses, [403, 403, 200, 403, 200]);
    });

    it(`keeps control calls from pages, also from those of this machine, over ${port}`, async () => {
      const ask = async (headers: Record<string, string>): Promise<number> => {
        const answer = await rawRequest(engine.ready[port] ?? '', {
          method: 'GET',
          path: '/_kinesis-workbench/health',
          headers,
        });
        return answer.status;
      };
      assert.deepEqual(
        [
          await ask({}),
          await ask({ [CONTROL_HEADER]: '1', origin: 'http://localhost:3000' }),
          await ask({ [CONTROL_HEADER]: '1', origin: 'https://app.example' }),
          await ask({ [CONTROL_HEADER]: '1' }),
        ],
        [403, 403, 403, 200],
      );
    });
  }

  it('survives HTTP/2 streams that are reset and sessions that are torn down', async () => {
    for (let round = 0; round < 20; round += 1) {
      const session = connectHttp2(endpoint);
      session.on('error', () => undefined);
      const stream = session.request({ ':method': 'POST', ':path': '/' });
      stream.on('error', () => undefined);
      stream.write('half');
      await once(session, 'connect');
      stream.close(constants.NGHTTP2_CANCEL);
      session.destroy();
      await once(session, 'close');
    }
    await assertServes();
  });
});
