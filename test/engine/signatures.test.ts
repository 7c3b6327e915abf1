import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Engine } from '../../src/engine/engine.ts';
import { MIGRATIONS } from '../../src/engine/store/schema.ts';
import { CBOR_TYPE, cborBytes } from '../support/cbor.ts';
import { startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { rawRequest, SIGNATURE } from '../support/rawHttp.ts';

const HEADERS = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'Kinesis_20131202.ListStreams',
};
const QUERY = 'X-Amz-Algorithm=a&X-Amz-Credential=c&X-Amz-SignedHeaders=h&X-Amz-Date=d';

describe('signatures', () => {
  let engine: Engine;
  before(async () => {
    engine = await startTestEngine();
  });
  after(() => engine.stop());

  async function ask(headers: Record<string, string>, query = ''): Promise<unknown> {
    const answer = await rawRequest(engine.ready.http, {
      path: `/?${query}`,
      headers: { ...HEADERS, ...headers },
      body: '{}',
    });
    return [answer.status, JSON.parse(answer.body)];
  }

  const refusals: [string, Record<string, string>, string, string, string][] = [
    ['none', {}, '', 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
    [
      'one in the header and one in the query',
      { authorization: SIGNATURE, 'x-amz-date': 'd' },
      `${QUERY}&X-Amz-Signature=s`,
      'InvalidSignatureException',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    ],
    [
      'a header that has nothing',
      { authorization: 'Basic abc' },
      '',
      'IncompleteSignatureException',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=Basic abc",
    ],
    [
      'a header without its date',
      { authorization: SIGNATURE },
      '',
      'IncompleteSignatureException',
      `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=${SIGNATURE}`,
    ],
    [
      'a query without its signature',
      {},
      QUERY,
      'IncompleteSignatureException',
      "AWS query-string parameters must include 'X-Amz-Signature'. Re-examine the query-string parameters.",
    ],
  ];
  for (const [what, headers, query, type, message] of refusals) {
    it(`that are ${what} are refused in the service's words`, async () => {
      assert.deepEqual(await ask(headers, query), [400, { __type: type, message }]);
    });
  }

  it('are missed in CBOR too', async () => {
    const answer = await cborBytes(engine.ready.http, 'ListStreams', Buffer.from([0xa0]), {
      authorization: 'Basic abc',
    });
    const { __type } = answer.body as { __type: string };
    assert.deepEqual(
      [answer.status, answer.contentType, __type],
      [400, CBOR_TYPE, 'IncompleteSignatureException'],
    );
  });

  it('are not verified: any will do', async () => {
    const answer = await ask({ authorization: SIGNATURE, date: 'any' });
    assert.deepEqual(answer, [
      200,
      { StreamNames: [], HasMoreStreams: false, StreamSummaries: [] },
    ]);
  });
});

describe('accounts', () => {
  const clients: KinesisClient[] = [];
  after(() => {
    for (const client of clients) client.destroy();
  });

  function clientOf(engine: Engine, accessKeyId: string, region = 'us-east-1'): KinesisClient {
    const client = new KinesisClient({
      endpoint: engine.ready.http,
      region,
      credentials: { accessKeyId, secretAccessKey: 'local' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler(),
    });
    clients.push(client);
    return client;
  }

  const arnOf = async (client: KinesisClient): Promise<string> => {
    const { StreamDescriptionSummary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: 'same' }),
    );
    return StreamDescriptionSummary?.StreamARN ?? '';
  };

  it('and regions are kept apart, by the access key and the credential scope', async (context) => {
    const clock = new FakeClock();
    const engine = await startTestEngine({}, { clock });
    context.after(() => engine.stop());
    const [own, other, elsewhere] = [
      clientOf(engine, 'local'),
      clientOf(engine, '111122223333'),
      clientOf(engine, '111122223333', 'eu-west-1'),
    ] as const;
    for (const client of [own, other, elsewhere]) {
      await client.send(new CreateStreamCommand({ StreamName: 'same', ShardCount: 1 }));
      await clock.advance(0);
    }
    await own.send(
      new PutRecordCommand({ StreamName: 'same', PartitionKey: 'k', Data: Buffer.from('own') }),
    );
    const read = async (client: KinesisClient): Promise<number | undefined> => {
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({
          StreamName: 'same',
          ShardId: 'shardId-000000000000',
          ShardIteratorType: 'TRIM_HORIZON',
        }),
      );
      const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
      return Records?.length;
    };
    const { ShardIterator } = await own.send(
      new GetShardIteratorCommand({
        StreamName: 'same',
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    await assert.rejects(other.send(new GetRecordsCommand({ ShardIterator })), {
      message: 'Invalid ShardIterator.',
    });
    const StreamARN = await arnOf(own);
    await assert.rejects(other.send(new DescribeStreamSummaryCommand({ StreamARN })), {
      name: 'ResourceNotFoundException',
      message: 'Stream same under account 000000000000 not found.',
    });
    await assert.rejects(other.send(new DescribeStreamSummaryCommand({ StreamName: 'none' })), {
      message: 'Stream none under account 111122223333 not found.',
    });
    assert.deepEqual(
      [await read(own), await read(other), await arnOf(other), await arnOf(elsewhere)],
      [
        1,
        0,
        'arn:aws:kinesis:us-east-1:111122223333:stream/same',
        'arn:aws:kinesis:eu-west-1:111122223333:stream/same',
      ],
    );
  });

  it('survive a restart; what is of the engine follows its account', async (context) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'accounts-test-'));
    context.after(() => {
      rmSync(dataDir, { recursive: true, force: true });
    });
    const first = await startTestEngine({ dataDir });
    for (const key of ['local', '111122223333']) {
      const create = new CreateStreamCommand({ StreamName: 'same', ShardCount: 1 });
      await clientOf(first, key).send(create);
    }
    await first.stop();
    const second = await startTestEngine({ dataDir, account: '444455556666' });
    context.after(() => second.stop());
    assert.deepEqual(
      [await arnOf(clientOf(second, 'local')), await arnOf(clientOf(second, '111122223333'))],
      [
        'arn:aws:kinesis:us-east-1:444455556666:stream/same',
        'arn:aws:kinesis:us-east-1:111122223333:stream/same',
      ],
    );
  });

  it('come to a data directory of before them, and no id is given twice', async (context) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'accounts-test-'));
    context.after(() => {
      rmSync(dataDir, { recursive: true, force: true });
    });
    const before = MIGRATIONS.findIndex((migration) => migration.includes('streams_of_accounts'));
    const database = new DatabaseSync(join(dataDir, 'kinesis.db'));
    for (const migration of MIGRATIONS.slice(0, before)) database.exec(migration);
    const details = JSON.stringify({
      status: 'ACTIVE',
      mode: 'PROVISIONED',
      createdMs: 1_700_000_000_000,
      retentionHours: 24,
      recordKibMax: 1024,
      tags: {},
    });
    database.exec(`
      INSERT INTO streams (id, region, name, details) VALUES (7, 'us-east-1', 'old', '${details}');
      INSERT INTO streams (id, region, name, details) VALUES (9, 'us-east-1', 'gone', '${details}');
      DELETE FROM streams WHERE id = 9;
      PRAGMA user_version = ${String(before)};
    `);
    database.close();
    const engine = await startTestEngine({ dataDir });
    const client = clientOf(engine, 'local');
    await client.send(new CreateStreamCommand({ StreamName: 'new', ShardCount: 1 }));
    const { StreamNames } = await client.send(new ListStreamsCommand({}));
    await engine.stop();
    const after = new DatabaseSync(join(dataDir, 'kinesis.db'));
    const rows = after.prepare('SELECT id, name FROM streams ORDER BY id').all();
    after.close();
    assert.deepEqual(
      [StreamNames, rows.map((row) => [row['id'], row['name']])],
      [
        ['new', 'old'],
        [
          [7, 'old'],
          [10, 'new'],
        ],
      ],
    );
  });
});
