import { streamAddress } from '../kinesis/inputShapes.ts';
import * as shapes from '../wire/shapes.ts';

/** Members of channel requests, constrained as in the service's model. */
export const channelName = shapes.string({
  minLength: 1,
  maxLength: 128,
  pattern: '[a-zA-Z0-9_.-]+',
});

export const channelArn = shapes.string({
  minLength: 1,
  maxLength: 2048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:channel/\\S+',
});

export const streamArn = streamAddress.StreamARN;

export const roleArn = shapes.string({
  minLength: 1,
  maxLength: 512,
  pattern: 'arn:aws[-a-z0-9]*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+',
});

const LIST_MAX = 10_000;

export const streamConfigurationList = shapes.list(
  shapes.structure({
    StreamARN: shapes.required(streamArn),
    RecordConfiguration: shapes.required(
      shapes.structure({
        RecordFormatType: shapes.required(
          shapes.enumeration('GSR_JSON', 'JSON', 'STRING', 'BYTE_ARRAY'),
        ),
        GSRSchemaARN: shapes.string({
          minLength: 1,
          maxLength: 512,
          pattern:
            'arn:aws[-a-z0-9]*:glue:[-a-z0-9]+:\\d{12}:schema/[-a-zA-Z0-9_$#.]+/[-a-zA-Z0-9_$#.]+',
        }),
      }),
    ),
  }),
  { minLength: 1, maxLength: LIST_MAX },
);

const bucketArn = shapes.string({
  minLength: 1,
  maxLength: 2048,
  pattern: 'arn:aws[-a-z0-9]*:s3:::[a-z0-9._-]{3,63}',
});

const bucketOwner = shapes.string({ minLength: 12, maxLength: 12, pattern: '\\d{12}' });

const deadLetterQueue = shapes.structure({
  BucketARN: shapes.required(bucketArn),
  ExpectedBucketOwner: shapes.required(bucketOwner),
  ErrorOutputPrefix: shapes.string({
    minLength: 1,
    maxLength: 512,
    pattern: "[0-9A-Za-z!\\-_'.*()\\/]+",
  }),
});

export const s3Destination = shapes.structure({
  DataFreshnessInSeconds: shapes.integer(),
  DeadLetterQueueS3Configuration: deadLetterQueue,
  StorageConfiguration: shapes.required(
    shapes.structure({
      BucketARN: shapes.required(bucketArn),
      ExpectedBucketOwner: shapes.required(bucketOwner),
      OutputKeyTemplate: shapes.string({
        minLength: 1,
        maxLength: 1024,
        pattern: "[0-9A-Za-z!\\-_'.*()\\/=:{}]+",
      }),
      StorageClass: shapes.enumeration('STANDARD', 'INTELLIGENT_TIERING', 'GLACIER_IR'),
      CompressionType: shapes.required(shapes.enumeration('NONE', 'GZIP', 'ZSTD')),
    }),
  ),
});

export const s3TablesDestination = shapes.structure({
  DataFreshnessInSeconds: shapes.integer(),
  DeadLetterQueueS3Configuration: shapes.required(deadLetterQueue),
  S3TablesConfigurationList: shapes.required(
    shapes.list(
      shapes.structure({
        TableBucketARN: shapes.required(
          shapes.string({
            minLength: 1,
            maxLength: 2048,
            pattern: 'arn:aws[-a-z0-9]*:s3tables:[-a-z0-9]+:\\d{12}:bucket/[a-z0-9_-]{3,63}',
          }),
        ),
        Namespace: shapes.required(tableText('[0-9a-z_]+')),
        TableName: shapes.required(tableText('[0-9a-z_]+')),
        CompressionType: shapes.required(shapes.enumeration('NONE', 'ZSTD', 'SNAPPY')),
        PartitionSpec: shapes.structure({
          PartitionFields: shapes.required(
            shapes.list(
              shapes.structure({
                Transform: shapes.required(shapes.enumeration('TIME_HOUR')),
                SourceName: shapes.required(tableText('[a-zA-Z0-9\\.\\_]+')),
              }),
              { minLength: 1, maxLength: 10 },
            ),
          ),
        }),
      }),
      { minLength: 1, maxLength: LIST_MAX },
    ),
  ),
});

export const destinationUpdate = shapes.structure({
  DataFreshnessInSeconds: shapes.required(shapes.integer()),
});

export const encryption = shapes.structure({
  EncryptionType: shapes.required(shapes.enumeration('KMS')),
  KeyId: shapes.required(shapes.string({ minLength: 1, maxLength: 2048 })),
});

export const logging = shapes.structure({
  CloudWatchLogs: shapes.required(
    shapes.structure({
      Enabled: shapes.required(shapes.boolean()),
      LogGroupName: shapes.string({
        minLength: 1,
        maxLength: 512,
        pattern: '[\\.\\-_/#A-Za-z0-9]+',
      }),
      LogStreamName: shapes.string({ minLength: 1, maxLength: 512, pattern: '[^:*]*' }),
    }),
  ),
});

export type S3DestinationRequest = shapes.Value<typeof s3Destination>;
export type LoggingRequest = shapes.Value<typeof logging>;
export type EncryptionRequest = shapes.Value<typeof encryption>;
export type CompressionType = S3DestinationRequest['StorageConfiguration']['CompressionType'];
export type RecordConfiguration = shapes.Value<
  typeof streamConfigurationList
>[number]['RecordConfiguration'];

function tableText(pattern: string): shapes.StringShape {
  return shapes.string({ minLength: 1, maxLength: 255, pattern });
}
