/** The bounds of the tail room. */

/** What a person scrolls through; a million rows is also what a browser can lay out. */
export const WINDOW_RECORDS_DEFAULT = 100_000;
export const WINDOW_RECORDS_MAX = 1_000_000;

/** Bytes of payloads and keys. The extension host has about 4 GB for all extensions together. */
export const WINDOW_BYTES_DEFAULT = 256 * 1024 * 1024;
export const WINDOW_BYTES_MAX = 1024 * 1024 * 1024;

/** Payloads are kept together in blocks of this size, so that the collector sees few objects. */
export const BLOCK_BYTES = 1024 * 1024;

/** The window grows by so many records at a time: 150 KB, in less than a millisecond. */
export const SEGMENT_RECORDS = 4_096;

/** A larger payload gets a block of its own; so a block never wastes more than an eighth. */
export const SHARED_BLOCK_PAYLOAD_BYTES_MAX = BLOCK_BYTES / 8;

/** A shard bears five reads a second from all its readers together; once a second leaves room. */
export const POLL_INTERVAL_MS = 1_000;

/** What a shard gives to all its readers together, whoever they are. */
export const SHARD_READS_PER_SECOND = 5;

/** After a throttle an eighth of the budget is the least: below that a tail stands still. */
export const READ_BUDGET_SHARE_MIN = 1 / 8;

/** From nothing to the whole budget; slowly, since other readers were there first. */
export const READ_BUDGET_RECOVERY_MS = 60_000;

/** What was spent is shown over this time; so many reads fit in it at five a second, and a few more. */
export const READ_SPENT_WINDOW_MS = 5_000;
export const READ_SPENT_CALLS_MAX = 50;

/** The budget of a shard that no tail reads any more is kept for a tail that is opened again. */
export const READ_BUDGETS_KEPT_MS = READ_BUDGET_RECOVERY_MS;

/** Reads under way at once of a connection, however many shards and tails there are of it. */
export const CONCURRENT_READS_MAX = 16;

/** A subscription that begins less than this after the one before is refused. */
export const SUBSCRIPTION_REPEAT_MS_MIN = 5_000;

/** The service says every few seconds how far it is; after this the line is dead. */
export const SUBSCRIPTION_SILENT_MS_MAX = 40_000;

/** Taken over so often in a row, another program uses the consumer too. */
export const SUBSCRIPTION_TAKEOVERS_MAX = 3;

/** A connection each; further shards of a tail are polled. */
export const SUBSCRIPTIONS_MAX = 200;

/** Calls for a consumer are tried this often, over about ten seconds: polling goes on meanwhile. */
export const CONSUMER_CALLS_MAX = 5;
export const CONSUMER_BACKOFF_MS = { first: 500, max: 5_000 } as const;

/**
 * A consumer that is gone is registered again, so often within this time: who deregisters it once more
 * than that means it, and each costs money for a part of an hour.
 */
export const CONSUMER_LOSSES_MAX = 3;
export const CONSUMER_LOSSES_MS = 600_000;

/** Until a consumer is ACTIVE, which takes AWS up to a minute: two minutes in all. */
export const CONSUMER_POLL_MS = { first: 50, max: 2_000 } as const;
export const CONSUMER_POLLS_MAX = 65;

/**
 * A batch is decoded in one piece on the extension host's only thread: 2 MiB takes about 20 ms, the
 * 10 MiB of a full answer would block it for 50 ms and more. Five batches of the largest size keep
 * up with 20,000 records a second in one shard, which only a local engine without limits takes.
 */
export const BATCH_BYTES_TARGET = 2 * 1024 * 1024;
export const BATCH_RECORDS_MIN = 10;
export const BATCH_RECORDS_MAX = 5_000;

/** Its records are taken so many at a time, and after so long everything else has its turn. */
export const TAKE_RECORDS = 100;
export const TAKE_SLICE_MS = 5;

/** Repeats after a throttle: the shard's allowance is renewed every second. */
export const THROTTLE_BACKOFF_MS = { first: 250, max: 5_000 } as const;

/** Repeats after trouble with the network: soon at first, and never rarer than a person waits. */
export const TROUBLE_BACKOFF_MS = { first: 500, max: 10_000 } as const;

/** A tail that started at the latest record and lost its iterator goes back this much further. */
export const CLOCK_TOLERANCE_MS = 1_000;

/** 20,000 shards, the largest quota of any region, in pages of 1,000; some servers give 100. */
export const SHARD_PAGES_MAX = 200;

/** The page hears of progress at most this often: thirty times a second looks continuous. */
export const FRAME_MS = 33;

/** Rates and the chart move once a second, over five seconds, for five minutes; what is steady is told less. */
export const METRICS_INTERVAL_MS = 1_000;
export const RATE_SAMPLES = 5;
export const HISTORY_SAMPLES_MAX = 300;
export const METRICS_STEADY_MS = 30_000;

