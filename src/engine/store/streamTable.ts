import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Streams of several accounts. The counter of ids moves with the table, and so does its trigger. */
export const ACCOUNTS_MIGRATION = `
  CREATE TABLE streams_of_accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (account, region, name)
  );
  INSERT INTO streams_of_accounts SELECT id, NULL, region, name, details FROM streams;
  DELETE FROM sqlite_sequence WHERE name = 'streams_of_accounts';
  UPDATE sqlite_sequence SET name = 'streams_of_accounts' WHERE name = 'streams';
  DROP TABLE streams;
  ALTER TABLE streams_of_accounts RENAME TO streams;

  CREATE TRIGGER consumers_end_with_their_stream AFTER DELETE ON streams BEGIN
    DELETE FROM consumers WHERE stream_id = OLD.id;
  END;
`;

export interface StreamRow {
  readonly id: number;
  /** Null for the engine's own, whichever that is. */
  readonly account: string | null;
  readonly region: string;
  readonly name: string;
  /** JSON; the kinesis room knows what is in it. */
  readonly details: string;
}

export interface ShardRow {
  readonly shardKey: number;
  /** Null when the stream is gone and the records wait to be deleted. */
  readonly streamId: number | null;
  readonly shardIndex: number;
  readonly trimPosition: number;
  /** At least this; records beyond it are counted at the start. */
  readonly nextPosition: number;
  readonly lastArrivedMs: number;
  readonly details: string;
}

/** Streams and shards. Everything but the `load` methods belongs inside a write job. */
export class StreamTable {
  private readonly database: DatabaseSync;
  private readonly updatePositions: StatementSync;
  private readonly updateShardDetails: StatementSync;
  private readonly selectOwnerless: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.updatePositions = database.prepare(
      'UPDATE shards SET trim_position = ?, next_position = ?, last_arrived_ms = ? WHERE shard_key = ?',
    );
    this.updateShardDetails = database.prepare('UPDATE shards SET details = ? WHERE shard_key = ?');
    this.selectOwnerless = database.prepare(
      'SELECT shard_key FROM shards WHERE stream_id IS NULL LIMIT 1',
    );
  }

  loadStreams(): StreamRow[] {
    return this.database
      .prepare('SELECT id, account, region, name, details FROM streams ORDER BY id')
      .all() as unknown as StreamRow[];
  }

  loadShards(): ShardRow[] {
    return this.database
      .prepare(
        `SELECT shard_key AS shardKey, stream_id AS streamId, shard_index AS shardIndex,
           trim_position AS trimPosition, next_position AS nextPosition,
           last_arrived_ms AS lastArrivedMs, details
         FROM shards ORDER BY stream_id, shard_index`,
      )
      .all() as unknown as ShardRow[];
  }

  /** The highest id ever given, so that an id is never used twice. */
  lastStreamId(): number {
    const row = this.database
      .prepare("SELECT seq FROM sqlite_sequence WHERE name = 'streams'")
      .get();
    return Number(row?.['seq'] ?? 0);
  }

  insertStream(row: StreamRow): void {
    this.database
      .prepare('INSERT INTO streams (id, account, region, name, details) VALUES (?, ?, ?, ?, ?)')
      .run(row.id, row.account, row.region, row.name, row.details);
  }

  updateStream(id: number, details: string): void {
    this.database.prepare('UPDATE streams SET details = ? WHERE id = ?').run(details, id);
  }

  insertShard(row: ShardRow): void {
    this.database
      .prepare('INSERT INTO shards VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(
        row.shardKey,
        row.streamId,
        row.shardIndex,
        row.trimPosition,
        row.nextPosition,
        row.lastArrivedMs,
        row.details,
      );
  }

  updateShard(shardKey: number, details: string): void {
    this.updateShardDetails.run(details, shardKey);
  }

  updateShardPositions(row: {
    shardKey: number;
    trimPosition: number;
    nextPosition: number;
    lastArrivedMs: number;
  }): void {
    this.updatePositions.run(row.trimPosition, row.nextPosition, row.lastArrivedMs, row.shardKey);
  }

  /** Forgets the stream and leaves its shards ownerless, for the sweeper to empty in slices. */
  deleteStream(id: number): void {
    this.database.prepare('UPDATE shards SET stream_id = NULL WHERE stream_id = ?').run(id);
    this.database.prepare('DELETE FROM streams WHERE id = ?').run(id);
  }

  /** A shard whose stream is gone. */
  ownerlessShard(): number | undefined {
    const row = this.selectOwnerless.get();
    return row === undefined ? undefined : Number(row['shard_key']);
  }

  deleteShard(shardKey: number): void {
    this.database.prepare('DELETE FROM shards WHERE shard_key = ?').run(shardKey);
  }
}
