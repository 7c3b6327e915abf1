/** The bounds of simulated producers. Those of a specification stand in `ProducerSpec`'s comments too. */

/** Beyond this a person cannot follow a stream, and one event loop has other work to do. */
export const RECORDS_PER_SECOND_MAX = 20_000;
export const RECORDS_PER_SECOND_MIN = 0.1;

/** Measured: a truck costs 360 bytes of state from its first record on, so all of them cost 360 MB. */
export const KEYS_MAX = 1_000_000;

/** At exponent 3 four records of five already go to one key. */
export const KEY_SKEW_MAX = 3;

/** As many shards as a person looks at; larger streams can be created first and then fed. */
export const SHARD_COUNT_MAX = 100;

/** Seeds are unsigned 32-bit numbers because the generator's state is made of such. */
export const SEED_MAX = 0xffff_ffff;

/** Every producer has a timer and its state of keys; more than these means a loop gone wrong. */
export const PRODUCERS_MAX = 50;

/** Ten ticks a second look fluent and leave the event loop alone in between. */
export const TICK_INTERVAL_MS = 100;

/**
 * After a suspended laptop or a blocked event loop, at most this much lost time is made up for; the
 * rest is forgotten, because a burst would only be throttled.
 */
export const CATCH_UP_MAX_MS = 500;

/** PutRecords takes at most 500 records. No generator makes a record of more than 4 KB. */
export const BATCH_RECORDS_MAX = 500;

/** How often a stream that is being created or deleted is looked at again. */
export const STREAM_POLL_INTERVAL_MS = 100;

/** A failing engine (a full disk, say) is tried again after these delays. */
export const RETRY_FIRST_MS = 250;
export const RETRY_MAX_MS = 10_000;