/** One page of rows; more than fits on any screen. */
export const ROW_PAGE_MAX = 500;

/** One line of a grid. */
export const PREVIEW_CHARS_MAX = 256;

/** Previews that are remembered, of about 1 kB each: what a reader scrolls to and fro in. */
export const PREVIEWS_MAX = 2_000;

/**
 * What one answer decodes for its rows, packed and unpacked: below 10 ms on a slow machine. A row
 * more begins only below this, and no row brings more than START_WHOLE and START_DECODED bytes.
 */
export const PREVIEW_PAGE_BYTES_MAX = 512 * 1024;

/** What the detail pane gets of one record; a record can have 10 MiB. */
export const DETAIL_BYTES_MAX = 1024 * 1024;

/** More rules, or a longer one, are a mistake; each is tried on every value that is shown. */
export const MASK_RULES_MAX = 50;
export const MASK_RULE_CHARS_MAX = 1_024;

/** A longer text is hidden whole: to look for patterns in this much takes 100 ms each. */
export const MASK_TEXT_CHARS_MAX = 2 * 1024 * 1024;

/** A new iterator that is refused again and again will not work the next time either. */
export const ITERATOR_RENEWALS_MAX = 3;

/** The first batch of a shard, before the size of its records is known. */
export const BATCH_RECORDS_FIRST = 500;

/** While a stream that is being created has no shards yet. */
export const EMPTY_STREAM_RETRY_MS = 1_000;

/** Longer paths are pasted by mistake. */
export const JSON_PATH_CHARS_MAX = 1_024;

/**
 * Of one path in one record: how many members and elements are looked at, which takes about half a
 * second. A record of 1 MB rarely has more than 100,000, and each `..` looks at each of them once.
 */
export const JSON_PATH_STEPS_MAX = 1_000_000;

/** As deep as the path library itself looks below a place; people's JSON is rarely deeper than ten. */
export const JSON_PATH_DEPTH_MAX = 50;

/** Seconds of arrival that are kept of each shard, and over which its rate is averaged. */
export const ARRIVAL_SECONDS = 300;
export const ARRIVAL_RATE_SECONDS = 10;

/** Counters for the keys of one shard: enough for every key that takes 2 % of it. */
export const HOT_KEY_COUNTERS = 64;
export const HOT_KEY_PERIOD_MS = 30_000;
export const HOT_KEYS_LISTED_MAX = 50;

/** A shard at this share of a limit is worth a hint, and a split that leaves more than this is not. */
export const HOT_SHARD_SHARE = 0.8;
export const SPLIT_SIDE_SHARE_MAX = 0.75;

/** What a shard takes in a second: the documented limits of a provisioned shard. */
export const SHARD_WRITE_RECORDS_PER_SECOND = 1_000;
export const SHARD_WRITE_BYTES_PER_SECOND = 1_048_576;

/** A reader that was at the end of its shard this long ago is there still: pushes say so that often. */
export const LINEAGE_AT_END_MS = 10_000;

/** The heat map: five minutes in columns of five seconds, and the shards that fit on a screen. */
export const HEAT_MAP_SECONDS_PER_COLUMN = 5;
export const HEAT_MAP_COLUMNS = ARRIVAL_SECONDS / HEAT_MAP_SECONDS_PER_COLUMN;
export const HEAT_MAP_SHARDS_MAX = 200;

/** Columns from JSON paths; more do not fit on a screen. */
export const CELL_PATHS_MAX = 20;

/** One line of a grid, as of a preview. */
export const CELL_CHARS_MAX = 256;

/** Data decoded for the columns of one page of rows: 20 ms of the only thread, as for a batch. */
export const CELLS_BYTES_MAX = 2 * 1024 * 1024;

/** Rows looked at in one piece for the next one with the same key: a few milliseconds. */
export const NEIGHBOUR_SLICE_ROWS = 20_000;

/** More conditions than a person oversees. */
export const FILTER_CONDITIONS_MAX = 32;

/** Longer texts, patterns and expressions are pasted by mistake. */
export const FILTER_CHARS_MAX = 1_024;

/** Keys or shards that one condition names. */
export const FILTER_VALUES_MAX = 1_000;

/**
 * One slice of filtering, or of putting rows in order: whichever is first. The time leaves the host's
 * thread to others many times a second; a record of the largest size may take a little longer.
 */
export const FILTER_SLICE_MS = 8;
export const FILTER_SLICE_RECORDS = 50_000;
export const FILTER_SLICE_BYTES = 8 * 1024 * 1024;

/** Records put in order before the clock is read again: far less than a millisecond. */
export const ARRIVAL_STEP_RECORDS = 500;

/** Bars of the histogram: as many as fit side by side and still tell apart. */
export const HISTOGRAM_BUCKETS_MAX = 100;
/** With fewer, the bar of a single record would be a wall. */
export const HISTOGRAM_BUCKETS_MIN = 24;

