import { Timestamp } from '../wire/timestamp.ts';
import type { DeliveryStreamDetails, S3Settings } from './definition.ts';

export const DESTINATION_ID = 'destinationId-000000000001';

/** A delivery stream's S3 destination: the service describes it in the old way and in the new one. */
export function destinationDescription(settings: S3Settings): object {
  return {
    DestinationId: DESTINATION_ID,
    S3DestinationDescription: {
      RoleARN: settings.RoleARN,
      BucketARN: settings.BucketARN,
      Prefix: settings.Prefix,
      ErrorOutputPrefix: settings.ErrorOutputPrefix,
      BufferingHints: settings.BufferingHints,
      CompressionFormat: settings.CompressionFormat,
      EncryptionConfiguration: settings.EncryptionConfiguration,
      CloudWatchLoggingOptions: settings.CloudWatchLoggingOptions,
    },
    ExtendedS3DestinationDescription: settings,
  };
}

export function sourceDescription(details: DeliveryStreamDetails): object | undefined {
  const { kinesisSource, throughputHintInMBs } = details;
  if (kinesisSource !== undefined) {
    return {
      KinesisStreamSourceDescription: {
        KinesisStreamARN: kinesisSource.kinesisStreamArn,
        RoleARN: kinesisSource.roleArn,
        DeliveryStartTimestamp: new Timestamp(kinesisSource.startedMs),
      },
    };
  }
  if (throughputHintInMBs === undefined) return undefined;
  return { DirectPutSourceDescription: { ThroughputHintInMBs: throughputHintInMBs } };
}
