import type {
  CompressionType,
  EncryptionRequest,
  LoggingRequest,
  RecordConfiguration,
  S3DestinationRequest,
} from './shapes.ts';

export type ChannelStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'FAILED';

/** An S3 destination with its defaults filled in; members as in the API. */
export interface S3Destination {
  readonly DataFreshnessInSeconds: number;
  readonly DeadLetterQueueS3Configuration: Required<
    NonNullable<S3DestinationRequest['DeadLetterQueueS3Configuration']>
  >;
  readonly StorageConfiguration: Required<S3DestinationRequest['StorageConfiguration']>;
}

/** What is kept of a channel as JSON. */
export interface ChannelDetails {
  readonly status: ChannelStatus;
  /** Why it is FAILED. */
  readonly statusReason?: string;
  readonly createdMs: number;
  readonly roleArn: string;
  /** Of the engine, not of the API: a stream that is deleted and created again has another. */
  readonly streamId: number;
  readonly streamArn: string;
  readonly streamCreatedMs: number;
  readonly record: RecordConfiguration;
  readonly destination: S3Destination;
  readonly encryption?: EncryptionRequest;
  readonly logging: LoggingRequest;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ChannelIdentity {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export function compressionTypeOf(details: ChannelDetails): CompressionType {
  return details.destination.StorageConfiguration.CompressionType;
}
