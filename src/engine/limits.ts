/**
 * Every bound of the engine's core, with its reason. "Quota" marks a documented limit of the
 * service: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** A PutRecords of 10 MiB is 13.4 MiB as base64; the rest is room for keys and JSON. */
export const REQUEST_BODY_BYTES_MAX = 16 * MIB;
/** All bodies together: sixteen of the largest; whoever comes with more is told to come again. */
export const REQUEST_BODIES_BYTES_MAX = 256 * MIB;
/** What is read beyond that, to be able to say so; whoever sends more is cut off. */
export const REQUEST_BODY_DROPPED_BYTES_MAX = 256 * MIB;
/**
 * Text up to this length is handed to Node as it is: it then leaves in one write with the head,
 * without a buffer of its own. For longer text Node would take three times the memory.
 */
export const TEXT_ANSWER_LENGTH_MAX = 4 * KIB;
/**
 * Answers that their clients have not read yet, together: nineteen of the largest, 13.4 MiB each as
 * base64. Whoever asks for more is told to come again.
 */
export const ANSWERS_BYTES_MAX = 256 * MIB;
/** What a write answers is smaller, and sent in any case: 500 results have less than 100 KiB. */
export const ANSWER_OF_WRITE_BYTES_MAX = 256 * KIB;
/** For a whole answer; the largest over a tunnel of 2 Mbit/s. Who takes longer is stuck or hostile. */
export const ANSWER_MS_MAX = 60_000;
/** Long enough for 16 MiB over a slow loopback proxy, short enough that a stuck peer frees memory. */
export const REQUEST_BODY_MS_MAX = 30_000;
/** A head is a few hundred bytes; whoever needs longer is stuck or hostile. */
export const REQUEST_HEAD_MS_MAX = 10_000;
/** A connection that says nothing is closed; pooled clients reconnect on their own. */
export const CONNECTION_IDLE_MS_MAX = 120_000;
/** Connections at once; a development machine needs dozens, the JS client opens one per request. */
export const CONNECTIONS_MAX = 2_000;
/** Requests of one HTTP/2 session at once; AWS clients multiplex at most a few hundred. */
export const HTTP2_STREAMS_MAX = 250;
/** Requests in flight get this long at a stop, so that a stop fits in 2 s. */
export const STOP_GRACE_MS = 1_000;

/** JSON deeper than any request of either service. */
export const INPUT_DEPTH_MAX = 32;
/** JSON up to this size makes at most some ten megabytes of values, whatever it says. */
export const JSON_TRUSTED_BYTES_MAX = MIB;
/** Brackets, braces, colons and commas of larger JSON: 500 keys full of them have 128,000. */
export const JSON_ITEMS_MAX = 250_000;
/**
 * Names of members that are kept as an answer writes them: some 300 are those of both services, and
 * the others are tags and the like, which users name.
 */
export const JSON_NAMES_MAX = 1_000;
/** CBOR deeper than that is broken off while it is read, because reading it takes stack. */
export const CBOR_DEPTH_MAX = 64;
/** Items in one CBOR body: 500 records have 4,000; a byte each would make 16 million objects. */
export const CBOR_ITEMS_MAX = 100_000;
/** AWS reports at most this many validation errors at once. */
export const VALIDATION_ERRORS_MAX = 10;
/** Values are echoed in validation messages; a megabyte of key helps nobody. */
export const ECHOED_VALUE_CHARACTERS_MAX = 2 * KIB;

/** Quota: records in one PutRecords. */
export const PUT_RECORDS_COUNT_MAX = 500;
/** Quota: data and keys of one PutRecords. */
export const PUT_RECORDS_BYTES_MAX = 10 * MIB;
/** Quota: a stream's largest record unless it asks for more, in KiB. */
export const RECORD_KIB_DEFAULT = 1_024;
/** Quota: the largest record that a stream can ask for, in KiB. */
export const RECORD_KIB_MAX = 10_240;

/** Quota: written to one shard in a second. */
export const SHARD_WRITE_BYTES_PER_SECOND = MIB;
export const SHARD_WRITE_RECORDS_PER_SECOND = 1_000;
/** Quota: read from one shard in a second. */
export const SHARD_READ_BYTES_PER_SECOND = 2 * MIB;
export const SHARD_READ_CALLS_PER_SECOND = 5;
/** Quota: GetShardIterator calls for one shard in a second. */
export const SHARD_ITERATOR_CALLS_PER_SECOND = 5;
/** Quota: returned by one GetRecords. */
export const GET_RECORDS_COUNT_MAX = 10_000;
export const GET_RECORDS_BYTES_MAX = 10 * MIB;

