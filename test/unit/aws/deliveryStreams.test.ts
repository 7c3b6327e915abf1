import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createConnection } from '../../../src/aws/sdk.ts';
import type { Connection } from '../../../src/aws/service.ts';
import { FakeService } from './fakeService.ts';

const { signal } = new AbortController();

describe('FirehoseDeliveryStreams', () => {
  let service: FakeService;
  let connection: Connection;

  beforeEach(async () => {
    service = new FakeService();
    const endpoint = await service.listen();
    connection = createConnection({ kind: 'endpoint', endpoint, region: 'us-east-1' });
  });

  afterEach(async () => {
    connection.dispose();
    await service.close();
  });

  it('pages by the last name', async () => {
    service.respond = ({ input }) => ({
      body: {
        DeliveryStreamNames: input['ExclusiveStartDeliveryStreamName'] === 'b' ? ['c'] : ['a', 'b'],
        HasMoreDeliveryStreams: input['ExclusiveStartDeliveryStreamName'] === undefined,
      },
    });
    const first = await connection.deliveryStreams.listDeliveryStreams({ signal, limit: 2 });
    const second = await connection.deliveryStreams.listDeliveryStreams({ signal, next: 'b' });
    assert.deepEqual(
      [first, second],
      [
        { items: ['a', 'b'], next: 'b' },
        { items: ['c'], next: undefined },
      ],
    );
  });

  it('says in a few words where a delivery stream delivers to', async () => {
    const words = async (destination: object): Promise<string> => {
      service.respond = () => ({
        body: { DeliveryStreamDescription: { Destinations: [destination] } },
      });
      const detail = await connection.deliveryStreams.describeDeliveryStreamSummary('d', signal);
      return detail.destination;
    };
    const s3 = { BucketARN: 'arn:aws:s3:::logs' };
    assert.deepEqual(
      [
        await words({ ExtendedS3DestinationDescription: s3 }),
        await words({ S3DestinationDescription: s3, RedshiftDestinationDescription: {} }),
        await words({
          HttpEndpointDestinationDescription: { EndpointConfiguration: { Name: 'mine' } },
        }),
        await words({}),
      ],
      ['S3 logs', 'Redshift', 'HTTP endpoint mine', 'unknown'],
    );
  });

  it('summarises one that reads a stream', async () => {
    service.respond = () => ({
      body: {
        DeliveryStreamDescription: {
          DeliveryStreamName: 'd',
          DeliveryStreamARN: 'arn:d',
          DeliveryStreamStatus: 'ACTIVE',
          DeliveryStreamType: 'KinesisStreamAsSource',
          Source: { KinesisStreamSourceDescription: { KinesisStreamARN: 'arn:s' } },
          Destinations: [],
          CreateTimestamp: 1_700_000_000,
        },
      },
    });
    assert.deepEqual(await connection.deliveryStreams.describeDeliveryStreamSummary('d', signal), {
      name: 'd',
      arn: 'arn:d',
      status: 'ACTIVE',
      type: 'KinesisStreamAsSource',
      sourceStreamArn: 'arn:s',
      destination: 'no destination',
    });
    const whole = await connection.deliveryStreams.describeDeliveryStream('d', signal);
    assert.equal(
      (whole as { CreateTimestamp: string }).CreateTimestamp,
      '2023-11-14T22:13:20.000Z',
    );
  });

  it('sends what it is asked to create, put and delete', async () => {
    service.respond = () => ({ body: { RecordId: 'r1', DeliveryStreamARN: 'arn:d' } });
    const { deliveryStreams } = connection;
    const bucketArn = 'arn:aws:s3:::b';
    await deliveryStreams.createDeliveryStream({ name: 'd', bucketArn, prefix: 'p/' }, signal);
    await deliveryStreams.createDeliveryStream(
      { name: 'e', bucketArn, sourceStreamArn: 'arn:s' },
      signal,
    );
    const receipt = await deliveryStreams.putRecord('d', new Uint8Array([1, 2, 255]), signal);
    await deliveryStreams.deleteDeliveryStream('d', signal);
    assert.deepEqual(receipt, { recordId: 'r1' });
    const RoleARN = 'arn:aws:iam::000000000000:role/local';
    assert.deepEqual(service.calls, [
      {
        operation: 'CreateDeliveryStream',
        input: {
          DeliveryStreamName: 'd',
          DeliveryStreamType: 'DirectPut',
          ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: bucketArn, Prefix: 'p/' },
        },
      },
      {
        operation: 'CreateDeliveryStream',
        input: {
          DeliveryStreamName: 'e',
          DeliveryStreamType: 'KinesisStreamAsSource',
          KinesisStreamSourceConfiguration: { RoleARN, KinesisStreamARN: 'arn:s' },
          ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: bucketArn },
        },
      },
      { operation: 'PutRecord', input: { DeliveryStreamName: 'd', Record: { Data: 'AQL/' } } },
      { operation: 'DeleteDeliveryStream', input: { DeliveryStreamName: 'd' } },
    ]);
  });
});

describe('FirehoseDeliveryStreams on AWS', () => {
  it('creates none, since that needs a role, and says so without a request', async () => {
    const connection = createConnection({ kind: 'aws', profile: 'p', region: 'eu-west-1' });
    await assert.rejects(
      connection.deliveryStreams.createDeliveryStream({ name: 'd', bucketArn: 'arn' }, signal),
      { code: 'unsupported' },
    );
    connection.dispose();
  });
});
