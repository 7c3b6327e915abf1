import * as shapes from '../wire/shapes.ts';

/** Members that many requests share, constrained as in the service's model. */
export const streamName = shapes.string({
  minLength: 1,
  maxLength: 128,
  pattern: '[a-zA-Z0-9_.-]+',
});

export const shardId = shapes.string({ minLength: 1, maxLength: 128, pattern: '[a-zA-Z0-9_.-]+' });

export const hashKey = shapes.string({ pattern: '0|([1-9]\\d{0,38})' });

export const sequenceNumber = shapes.string({ pattern: '0|([1-9]\\d{0,128})' });

export const partitionKey = shapes.string({ minLength: 1, maxLength: 256 });

export const data = shapes.blob({ maxLength: 10_485_760 });

export const nextToken = shapes.string({ minLength: 1, maxLength: 1_048_576 });

/** A stream by name, by ARN, or both; `findStream.ts` reads them. */
export const streamAddress = {
  StreamName: streamName,
  StreamARN: shapes.string({
    minLength: 1,
    maxLength: 2048,
    pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+',
  }),
  StreamId: shapes.string({ minLength: 1, maxLength: 24, pattern: '[a-z0-9]{20}-[a-z0-9]{3}' }),
} as const;

export const recordDistribution = shapes.enumeration('AUTO', 'USER_PARTITION_KEY');

/** A stream or a consumer. */
export const resourceAddress = {
  ResourceARN: shapes.required(
    shapes.string({
      minLength: 1,
      maxLength: 2048,
      pattern: 'arn:aws.*:kinesis:.*:\\d{12}:.*(stream|channel|queue)/\\S+',
    }),
  ),
  StreamId: streamAddress.StreamId,
} as const;

export const streamModeDetails = shapes.structure({
  StreamMode: shapes.required(shapes.enumeration('PROVISIONED', 'ON_DEMAND')),
});