/** Quota: shards of an account in a large region. */
export const SHARDS_PER_ACCOUNT_MAX = 20_000;
/** Shard keys that fit beside 36 bits of position in a safe integer; above the quota, with limits off. */
export const SHARD_KEYS_MAX = 2 ** 17;
/** Positions in a shard: at 100,000 records/s, eight days of writing to one shard. */
export const POSITIONS_MAX = 2 ** 36;
/** Quota: streams in CREATING at once. */
export const STREAMS_CREATING_MAX = 5;
/** Streams of all regions; beyond this the engine refuses rather than grow without end. */
export const STREAMS_MAX = 10_000;
/** Remembered for the second in which they were made, in which nobody deletes more than there may be. */
export const GONE_STREAMS_MAX = STREAMS_MAX;
/** Shards that a stream of ON_DEMAND mode starts with. */
export const ON_DEMAND_SHARDS_DEFAULT = 4;

/** Quota: streams of ON_DEMAND mode in an account and region. */
export const ON_DEMAND_STREAMS_MAX = 50;
/** Quota: shards that UpdateShardCount gives one stream. */
export const SHARDS_PER_STREAM_MAX = 10_000;
/** Quota: the write throughput that an on-demand stream can be kept warm for: 10 GiB/s. */
export const WARM_THROUGHPUT_MIB_PER_SECOND_MAX = 10_240;

export const DAY_MS = 86_400_000;
/** Quota: changes of one stream in a rolling day, and how an error names them. */
export const DAILY_QUOTAS = {
  shardCountUpdates: { max: 10, of: 'UpdateShardCount calls' },
  modeSwitches: { max: 2, of: 'Switches of the capacity mode' },
  encryptionStarts: { max: 25, of: 'Applications of a KMS key' },
  encryptionStops: { max: 25, of: 'Stops of the encryption' },
} as const;
export type DailyQuota = keyof typeof DAILY_QUOTAS;

/**
 * Starts and stops of a stream's encryption that are told apart in its records: the quotas of a
 * month. Beyond it the oldest records show the encryption of the oldest change that is known.
 */
export const ENCRYPTION_CHANGES_MAX = 1_500;

/**
 * Quota: calls in a second, of an account in a region or of one stream there, as the API reference
 * states them. Those of a shard stand with its throughput above.
 */
export const CALL_RATES = {
  AddTagsToStream: { perSecond: 5, of: 'account' },
  CreateChannel: { perSecond: 5, of: 'account' },
  CreateStream: { perSecond: 5, of: 'account' },
  DeleteChannel: { perSecond: 5, of: 'account' },
  DeleteResourcePolicy: { perSecond: 5, of: 'account' },
  DeleteStream: { perSecond: 5, of: 'account' },
  DescribeAccountSettings: { perSecond: 5, of: 'account' },
  DescribeChannel: { perSecond: 5, of: 'account' },
  DescribeLimits: { perSecond: 1, of: 'account' },
  DescribeStream: { perSecond: 10, of: 'account' },
  DescribeStreamSummary: { perSecond: 20, of: 'account' },
  GetResourcePolicy: { perSecond: 5, of: 'account' },
  ListChannels: { perSecond: 5, of: 'account' },
  ListStreams: { perSecond: 5, of: 'account' },
  ListTagsForStream: { perSecond: 5, of: 'account' },
  MergeShards: { perSecond: 5, of: 'account' },
  PutResourcePolicy: { perSecond: 5, of: 'account' },
  RegisterStreamConsumer: { perSecond: 5, of: 'account' },
  RemoveTagsFromStream: { perSecond: 5, of: 'account' },
  SplitShard: { perSecond: 5, of: 'account' },
  UpdateAccountSettings: { perSecond: 5, of: 'account' },
  UpdateChannel: { perSecond: 5, of: 'account' },
  UpdateShardCount: { perSecond: 10, of: 'account' },
  UpdateStreamWarmThroughput: { perSecond: 5, of: 'account' },
  DecreaseStreamRetentionPeriod: { perSecond: 5, of: 'stream' },
  DeregisterStreamConsumer: { perSecond: 5, of: 'stream' },
  DescribeStreamConsumer: { perSecond: 20, of: 'stream' },
  DisableEnhancedMonitoring: { perSecond: 5, of: 'stream' },
  EnableEnhancedMonitoring: { perSecond: 5, of: 'stream' },
  IncreaseStreamRetentionPeriod: { perSecond: 5, of: 'stream' },
  ListShards: { perSecond: 1000, of: 'stream' },
  ListStreamConsumers: { perSecond: 5, of: 'stream' },
} as const satisfies Record<string, { perSecond: number; of: 'account' | 'stream' }>;
/** Accounts, regions and streams whose rates are remembered: clients choose the names. */
export const RATED_OWNERS_MAX = 10_000;

