/**
 * The bounds of Firehose, with their source. "Quota" is a documented limit of the service:
 * https://docs.aws.amazon.com/firehose/latest/dev/limits.html
 */
const KIB = 1024;
export const MIB = 1024 * KIB;

/** Quota: one record before base64. */
export const RECORD_BYTES_MAX = 1000 * KIB;
/** Quota: one PutRecordBatch. */
export const BATCH_RECORDS_MAX = 500;
export const BATCH_BYTES_MAX = 4 * MIB;
/** Quota: delivery streams in a region. */
export const DELIVERY_STREAMS_MAX = 5000;

/** Quota: hints, and what holds without them. */
export const BUFFER_MIB_MIN = 1;
export const BUFFER_MIB_MAX = 128;
export const BUFFER_MIB_DEFAULT = 5;
export const BUFFER_SECONDS_MAX = 900;
export const BUFFER_SECONDS_DEFAULT = 300;

/**
 * Undelivered bytes of one delivery stream. Four times the largest hint: more piles up only while
 * the disk refuses objects, and then callers are told to slow down.
 */
export const UNDELIVERED_BYTES_MAX = 512 * MIB;
/** Quota: how long Direct PUT records are kept while they cannot be delivered. */
export const UNDELIVERED_MS_MAX = 24 * 3_600_000;

/** An object that could not be written is tried again after these delays. */
export const RETRY_FIRST_MS = 500;
export const RETRY_MAX_MS = 30_000;

/** A slice of a source shard: small enough that a request is never kept waiting by it. */
export const SOURCE_READ_RECORDS_MAX = 1000;
export const SOURCE_READ_BYTES_MAX = MIB;

/** Quota: a page of ListDeliveryStreams when the caller does not say. */
export const LIST_COUNT_DEFAULT = 10;
