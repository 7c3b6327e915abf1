/** The bounds of the aws room. */

/** A host that does not even accept a connection in this time is unreachable for a person waiting. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** Ten MiB of records over a slow line take several seconds; more than this is a dead line. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** Two repeats after a hiccup; more would keep a person waiting without a word. */
export const INTERACTIVE_ATTEMPTS = 3;

/** The tail paces and counts its own repeats, so the SDK must not hide a throttle from it. */
export const READER_ATTEMPTS = 1;

/** Connections at one time. The tail reads at most 16 shards at once; the trees need a few more. */
export const SOCKETS_MAX = 32;

/** Subscriptions at one time, a connection each; a tail of more shards polls the others. */
export const SUBSCRIPTIONS_MAX = 256;

/** What a subscription may have on its way: two seconds of a shard's throughput would be 4 MiB. */
export const PUSH_WINDOW_BYTES = 1024 * 1024;

/** DescribeStream gives 100 shards a page, and 20,000 is the largest shard quota of any region. */
export const DESCRIBE_STREAM_PAGES_MAX = 200;