/** Quota: tags of one stream or consumer. */
export const TAGS_PER_RESOURCE_MAX = 50;
/** Quota: a page of ListTagsForStream. */
export const LIST_TAGS_MAX = 50;
/** Quota: a resource policy, in characters. */
export const POLICY_CHARACTERS_MAX = 20 * KIB;
/** The shortest time for which an account commits itself to a minimum throughput. */
export const COMMITMENT_MS_MIN = DAY_MS;

/** Quota: enhanced fan-out consumers of one stream. */
export const CONSUMERS_PER_STREAM_MAX = 20;
/** Quota: the same for an on-demand stream of an account with a commitment. */
export const CONSUMERS_PER_COMMITTED_STREAM_MAX = 50;
/** The same with limits off: more than any account can ask the service for. */
export const CONSUMERS_HELD_PER_STREAM_MAX = 1_000;
/** Quota: consumers of one stream in CREATING at once. */
export const CONSUMERS_CREATING_MAX = 5;

/** Documented: a subscription's life. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html */
export const SUBSCRIPTION_MS_MAX = 300_000;
/** Documented, there too: no second subscription of a consumer to a shard before this. */
export const SUBSCRIPTION_TAKEOVER_MS_MIN = 5_000;
/** Quota: read from one shard by one consumer in a second. */
export const SUBSCRIPTION_BYTES_PER_SECOND = 2 * MIB;
/** A subscriber without records hears this often how far it is; KCL gives up after 35 s. */
export const SUBSCRIPTION_HEARTBEAT_MS = 5_000;
/** One event at least, even of a slow reader, is held in memory; as text it is a third larger. */
export const SUBSCRIPTION_EVENT_BYTES_MAX = MIB;
export const SUBSCRIPTION_EVENT_RECORDS_MAX = 10_000;
/** A subscriber that takes nothing for so long has gone without saying so. */
export const SUBSCRIBER_STALLED_MS_MAX = 60_000;

/** Quota: pages of the listing calls. */
export const LIST_CONSUMERS_MAX = 100;
export const DESCRIBE_SHARDS_MAX = 100;
export const LIST_SHARDS_MAX = 1_000;
export const LIST_STREAMS_MAX = 100;

/** Quota: a shard iterator's and a ListShards token's life. */
export const ITERATOR_MS_MAX = 300_000;
export const NEXT_TOKEN_MS_MAX = 300_000;

/** Quota: retention. */
export const RETENTION_HOURS_DEFAULT = 24;
export const RETENTION_HOURS_MIN = 24;
export const RETENTION_HOURS_MAX = 8_760;

/** Pause between two looks for expired records; reads hide expired records at once anyway. */
export const SWEEP_INTERVAL_MS = 1_000;
/** Records deleted in one slice: about 10 ms, so that expiry never stalls a request for long. */
export const SWEEP_SLICE_RECORDS_MAX = 2_000;

/** What setTimeout can count: 2^31 − 1 ms, not quite 25 days. Longer waits are made of several. */
export const TIMER_MS_MAX = 2 ** 31 - 1;
/** One move of the clock: a leap year, so that the longest retention (8,760 hours) can be passed. */
export const CLOCK_ADVANCE_MS_MAX = 366 * 24 * 3_600_000;
/** All moves together; far beyond any test, and within what a sequence number's time can hold. */
export const CLOCK_OFFSET_MS_MAX = 10 * CLOCK_ADVANCE_MS_MAX;

/**
 * SQLite's pages in a new database. In pages of 8 KiB seven records of 1 KB fit where two of 4 KiB
 * hold six, which takes a third off the work of a batch; larger ones make single puts dearer.
 */
export const PAGE_BYTES = 8 * KIB;
/** The write-ahead log before it is folded into the database: copying it takes some 10 ms. */
export const FOLDED_LOG_BYTES = 16 * MIB;
/**
 * Pages of a log that SQLite folds by itself, while everybody waits: 64 MiB. It gets there only when
 * the disk is so slow that a log of that length is written while it is flushed.
 */
export const WAL_AUTOCHECKPOINT_PAGES = 8_192;
/** A database up to this size is checked as a whole at the start, in well under a second. */
export const CHECKED_DATABASE_BYTES_MAX = 64 * MIB;
/** What a power failure may take of what was acknowledged, unless the engine is power-safe. */
export const FLUSH_DELAY_MS = 100;
/** A disk that fails is tried again after `FLUSH_DELAY_MS`, then twice that and so on up to this. */
export const FLUSH_RETRY_MS_MAX = 10_000;
/** A damaged database up to this size is salvaged while its starter waits: some ten seconds. */
export const SALVAGED_DATABASE_BYTES_MAX = 1_024 * MIB;
/** Unreadable places of one table that are worked around; each costs a few reads. */
export const SALVAGE_FAILURES_MAX = 2_000;
/** SQLite's page cache, in KiB: the tail of every hot shard fits. */
export const PAGE_CACHE_KIB = 32 * KIB;
