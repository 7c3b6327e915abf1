import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Channels, how far they have delivered each shard, and the object that was being delivered when the
 * engine ended. They hold no records: those stay in their stream.
 */
export const CHANNELS_MIGRATION = `
  CREATE TABLE channels (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    details TEXT NOT NULL,
    pending TEXT,
    UNIQUE (account, region, name)
  ) WITHOUT ROWID;

  CREATE TABLE channel_checkpoints (
    channel_id TEXT NOT NULL,
    shard_index INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (channel_id, shard_index)
  ) WITHOUT ROWID;
`;

export interface ChannelRow {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** JSON; the channels room knows what is in it. */
  readonly details: string;
}

/** A part of a shard: the positions from `from` to before `end`. */
export interface ShardSlice {
  readonly shardIndex: number;
  readonly from: number;
  readonly end: number;
}

/** A delivery that is kept before it is written, so that it is written again and not a second time. */
export interface PendingDelivery {
  readonly key: string;
  /** Of the object with what cannot be delivered, which is written when there is something. */
  readonly errorKey: string;
  readonly slices: readonly ShardSlice[];
}

/** What changes rows is called inside a write job only. */
export class ChannelTable {
  private readonly database: DatabaseSync;
  private readonly upsertCheckpoint: StatementSync;
  private readonly updatePending: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.upsertCheckpoint = database.prepare(
      'INSERT OR REPLACE INTO channel_checkpoints VALUES (?, ?, ?)',
    );
    this.updatePending = database.prepare('UPDATE channels SET pending = ? WHERE id = ?');
  }

  load(): ChannelRow[] {
    return this.database
      .prepare('SELECT id, account, region, name, details FROM channels')
      .all() as unknown as ChannelRow[];
  }

  insert(row: ChannelRow): void {
    this.database
      .prepare('INSERT INTO channels VALUES (?, ?, ?, ?, ?, NULL)')
      .run(row.id, row.account, row.region, row.name, row.details);
  }

  updateDetails(id: string, details: string): void {
    this.database.prepare('UPDATE channels SET details = ? WHERE id = ?').run(details, id);
  }

  /** Deletes the channel with all that is known of it. */
  delete(id: string): void {
    this.database.prepare('DELETE FROM channel_checkpoints WHERE channel_id = ?').run(id);
    this.database.prepare('DELETE FROM channels WHERE id = ?').run(id);
  }

  pending(id: string): PendingDelivery | undefined {
    const row = this.database.prepare('SELECT pending FROM channels WHERE id = ?').get(id);
    const text = row?.['pending'];
    return typeof text === 'string' ? (JSON.parse(text) as PendingDelivery) : undefined;
  }

  setPending(id: string, pending: PendingDelivery | undefined): void {
    this.updatePending.run(pending === undefined ? null : JSON.stringify(pending), id);
  }

  /** Where each shard is delivered from next, by shard index. */
  checkpoints(id: string): Map<number, number> {
    const rows = this.database
      .prepare('SELECT shard_index, position FROM channel_checkpoints WHERE channel_id = ?')
      .all(id);
    return new Map(rows.map((row) => [Number(row['shard_index']), Number(row['position'])]));
  }

  setCheckpoint(id: string, shardIndex: number, position: number): void {
    this.upsertCheckpoint.run(id, shardIndex, position);
  }
}
