/** Every bound of the host room, each with its reason. */

/** Names per page of the tree: what ListStreams returns at most. */
export const TREE_PAGE_SIZE = 100;

/** Names that a filter looks through by itself: twenty pages, which is eight seconds on AWS. */
export const FILTER_NAMES_MAX = 20 * TREE_PAGE_SIZE;

/** A quick pick of more than this is not one to read through; the tree pages and filters. */
export const CHOICES_MAX = 2_000;

/** Describing rows is not urgent; a slow service is not asked for more at once. */
export const DESCRIBE_CONCURRENCY = 2;

/**
 * Calls of one operation start this far apart on AWS, which allows them for a whole account and region:
 * DescribeStreamSummary 20 a second, ListStreams 5, DescribeDeliveryStream and ListDeliveryStreams 5. A
 * person's programs need their share, so we take at most a half; what is throttled still is repeated.
 */
export const DESCRIBE_STREAM_INTERVAL_AWS_MS = 100;
export const DESCRIBE_DELIVERY_STREAM_INTERVAL_AWS_MS = 400;
export const LIST_INTERVAL_AWS_MS = 400;

/** A throttled call is made this often at most, over about half a minute. */
export const THROTTLED_ATTEMPTS_MAX = 6;
export const THROTTLED_BACKOFF = { firstMs: 1_000, maxMs: 10_000 } as const;

/** Rows in a passing state (CREATING, DELETING) are looked at again this often. */
export const PASSING_STATE_POLL_MS = 1_000;

/** After this many looks the row stays as it is until a refresh: AWS takes tens of seconds. */
export const PASSING_STATE_POLLS_MAX = 120;

/** The engine says its first line within this time or is taken for hung; opening a large file is slow. */
export const ENGINE_START_MAX_MS = 20_000;

/** SIGTERM lets the engine finish within 2 s; after this it is killed. */
export const ENGINE_STOP_MAX_MS = 4_000;

/** While the view is open, the local engine is asked this often whether others made or deleted something. */
export const ENGINE_CONTENTS_POLL_MS = 2_000;

/** A data directory that an engine has which does not answer is looked at again, for three seconds in all. */
export const ATTACH_ATTEMPTS_MAX = 15;
export const ATTACH_RETRY_MS = 200;

/** Unexpected ends within RESTART_WINDOW_MS after which the engine is not started again by itself. */
export const RESTARTS_MAX = 3;
export const RESTART_WINDOW_MS = 60_000;

/** One control call; the engine answers them from memory. */
export const CONTROL_CALL_MAX_MS = 5_000;

/** Those that make things and wait for them, or copy what there is: minutes for gigabytes. */
export const LONG_CONTROL_CALL_MAX_MS = 600_000;

/** Seed files that are offered as tasks; a workspace with more of them has its own tasks.json. */
export const SEED_TASKS_MAX = 50;

/** A control answer is a few kilobytes; more is not our engine. */
export const CONTROL_ANSWER_BYTES_MAX = 1 << 20;

/** The largest record that any stream takes (MaxRecordSizeInKiB ≤ 10240), key included. */
export const RECORD_BYTES_MAX = 10 << 20;

/** The largest record of a delivery stream: 1,000 KiB. */
export const DELIVERY_RECORD_BYTES_MAX = 1_000 << 10;

/** Records that "Read From It" shows; a document with more is hard to read. */
export const ITERATOR_READ_RECORDS_MAX = 100;

/**
 * JSON is indented up to this many characters: half a second of the extension host's only thread.
 * What would be longer is shown as it stands.
 */
export const JSON_PRINT_CHARS_MAX = 8 << 20;

/** Steps that a person can pin; the tail takes as many from what it detects. */
export const DECODERS_PINNED_MAX = 8;

/** A word in the status bar is read in this time. */
export const STATUS_MESSAGE_MS = 5_000;

/** Read-only documents that are kept in memory for tabs that show them. */
export const DOCUMENTS_MAX = 100;

/** Reads a second that a shard gives to all its readers together. */
export const READS_PER_SECOND_OF_SHARD = 5;

/** Half of what a shard gives a second: a consumer that keeps up with a full shard needs the other. */
export const READ_BYTES_PER_SECOND_HALF = 1024 * 1024;

