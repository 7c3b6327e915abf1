/**
 * What a seed file may contain, as a JSON schema. The engine checks files by it (`checkSchema.ts`),
 * and VS Code completes and explains them by it: `media/kinesis-seed.schema.json` is this, which a
 * test holds.
 */
import { CUT_MOMENTS, FAULT_KINDS, PRODUCER_KINDS } from '../../protocol/engine/control.ts';
import { FAULT_COUNT_MAX, FAULT_DELAY_MS_MAX, FAULT_SEED_MAX } from '../faults/limits.ts';
import { COMPRESSION_FORMATS, isLocalCompressionFormat } from '../firehose/compression.ts';
import { RECORD_KIB_DEFAULT, RECORD_KIB_MAX } from '../limits.ts';
import * as simulate from '../simulate/limits.ts';
import { SEED_ENTRIES_MAX } from './limits.ts';

/** The part of JSON schema that a seed file needs. */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'number';
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly default?: string | number;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** False, or what members of any name are. */
  readonly additionalProperties?: false | Schema;
  readonly maxProperties?: number;
}

const streamName: Schema = {
  description: 'Letters, digits, underscores, dots and hyphens.',
  type: 'string',
  pattern: '^[a-zA-Z0-9_.-]{1,128}$',
};

const stream: Schema = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: streamName,
    mode: {
      description: 'PROVISIONED when shardCount is given, else ON_DEMAND.',
      type: 'string',
      enum: ['PROVISIONED', 'ON_DEMAND'],
    },
    shardCount: { type: 'integer', minimum: 1, maximum: 10_000 },
    retentionHours: { type: 'integer', minimum: 24, maximum: 8_760, default: 24 },
    maxRecordSizeInKiB: {
      type: 'integer',
      minimum: RECORD_KIB_DEFAULT,
      maximum: RECORD_KIB_MAX,
      default: RECORD_KIB_DEFAULT,
    },
    tags: {
      type: 'object',
      additionalProperties: { type: 'string', maxLength: 256 },
      maxProperties: 50,
    },
    consumers: {
      description: 'Names of consumers with enhanced fan-out.',
      type: 'array',
      items: streamName,
      maxItems: 20,
    },
  },
};

const deliveryStream: Schema = {
  type: 'object',
  required: ['name', 'bucket'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: '^[a-zA-Z0-9_.-]{1,64}$' },
    source: {
      ...streamName,
      description: 'A stream of this file or of the engine; without one records are put directly.',
    },
    bucket: {
      description: 'A folder below s3 in the data directory stands for it.',
      type: 'string',
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    },
    prefix: { type: 'string', maxLength: 1024 },
    errorPrefix: { type: 'string', maxLength: 1024 },
    compression: {
      type: 'string',
      enum: COMPRESSION_FORMATS.filter(isLocalCompressionFormat),
      default: 'UNCOMPRESSED',
    },
    bufferMegabytes: { type: 'integer', minimum: 1, maximum: 128, default: 5 },
    bufferSeconds: { type: 'integer', minimum: 0, maximum: 900, default: 300 },
  },
};

const producer: Schema = {
  type: 'object',
  required: ['streamName', 'kind'],
  additionalProperties: false,
  properties: {
    streamName: { ...streamName, description: 'It is created if it does not exist.' },
    kind: { type: 'string', enum: PRODUCER_KINDS },
    recordsPerSecond: {
      type: 'number',
      minimum: simulate.RECORDS_PER_SECOND_MIN,
      maximum: simulate.RECORDS_PER_SECOND_MAX,
      default: 20,
    },
    keys: {
      description: 'Number of distinct partition keys.',
      type: 'integer',
      minimum: 1,
      maximum: simulate.KEYS_MAX,
      default: 100,
    },
    keySkew: {
      description: 'Zipf exponent of the keys: 0 is even, 1 strongly skewed.',
      type: 'number',
      minimum: 0,
      maximum: simulate.KEY_SKEW_MAX,
      default: 0,
    },
    seed: {
      description: 'The same seed gives the same records in the same order.',
      type: 'integer',
      minimum: 0,
      maximum: simulate.SEED_MAX,
      default: 1,
    },
    shardCount: {
      description: 'Shards of a stream that is created.',
      type: 'integer',
      minimum: 1,
      maximum: simulate.SHARD_COUNT_MAX,
      default: 2,
    },
  },
};

const fault: Schema = {
  type: 'object',
  required: ['kind'],
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: FAULT_KINDS },
    streamName: { ...streamName, description: 'Every stream unless it is said.' },
    shardId: {
      description: 'Every shard unless it is said.',
      type: 'string',
      pattern: '^(shardId-)?[0-9]{1,12}$',
    },
    operation: {
      description: 'With delay and cut: an operation such as PutRecords.',
      type: 'string',
      pattern: '^[A-Z][A-Za-z]{1,63}$',
    },
    share: {
      description: 'Which share is struck.',
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 1,
    },
    count: {
      description: 'Ends after so many.',
      type: 'integer',
      minimum: 1,
      maximum: FAULT_COUNT_MAX,
    },
    seed: {
      description: 'The same seed strikes the same records or requests of a shard.',
      type: 'integer',
      minimum: 0,
      maximum: FAULT_SEED_MAX,
      default: 1,
    },
    delayMs: {
      description: 'With delay.',
      type: 'integer',
      minimum: 1,
      maximum: FAULT_DELAY_MS_MAX,
      default: 1_000,
    },
    moment: {
      description: 'With cut: before the work of the request, or after it.',
      type: 'string',
      enum: CUT_MOMENTS,
      default: 'after',
    },
  },
};

export const SEED_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Seed file of the local Kinesis engine',
  description: 'What the engine is to have. What exists already stays as it is.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', maxLength: 2_048 },
    streams: listOf(stream, 'Data streams.'),
    deliveryStreams: listOf(deliveryStream, 'Delivery streams of Firehose, to S3.'),
    producers: listOf(producer, 'Simulated producers.'),
    faults: listOf(fault, 'Faults that are injected.'),
  },
};

function listOf(items: Schema, description: string): Schema {
  return { description, type: 'array', items, maxItems: SEED_ENTRIES_MAX };
}
