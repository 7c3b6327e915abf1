import {
  CreateDeliveryStreamCommand,
  DeleteDeliveryStreamCommand,
  type DeliveryStreamDescription,
  DescribeDeliveryStreamCommand,
  type DestinationDescription,
  ListDeliveryStreamsCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';

import { ExpectedError } from '../base/errors.ts';
import { call } from './call.ts';
import type { Clients } from './clients.ts';
import type { CallContext } from './errors.ts';
import { toPlainJson } from './plainJson.ts';
import type {
  ConnectionTarget,
  DeliveryStreamDetail,
  DeliveryStreamsService,
  Page,
  PageOptions,
} from './service.ts';

/** Servers without real accounts need a role's name, but none that exists. */
const ANY_ROLE_ARN = 'arn:aws:iam::000000000000:role/local';

type CreateOptions = Parameters<DeliveryStreamsService['createDeliveryStream']>[0];

/** Data Firehose through the SDK. */
export class FirehoseDeliveryStreams implements DeliveryStreamsService {
  private readonly clients: Clients;
  private readonly target: ConnectionTarget;

  constructor(clients: Clients, target: ConnectionTarget) {
    this.clients = clients;
    this.target = target;
  }

  async listDeliveryStreams(options: PageOptions): Promise<Page<string>> {
    const command = new ListDeliveryStreamsCommand({
      ...(options.limit === undefined ? {} : { Limit: options.limit }),
      ...(options.next === undefined ? {} : { ExclusiveStartDeliveryStreamName: options.next }),
    });
    const answer = await call(
      (abort) => this.clients.firehose.send(command, abort),
      this.context('ListDeliveryStreams'),
      options.signal,
    );
    const items = answer.DeliveryStreamNames ?? [];
    return { items, next: answer.HasMoreDeliveryStreams === true ? items.at(-1) : undefined };
  }

  async describeDeliveryStreamSummary(
    name: string,
    signal: AbortSignal,
  ): Promise<DeliveryStreamDetail> {
    const description = await this.describe(name, signal);
    const destination = description?.Destinations?.[0];
    return {
      name: description?.DeliveryStreamName ?? name,
      arn: description?.DeliveryStreamARN ?? '',
      status: description?.DeliveryStreamStatus ?? '',
      type: description?.DeliveryStreamType ?? '',
      sourceStreamArn: description?.Source?.KinesisStreamSourceDescription?.KinesisStreamARN,
      destination: destination ? destinationWords(destination) : 'no destination',
    };
  }

  async describeDeliveryStream(name: string, signal: AbortSignal): Promise<object> {
    return toPlainJson((await this.describe(name, signal)) ?? {});
  }

  async putRecord(
    name: string,
    data: Uint8Array,
    signal: AbortSignal,
  ): Promise<{ recordId: string }> {
    const command = new PutRecordCommand({ DeliveryStreamName: name, Record: { Data: data } });
    const answer = await call(
      (abort) => this.clients.firehose.send(command, abort),
      this.context('PutRecord'),
      signal,
    );
    return { recordId: answer.RecordId ?? '' };
  }

  async createDeliveryStream(options: CreateOptions, signal: AbortSignal): Promise<void> {
    if (this.target.kind === 'aws') {
      throw new ExpectedError(
        'unsupported',
        'A delivery stream on AWS needs an IAM role. Create it with the AWS console or the CLI.',
      );
    }
    await call(
      (abort) => this.clients.firehose.send(createCommand(options), abort),
      this.context('CreateDeliveryStream'),
      signal,
    );
  }

  async deleteDeliveryStream(name: string, signal: AbortSignal): Promise<void> {
    const command = new DeleteDeliveryStreamCommand({ DeliveryStreamName: name });
    await call(
      (abort) => this.clients.firehose.send(command, abort),
      this.context('DeleteDeliveryStream'),
      signal,
    );
  }

  private async describe(
    name: string,
    signal: AbortSignal,
  ): Promise<DeliveryStreamDescription | undefined> {
    const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName: name });
    const answer = await call(
      (abort) => this.clients.firehose.send(command, abort),
      this.context('DescribeDeliveryStream'),
      signal,
    );
    return answer.DeliveryStreamDescription;
  }

  private context(operation: string): CallContext {
    return { target: this.target, action: `firehose:${operation}` };
  }
}

function createCommand(options: CreateOptions): CreateDeliveryStreamCommand {
  const { name, bucketArn, prefix, sourceStreamArn } = options;
  return new CreateDeliveryStreamCommand({
    DeliveryStreamName: name,
    DeliveryStreamType: sourceStreamArn === undefined ? 'DirectPut' : 'KinesisStreamAsSource',
    ...(sourceStreamArn === undefined
      ? {}
      : {
          KinesisStreamSourceConfiguration: {
            KinesisStreamARN: sourceStreamArn,
            RoleARN: ANY_ROLE_ARN,
          },
        }),
    ExtendedS3DestinationConfiguration: {
      RoleARN: ANY_ROLE_ARN,
      BucketARN: bucketArn,
      ...(prefix === undefined ? {} : { Prefix: prefix }),
    },
  });
}

/** An S3 description comes with every other destination too, as its backup, so S3 is asked last. */
function destinationWords(destination: DestinationDescription): string {
  const {
    RedshiftDestinationDescription: redshift,
    AmazonopensearchserviceDestinationDescription: openSearch,
    AmazonOpenSearchServerlessDestinationDescription: serverless,
    ElasticsearchDestinationDescription: elasticsearch,
    SplunkDestinationDescription: splunk,
    HttpEndpointDestinationDescription: http,
    SnowflakeDestinationDescription: snowflake,
    IcebergDestinationDescription: iceberg,
  } = destination;
  if (redshift) return 'Redshift';
  if (openSearch) return `OpenSearch ${openSearch.IndexName ?? ''}`.trim();
  if (serverless) return `OpenSearch Serverless ${serverless.IndexName ?? ''}`.trim();
  if (elasticsearch) return `Elasticsearch ${elasticsearch.IndexName ?? ''}`.trim();
  if (splunk) return `Splunk ${splunk.HECEndpoint ?? ''}`.trim();
  if (http) return `HTTP endpoint ${http.EndpointConfiguration?.Name ?? ''}`.trim();
  if (snowflake) return `Snowflake ${snowflake.Table ?? ''}`.trim();
  if (iceberg) return 'Iceberg';
  const s3 = destination.ExtendedS3DestinationDescription ?? destination.S3DestinationDescription;
  return s3 ? `S3 ${s3.BucketARN?.replace(/^arn:[^:]*:s3:::/, '') ?? ''}`.trim() : 'unknown';
}