/** Pages of ListStreamConsumers: fifty consumers, the most of any stream, fit in one of a hundred. */
export const CONSUMER_PAGES_MAX = 5;

/** Remembered consumers that are looked at; more than any number of tails has left. */
export const KEPT_CONSUMERS_MAX = 200;

/** VS Code gives an extension five seconds to end; what is not deregistered by then is left over. */
export const DEREGISTER_MAX_MS = 3_000;

/** Poll interval where nobody else is disturbed; a person sees no difference to less. */
export const POLL_INTERVAL_LOCAL_MS = 500;

/**
 * How far a tail of the latest records goes back when its window is reloaded, to show again what was
 * on the screen. More would read hours of a busy stream, and take the reads from its consumers.
 */
export const TAIL_REPLAY_MAX_MS = 5 * 60_000;

/** Lines of the engine's log that are kept for the message when it fails to start. */
export const ENGINE_LOG_TAIL_LINES = 20;

/** The visible list of simulators is read again this often. */
export const SIMULATORS_POLL_MS = 3_000;

/** Linux takes an argument of 128 KiB at most; quotes and the rest of it need room too. */
export const CLI_ARGUMENT_BYTES_MAX = 96 << 10;

/**
 * Copied at once: what a clipboard, and whoever pastes it, still bears. Counted as decoded, because
 * little data may unpack to very much. Export has no such bound.
 */
export const COPIED_RECORDS_MAX = 10_000;
export const COPIED_CHARS_MAX = 64_000_000;

/** Records of a range that are masked before others run; a single one may take a little longer. */
export const COPY_SLICE_MS = 8;

/** Copied before others run: a few milliseconds, or one record. */
export const COPY_SLICE_RECORDS = 200;
export const COPY_SLICE_CHARS = 256_000;

/** Layouts of grids that are remembered in a workspace, one for each stream. */
export const LAYOUTS_MAX = 200;

/** A layout is a few hundred characters; more is not ours. */
export const LAYOUT_CHARS_MAX = 32_768;

/** A filter has 32 conditions of 1,024 characters; quotes and escapes may double them. */
export const KEPT_FILTER_CHARS_MAX = 65_536;

/** Other file systems than disks take a file in one piece, which is in memory until then. */
export const VIRTUAL_FILE_BYTES_MAX = 64 * 1024 * 1024;

/** 20,000 shards, the largest quota of any region, in pages of 1,000; some servers give 100. */
export const SHARD_PAGES_MAX = 200;

/** Whether a tail is still there is looked at so often, where it says nothing. */
export const SEARCH_LOOK_MS = 500;

/** Records of a file that are read before others run: a few milliseconds. */
export const YIELD_EVERY_RECORDS = 200;

/** The largest schema file or answer of a registry that is read; those of people have kilobytes. */
export const SCHEMA_FILE_BYTES_MAX = 1024 * 1024;

/** What one schema imports, in all; more is a mistake or made to keep a program busy. */
export const SCHEMA_REFERENCES_MAX = 50;

/** Files of the workspace that are offered, or tried for an import. */
export const SCHEMA_FILES_MAX = 500;

/** Of Avro schemas that are looked through for a type that another names: a hundred milliseconds. */
export const SCHEMA_INDEX_CHARS_MAX = 16 * 1024 * 1024;

/** Types within types; real ones have ten or so. */
export const SCHEMA_DEPTH_MAX = 200;

/** A registry that does not answer in this time is down. */
export const REGISTRY_TIMEOUT_MS = 10_000;

/** Saved filters: of one stream, of how many streams in a workspace, and in the settings. */
export const KEPT_FILTERS_MAX = 100;
export const FILTERED_STREAMS_MAX = 200;
export const SHARED_FILTERS_MAX = 1_000;

/** A name is read in a list; 32 conditions of 1,024 characters are the longest filter. */
export const FILTER_NAME_CHARS_MAX = 100;
export const FILTER_TEXT_CHARS_MAX = 32_768;

/** Longer links are cut by chats and by systems that hand them on. */
export const LINK_CHARS_MAX = 8_192;
export const LINK_SHARDS_MAX = 200;
export const CONNECTION_NAME_CHARS_MAX = 200;

/** A tail of what was just put starts so much earlier: this clock and the service's may differ. */
export const CLOCKS_APART_MS = 5_000;
