import type { LocalCompressionFormat } from './compression.ts';
import type { DeliveryStreamType, ExtendedS3Request } from './shapes.ts';

export type DeliveryStreamStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

/** An S3 destination with its defaults filled in; members as in the API. */
export type S3Settings = Omit<ExtendedS3Request, 'BufferingHints' | 'CompressionFormat'> & {
  readonly BufferingHints: { readonly SizeInMBs: number; readonly IntervalInSeconds: number };
  readonly CompressionFormat: LocalCompressionFormat;
};

export interface KinesisSourceSettings {
  readonly kinesisStreamArn: string;
  readonly roleArn: string;
  readonly streamName: string;
  /** Reading began here, at the latest record. */
  readonly startedMs: number;
}

/** What is kept of a delivery stream, as JSON. */
export interface DeliveryStreamDetails {
  readonly status: DeliveryStreamStatus;
  readonly type: Extract<DeliveryStreamType, 'DirectPut' | 'KinesisStreamAsSource'>;
  readonly createdMs: number;
  readonly versionId: string;
  readonly destination: S3Settings;
  readonly kinesisSource?: KinesisSourceSettings;
  readonly throughputHintInMBs?: number;
  readonly tags: readonly { readonly Key: string; readonly Value?: string }[];
}
