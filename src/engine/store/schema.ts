import { ACCOUNT_SETTINGS_MIGRATION } from './accountSettings.ts';
import { CHANNELS_MIGRATION } from './channels.ts';
import { CONSUMERS_MIGRATION } from './consumers.ts';
import { DELIVERY_STREAMS_MIGRATION } from './deliveryStreams.ts';
import { ACCOUNTS_MIGRATION } from './streamTable.ts';

/**
 * The schema as a list of migrations; `PRAGMA user_version` counts those that were applied. Never
 * change one that was released: append.
 *
 * A record's key is its shard's key × 2^36 plus its position, so records lie sorted by shard and
 * position in one tree, and reading a shard is a range scan. Sequence numbers are computed, not
 * stored.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

  CREATE TABLE streams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (region, name)
  );

  CREATE TABLE shards (
    shard_key INTEGER PRIMARY KEY,
    stream_id INTEGER,
    shard_index INTEGER NOT NULL,
    trim_position INTEGER NOT NULL,
    next_position INTEGER NOT NULL,
    last_arrived_ms INTEGER NOT NULL,
    details TEXT NOT NULL
  );

  CREATE TABLE records (
    key INTEGER PRIMARY KEY,
    arrived_ms INTEGER NOT NULL,
    partition_key TEXT NOT NULL,
    data BLOB NOT NULL
  );
  `,
  DELIVERY_STREAMS_MIGRATION,
  CONSUMERS_MIGRATION,
  CHANNELS_MIGRATION,
  ACCOUNT_SETTINGS_MIGRATION,
  ACCOUNTS_MIGRATION,
];
