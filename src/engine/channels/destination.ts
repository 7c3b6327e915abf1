import { AwsError } from '../wire/awsError.ts';
import { compressorOf, ZSTANDARD_MISSING } from './compression.ts';
import type { S3Destination } from './details.ts';
import { checkKeyTemplate, DEFAULT_KEY_TEMPLATE, type KeyNames } from './keyTemplate.ts';
import {
  DATA_FRESHNESS_SECONDS_DEFAULT,
  DATA_FRESHNESS_SECONDS_MAX,
  DATA_FRESHNESS_SECONDS_MIN,
  DATA_FRESHNESS_SECONDS_MIN_WITHOUT_LIMITS,
} from './limits.ts';
import type { LoggingRequest, S3DestinationRequest } from './shapes.ts';

/**
 * Checks an S3 destination and fills in the service's defaults. Without effect but kept and
 * described: the expected owners, the storage class and the role, for a folder has none of them.
 * Throws InvalidArgumentException.
 */
export function s3DestinationOf(
  request: S3DestinationRequest,
  names: KeyNames,
  limits: boolean,
): S3Destination {
  const seconds = request.DataFreshnessInSeconds ?? DATA_FRESHNESS_SECONDS_DEFAULT;
  checkDataFreshness(seconds, limits);
  const { StorageConfiguration: storage, DeadLetterQueueS3Configuration: errors = storage } =
    request;
  const { BucketARN, CompressionType, ExpectedBucketOwner } = storage;
  const template = storage.OutputKeyTemplate ?? DEFAULT_KEY_TEMPLATE;
  checkKeyTemplate(template, CompressionType, names);
  if (compressorOf(CompressionType) === undefined) {
    throw new AwsError('InvalidArgumentException', ZSTANDARD_MISSING);
  }
  return {
    DataFreshnessInSeconds: seconds,
    DeadLetterQueueS3Configuration: {
      BucketARN: errors.BucketARN,
      ExpectedBucketOwner: errors.ExpectedBucketOwner,
      ErrorOutputPrefix:
        request.DeadLetterQueueS3Configuration?.ErrorOutputPrefix ??
        `kinesis-channel/errors/${names.channelName}/${names.channelId}/`,
    },
    StorageConfiguration: {
      BucketARN,
      ExpectedBucketOwner,
      OutputKeyTemplate: template,
      StorageClass: storage.StorageClass ?? 'STANDARD',
      CompressionType,
    },
  };
}

/** Throws InvalidArgumentException. */
export function checkDataFreshness(seconds: number, limits: boolean): void {
  const min = limits ? DATA_FRESHNESS_SECONDS_MIN : DATA_FRESHNESS_SECONDS_MIN_WITHOUT_LIMITS;
  if (seconds >= min && seconds <= DATA_FRESHNESS_SECONDS_MAX) return;
  throw new AwsError(
    'InvalidArgumentException',
    `DataFreshnessInSeconds ${String(seconds)} must be from ${String(min)} to ${String(DATA_FRESHNESS_SECONDS_MAX)}.`,
  );
}

/** The service's names of log group and stream where the request leaves them out. */
export function loggingOf(
  request: LoggingRequest | undefined,
  { channelName, channelId }: Pick<KeyNames, 'channelName' | 'channelId'>,
): LoggingRequest {
  const { CloudWatchLogs: logs = { Enabled: false } } = request ?? {};
  if (!logs.Enabled) return { CloudWatchLogs: logs };
  return {
    CloudWatchLogs: {
      LogGroupName: `/aws/kinesis/${channelName}/${channelId}`,
      LogStreamName: 'DestinationDelivery',
      ...logs,
    },
  };
}