/** Groups with a colour and a name; all others are one. */
export const HISTOGRAM_GROUPS_MAX = 8;

/** Values of a field that are counted apart, in 16 bits; a field with more is no way to group. */
export const HISTOGRAM_VALUES_MAX = 10_000;
export const HISTOGRAM_VALUE_CHARS_MAX = 100;

/** Counted in one piece: a few milliseconds. */
export const HISTOGRAM_SLICE_RECORDS = 50_000;
export const HISTOGRAM_SLICE_MS = 8;

/**
 * What a filter unpacks of one record: 20 ms. Where it is masked first, less: each rule is tried on all
 * of it.
 */
export const FILTER_DECODED_BYTES_MAX = 2 * 1024 * 1024;
export const FILTER_MASKED_BYTES_MAX = 512 * 1024;

/** Larger payloads are not parsed for a condition: this much JSON takes about 10 ms. */
export const FILTER_VALUE_BYTES_MAX = 1024 * 1024;

/** What a pattern looks at: at up to 100 ns a character this stays near a slice. */
export const REGEX_TEXT_CHARS_MAX = 128 * 1024;

/** Instructions of a compiled pattern; `[a-z]{1000}` has 1,000. */
export const REGEX_PROGRAM_MAX = 5_000;

/** Parts of an expression, and its evaluations of them for one record: about 10 ms. */
export const EXPRESSION_NODES_MAX = 500;
export const EXPRESSION_STEPS_MAX = 500_000;

/** One record's loops, which may look at all of its text each time; the clock is read now and then. */
export const EXPRESSION_MS_MAX = 25;
export const EXPRESSION_CLOCK_EVERY = 16;

/** One slice of an export: whichever is first. A single record may take a little longer. */
export const EXPORT_SLICE_RECORDS = 500;
export const EXPORT_SLICE_CHARS = 256 * 1024;
export const EXPORT_SLICE_MS = 8;

/** A line of a capture: 10 MiB of data in base64, and a header of 20,000 shards is shorter still. */
export const CAPTURE_LINE_BYTES_MAX = 16 * 1024 * 1024;

/** The largest quota of shards of any region. */
export const CAPTURE_SHARDS_MAX = 20_000;

/** As the API has it. */
export const PARTITION_KEY_CHARS_MAX = 256;
/** The digits of 2^128 - 1. */
export const HASH_KEY_DIGITS_MAX = 39;

/** A tail that is further behind shows its progress, and until it is as near as this again. */
export const PROGRESS_BEHIND_MS = 10_000;
export const PROGRESS_THERE_MS = 2_000;

/** Seconds before an estimate is worth showing, and how much each further second changes it. */
export const PROGRESS_SAMPLES_MIN = 3;
export const PROGRESS_SMOOTHING = 0.2;

/** An hour of the stream in four days: who comes nearer as slowly as that does not arrive. */
export const PROGRESS_SPEED_MIN = 0.01;

/** What one picture of a stream's shards can show, and its table. */
export const LINEAGE_SHARDS_MAX = 500;

/** A child that a closed shard names is listed at once; a list that is late is asked again. */
export const CHILD_LISTS_MAX = 5;
export const CHILD_LIST_RETRY_MS = 500;

/** Reshards that making a stream may take; each takes the local engine a moment. */
export const RESHARDS_MAX = 200;

/** Even ranges of so many shards are compared with those that are wanted: a few milliseconds. */
export const EVEN_COUNTS_TRIED_MAX = 256;

/** A stream that is being made or resharded is looked at this often, for a minute. */
export const ACTIVE_POLL_MS = 100;
export const ACTIVE_POLLS_MAX = 600;

/** Records that are read and not yet put, while a range is copied. */
export const COPY_BUFFER_BYTES_MAX = 16 * 1024 * 1024;

/** What a replay puts stays below a shard's limits in any time as long as this: clocks and networks jitter. */
export const WRITE_WINDOW_MS = 1_000;

/** PutRecords takes 500 records and 10 MiB; a smaller call fails, and is repeated, at less cost. */
export const PUT_RECORDS_MAX = 500;
export const PUT_BYTES_MAX = 5 * 1024 * 1024;

/** Calls under way at once, so that a distant region does not make a replay slow. */
export const PUT_CALLS_MAX = 4;

/** Records that wait for their turn: more of them find more keys that can go side by side. */
export const REPLAY_QUEUE_RECORDS_MAX = 5_000;
export const REPLAY_QUEUE_BYTES_MAX = 32 * 1024 * 1024;

/** A record that a shard refuses this often, over two minutes or so, is given up. */
export const REPLAY_ATTEMPTS_MAX = 30;

/** Calls in a row that fail as a whole, over a minute or so, before the replay ends. */
export const REPLAY_TROUBLES_MAX = 10;
