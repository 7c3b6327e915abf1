import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Engine } from '../../src/engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { rawOperation, rawRequest, SIGNATURE } from '../support/rawHttp.ts';

const JSON_TYPE = 'application/x-amz-json-1.1';

describe('the wire', () => {
  let engine: Engine;
  let endpoint: string;

  before(async () => {
    engine = await startTestEngine({}, { clock: new FakeClock() });
    endpoint = engine.ready.http;
  });
  after(() => engine.stop());

  async function errorOf(target: string, input: unknown): Promise<unknown> {
    const answer = await rawOperation(endpoint, target, JSON.stringify(input));
    return [answer.status, JSON.parse(answer.body)];
  }

  it('answers with the ids and the content type of the service', async () => {
    const answer = await rawOperation(endpoint, 'ListStreams', '{}');
    const { headers } = answer;
    assert.deepEqual(
      [
        answer.status,
        headers['content-type'],
        /^[0-9a-f-]{36}$/.test(String(headers['x-amzn-requestid'])),
        String(headers['x-amz-id-2']).length > 60,
        JSON.parse(answer.body),
      ],
      [200, JSON_TYPE, true, true, { StreamNames: [], HasMoreStreams: false, StreamSummaries: [] }],
    );
  });

  it('has an empty body where the service has one', async () => {
    const input = JSON.stringify({ StreamName: 'empty-body', ShardCount: 1 });
    const answer = await rawOperation(endpoint, 'CreateStream', input);
    assert.deepEqual([answer.status, answer.body], [200, '']);
  });

  it('checks method, content type, body, target and signature in that order', async () => {
    const wrong = {
      method: 'GET',
      headers: { 'content-type': 'text/plain', 'x-amz-target': 'Nothing.Here' },
      body: '{',
    };
    const statuses: unknown[] = [];
    const outcome = async (request: Parameters<typeof rawRequest>[1]): Promise<void> => {
      const { status, body } = await rawRequest(endpoint, request);
      statuses.push([status, body.startsWith('<') ? body.split('\n')[0] : JSON.parse(body)]);
    };
    await outcome({ ...wrong, body: '' });
    await outcome({ ...wrong, method: 'POST' });
    await outcome({ headers: { 'content-type': 'text/plain' } });
    const headers = { ...wrong.headers, 'content-type': JSON_TYPE };
    await outcome({ headers, body: '{' });
    await outcome({ headers, body: '{}' });
    const known = { ...headers, 'x-amz-target': 'Kinesis_20131202.ListStreams' };
    await outcome({ headers: known, body: '{"Limit":"1"}' });
    await outcome({
      headers: { ...known, authorization: SIGNATURE, 'x-amz-date': '1' },
      body: '{"Limit":"1"}',
    });
    assert.deepEqual(statuses, [
      [403, '<AccessDeniedException>'],
      [404, '<UnknownOperationException/>'],
      [403, '<AccessDeniedException>'],
      [400, { __type: 'SerializationException' }],
      [400, { __type: 'UnknownOperationException' }],
      [
        400,
        {
          __type: 'MissingAuthenticationTokenException',
          message: 'Missing Authentication Token',
        },
      ],
      [
        400,
        {
          __type: 'SerializationException',
          Message: 'class java.lang.String can not be converted to an Integer',
        },
      ],
    ]);
  });

  it('answers application/json with errors in an envelope only', async () => {
    const answers: unknown[] = [];
    for (const body of ['{', '{}']) {
      const answer = await rawOperation(endpoint, 'ListStreams', body, {
        'content-type': 'application/json',
      });
      answers.push([answer.status, JSON.parse(answer.body)]);
    }
    const type = (name: string): string => `com.amazon.coral.service#${name}`;
    assert.deepEqual(answers, [
      [200, { Output: { __type: type('SerializationException'), Message: null }, Version: '1.0' }],
      [
        200,
        { Output: { __type: type('UnknownOperationException'), message: null }, Version: '1.0' },
      ],
    ]);
  });

  it('takes an empty body for no structure at all', async () => {
    const answers = [
      await rawOperation(endpoint, 'ListStreams', ''),
      await rawOperation(endpoint, 'NoSuchThing', ''),
    ];
    assert.deepEqual(
      answers.map(({ body }) => JSON.parse(body) as unknown),
      [{ __type: 'SerializationException' }, { __type: 'UnknownOperationException' }],
    );
  });

  it('says UnknownOperationException for what there is not, never a success', async () => {
    assert.deepEqual(await errorOf('DescribeShards', {}), [
      400,
      { __type: 'UnknownOperationException' },
    ]);
  });

  it('names every broken constraint as the service words it', async () => {
    const message =
      "3 validation errors detected: Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1";
    assert.deepEqual(await errorOf('CreateStream', { StreamName: '', ShardCount: 0 }), [
      400,
      { __type: 'ValidationException', message },
    ]);
    assert.deepEqual(await errorOf('CreateStream', {}), [
      400,
      {
        __type: 'ValidationException',
        message:
          "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
      },
    ]);
  });

  const paths: [string, string[]][] = [
    ['AddTagsToStream', ['tags']],
    ['RemoveTagsFromStream', ['tagKeys']],
    ['GetRecords', ['shardIterator']],
    ['GetShardIterator', ['shardId', 'shardIteratorType']],
    ['IncreaseStreamRetentionPeriod', ['retentionPeriodHours']],
    ['MergeShards', ['shardToMerge', 'adjacentShardToMerge']],
    ['PutRecord', ['data']],
    ['PutRecords', ['records']],
    ['SplitShard', ['newStartingHashKey', 'shardToSplit']],
  ];
  it('names the members of a request in the order of the service', async () => {
    const seen: [string, string[]][] = [];
    for (const [target] of paths) {
      const [, body] = (await errorOf(target, {})) as [number, { message: string }];
      seen.push([target, [...body.message.matchAll(/ at '(\w+)'/g)].map(([, path]) => path ?? '')]);
    }
    assert.deepEqual(seen, paths);
    const input = {
      StreamName: '-!',
      ShardId: '!',
      ShardIteratorType: 'LAST',
      StartingSequenceNumber: 'x',
    };
    const at = (path: string, value: string, constraint: string): string =>
      `Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy ${constraint}`;
    assert.deepEqual(await errorOf('GetShardIterator', input), [
      400,
      {
        __type: 'ValidationException',
        message: `4 validation errors detected: ${[
          at('shardId', '!', 'regular expression pattern: [a-zA-Z0-9_.-]+'),
          at(
            'shardIteratorType',
            'LAST',
            'enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]',
          ),
          at('startingSequenceNumber', 'x', 'regular expression pattern: 0|([1-9]\\d{0,128})'),
          at('streamName', '-!', 'regular expression pattern: [a-zA-Z0-9_.-]+'),
        ].join('; ')}`,
      },
    ]);
  });

  it('names the member of a list, and collects at most ten', async () => {
    const Records = Array.from({ length: 12 }, () => ({ Data: 'YQ==', PartitionKey: '' }));
    const [status, body] = (await errorOf('PutRecords', { StreamName: 'x', Records })) as [
      number,
      { message: string },
    ];
    assert.deepEqual(
      [status, body.message.split('; ').length, body.message.split(';')[0]],
      [
        400,
        10,
        "10 validation errors detected: Value '' at 'records.1.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ],
    );
  });

  const refusals: [string, string, object, string, string][] = [
    [
      'an absent stream',
      'DescribeStream',
      { StreamName: 'none' },
      'ResourceNotFoundException',
      'Stream none under account 000000000000 not found.',
    ],
    [
      'a stream that exists',
      'CreateStream',
      { StreamName: 'empty-body', ShardCount: 1 },
      'ResourceInUseException',
      'Stream empty-body under account 000000000000 already exists.',
    ],
    [
      'deleting what is not ACTIVE',
      'DeleteStream',
      { StreamName: 'empty-body' },
      'ResourceInUseException',
      'Stream empty-body under account 000000000000 not ACTIVE, instead in state CREATING',
    ],
    [
      'writing to a stream that is CREATING',
      'PutRecord',
      { StreamName: 'empty-body', PartitionKey: 'k', Data: '' },
      'ResourceNotFoundException',
      'Stream empty-body under account 000000000000 not found.',
    ],
    [
      'an ARN of elsewhere',
      'DescribeStream',
      { StreamARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/empty-body' },
      'ResourceNotFoundException',
      'Stream empty-body under account 123456789012 not found.',
    ],
    [
      'neither name nor ARN',
      'DescribeStream',
      {},
      'InvalidArgumentException',
      'Either StreamName or StreamARN must be provided.',
    ],
    [
      'an iterator that nobody made',
      'GetRecords',
      { ShardIterator: 'AAAAAAAAAAH' },
      'InvalidArgumentException',
      'Invalid ShardIterator.',
    ],
    [
      'a hash key above 2^128 − 1',
      'PutRecord',
      {
        StreamName: 'empty-body',
        PartitionKey: 'k',
        Data: '',
        ExplicitHashKey: '340282366920938463463374607431768211456',
      },
      'InvalidArgumentException',
      'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456',
    ],
    [
      'a token beside a name',
      'ListShards',
      { StreamName: 'empty-body', NextToken: 'x' },
      'InvalidArgumentException',
      'NextToken and StreamName cannot be provided together.',
    ],
    [
      'shards of no stream',
      'ListShards',
      { MaxResults: 1 },
      'InvalidArgumentException',
      'Either NextToken or StreamName should be provided.',
    ],
    [
      'a token that nobody made',
      'ListShards',
      { NextToken: 'AAAAAAAAAAHaaaa' },
      'InvalidArgumentException',
      'The NextToken is invalid.',
    ],
    [
      'a shard of a stream that has none yet',
      'GetShardIterator',
      { StreamName: 'empty-body', ShardId: 'shardId-000000000007', ShardIteratorType: 'LATEST' },
      'ResourceNotFoundException',
      'Shard shardId-000000000007 in stream empty-body under account 000000000000 does not exist',
    ],
  ];
  for (const [what, target, input, type, message] of refusals) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual(await errorOf(target, input), [400, { __type: type, message }]);
    });
  }

  it('accepts any key and a query-string signature, and reads the region from it', async () => {
    const query =
      'X-Amz-Algorithm=a&X-Amz-Credential=k%2F20260101%2Feu-central-1%2Fkinesis%2Faws4_request&X-Amz-Signature=s&X-Amz-SignedHeaders=h&X-Amz-Date=d';
    const answer = await rawRequest(endpoint, {
      path: `/?${query}`,
      headers: { 'content-type': JSON_TYPE, 'x-amz-target': 'Kinesis_20131202.CreateStream' },
      body: JSON.stringify({ StreamName: 'there', ShardCount: 1 }),
    });
    const described = await rawOperation(endpoint, 'DescribeStream', '{"StreamName":"there"}', {
      authorization: SIGNATURE.replace('us-east-1', 'eu-central-1'),
    });
    assert.deepEqual([answer.status, described.body.includes(':eu-central-1:')], [200, true]);
  });
});
