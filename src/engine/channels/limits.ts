/**
 * The bounds of channels, with their source. "Quota" is a documented limit of the service:
 * https://docs.aws.amazon.com/streams/latest/dev/data-delivery-quotas.html
 */
import { ON_DEMAND_STREAMS_MAX } from '../limits.ts';

const MIB = 1024 * 1024;

/** Quota: how long records wait to be delivered together. */
export const DATA_FRESHNESS_SECONDS_MIN = 300;
export const DATA_FRESHNESS_SECONDS_MAX = 900;
export const DATA_FRESHNESS_SECONDS_DEFAULT = 300;
/** With limits off nobody has to wait five minutes for a look at an object. */
export const DATA_FRESHNESS_SECONDS_MIN_WITHOUT_LIMITS = 1;

/** Quota: channels from one stream to general purpose S3. */
export const CHANNELS_PER_STREAM_MAX = 1;
/** Quota: of an account, two for each of its on-demand streams, the other one to streaming tables. */
export const CHANNELS_PER_ACCOUNT_MAX = 2 * ON_DEMAND_STREAMS_MAX;
/** Channels of all regions; beyond this the engine refuses rather than grow without end. */
export const CHANNELS_MAX = 10_000;
/** Quota: a page of ListChannels. */
export const LIST_CHANNELS_MAX = 100;

/** Quota: an object's key in S3, and what the service appends to make it unique. */
export const OBJECT_KEY_CHARACTERS_MAX = 1024;
export const KEY_SUFFIX_CHARACTERS_MAX = 38;

/**
 * Records of one object before they are compressed. The service only says "optimally sized"; half of
 * what Firehose buffers at most, because an object is put together in memory.
 */
export const OBJECT_BYTES_MAX = 64 * MIB;

/** A slice of a shard: small enough that a request is never kept waiting by it. */
export const SLICE_RECORDS_MAX = 1000;
export const SLICE_BYTES_MAX = MIB;

/** An object that could not be written is tried again after these delays. */
export const RETRY_FIRST_MS = 500;
export const RETRY_MAX_MS = 30_000;
