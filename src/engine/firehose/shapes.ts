/** Members that more than one operation of Firehose takes, with the constraints of its API model. */
import {
  blob,
  boolean,
  enumeration,
  integer,
  list,
  required,
  string,
  structure,
  type Value,
} from '../wire/shapes.ts';
import { COMPRESSION_FORMATS } from './compression.ts';
import { BUFFER_MIB_MAX, BUFFER_MIB_MIN, BUFFER_SECONDS_MAX, RECORD_BYTES_MAX } from './limits.ts';

export const deliveryStreamName = string({
  minLength: 1,
  maxLength: 64,
  pattern: '[a-zA-Z0-9_.-]+',
});
export const deliveryStreamType = enumeration(
  'DirectPut',
  'KinesisStreamAsSource',
  'MSKAsSource',
  'DatabaseAsSource',
);
export const record = structure({ Data: required(blob({ maxLength: RECORD_BYTES_MAX })) });

const roleArn = string({
  minLength: 1,
  maxLength: 512,
  pattern: 'arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+',
});

export const kinesisStreamSource = structure({
  KinesisStreamARN: required(
    string({
      minLength: 1,
      maxLength: 512,
      pattern: 'arn:.*:kinesis:[a-zA-Z0-9\\-]+:\\d{12}:stream/[a-zA-Z0-9_.-]+',
    }),
  ),
  RoleARN: required(roleArn),
});

const bufferingHints = structure({
  SizeInMBs: integer({ min: BUFFER_MIB_MIN, max: BUFFER_MIB_MAX }),
  IntervalInSeconds: integer({ min: 0, max: BUFFER_SECONDS_MAX }),
});

const encryption = structure({
  NoEncryptionConfig: enumeration('NoEncryption'),
  KMSEncryptionConfig: structure({
    AWSKMSKeyARN: required(
      string({
        minLength: 1,
        maxLength: 512,
        pattern: 'arn:.*:kms:[a-zA-Z0-9\\-]+:\\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\\-_/]+',
      }),
    ),
  }),
});

const cloudWatchLogging = structure({
  Enabled: boolean(),
  LogGroupName: string({ minLength: 0, maxLength: 512, pattern: '[\\.\\-_/#A-Za-z0-9]*' }),
  LogStreamName: string({ minLength: 0, maxLength: 512, pattern: '[^:*]*' }),
});

const s3Members = {
  RoleARN: required(roleArn),
  BucketARN: required(
    string({ minLength: 1, maxLength: 2048, pattern: 'arn:.*:s3:::[\\w\\.\\-]{1,255}' }),
  ),
  Prefix: string({ minLength: 0, maxLength: 1024, pattern: '.*' }),
  ErrorOutputPrefix: string({ minLength: 0, maxLength: 1024, pattern: '.*' }),
  BufferingHints: bufferingHints,
  CompressionFormat: enumeration(...COMPRESSION_FORMATS),
  EncryptionConfiguration: encryption,
  CloudWatchLoggingOptions: cloudWatchLogging,
} as const;

export const s3Destination = structure(s3Members);

/** What only says whether it is there and on: the local engine has none of these yet. */
const switchOnly = structure({ Enabled: boolean() });

export const extendedS3Destination = structure({
  ...s3Members,
  ProcessingConfiguration: switchOnly,
  S3BackupMode: enumeration('Disabled', 'Enabled'),
  S3BackupConfiguration: s3Destination,
  DataFormatConversionConfiguration: switchOnly,
  DynamicPartitioningConfiguration: switchOnly,
  FileExtension: string({
    minLength: 0,
    maxLength: 128,
    pattern: "^$|\\.[0-9a-z!\\-_.*'()]+",
  }),
  CustomTimeZone: string({ minLength: 0, maxLength: 50, pattern: '^$|[a-zA-Z/_]+' }),
});

export const tags = list(
  structure({
    Key: required(string({ minLength: 1, maxLength: 128 })),
    Value: string({ minLength: 0, maxLength: 256 }),
  }),
  { minLength: 1, maxLength: 50 },
);

export const directPutSource = structure({
  ThroughputHintInMBs: required(integer({ min: 1, max: 100 })),
});

export type ExtendedS3Request = Value<typeof extendedS3Destination>;
export type DeliveryStreamType = Value<typeof deliveryStreamType>;
