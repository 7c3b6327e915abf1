import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Delivery streams, what they have accepted and not delivered yet, and how far they have read their
 * source. A record's key is its delivery stream's id × 2^36 plus its position.
 */
export const DELIVERY_STREAMS_MIGRATION = `
  CREATE TABLE delivery_streams (
    id INTEGER PRIMARY KEY,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    details TEXT NOT NULL,
    object_key TEXT,
    object_end INTEGER,
    UNIQUE (region, name)
  );

  CREATE TABLE delivery_records (
    key INTEGER PRIMARY KEY,
    arrived_ms INTEGER NOT NULL,
    data BLOB NOT NULL
  );

  CREATE TABLE delivery_checkpoints (
    delivery_stream_id INTEGER NOT NULL,
    shard_index INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (delivery_stream_id, shard_index)
  ) WITHOUT ROWID;
`;

/** Delivery streams that fit beside 36 bits of position in a safe integer. */
export const DELIVERY_STREAM_IDS_MAX = 2 ** 17;
const POSITIONS_MAX = 2 ** 36;

export interface DeliveryStreamRow {
  readonly id: number;
  readonly region: string;
  readonly name: string;
  /** JSON. */
  readonly details: string;
  /** The object that was being written when the engine ended, if any. */
  readonly pendingObject: PendingObject | undefined;
}

/** An object whose key is fixed: it holds every undelivered record before `end`. */
export interface PendingObject {
  readonly key: string;
  readonly end: number;
}

export interface BufferedRecord {
  readonly position: number;
  readonly arrivedMs: number;
  readonly data: Uint8Array;
}

export interface Checkpoint {
  readonly shardIndex: number;
  /** Which stream of that name: one that is deleted and created again has another id. */
  readonly sourceId: number;
  /** Where to read next. */
  readonly position: number;
}

/** What changes rows is called inside a write job only. */
export class DeliveryStreamTable {
  private readonly database: DatabaseSync;
  private readonly insertRecordRow: StatementSync;
  private readonly selectRecords: StatementSync;
  private readonly upsertCheckpoint: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.insertRecordRow = database.prepare('INSERT INTO delivery_records VALUES (?, ?, ?)');
    this.selectRecords = database.prepare(
      'SELECT key, arrived_ms, data FROM delivery_records WHERE key >= ? AND key < ? ORDER BY key',
    );
    this.upsertCheckpoint = database.prepare(
      'INSERT OR REPLACE INTO delivery_checkpoints VALUES (?, ?, ?, ?)',
    );
  }

  load(): DeliveryStreamRow[] {
    const rows = this.database.prepare('SELECT * FROM delivery_streams ORDER BY id').all();
    return rows.map((row) => ({
      id: Number(row['id']),
      region: String(row['region']),
      name: String(row['name']),
      details: String(row['details']),
      pendingObject:
        row['object_key'] === null
          ? undefined
          : { key: String(row['object_key']), end: Number(row['object_end']) },
    }));
  }

  insert(row: Omit<DeliveryStreamRow, 'pendingObject'>): void {
    this.database
      .prepare('INSERT INTO delivery_streams VALUES (?, ?, ?, ?, NULL, NULL)')
      .run(row.id, row.region, row.name, row.details);
  }

  updateDetails(id: number, details: string): void {
    this.database.prepare('UPDATE delivery_streams SET details = ? WHERE id = ?').run(details, id);
  }

  /** Deletes the delivery stream with all that it holds. */
  delete(id: number): void {
    this.deleteRecords(id, POSITIONS_MAX);
    this.database.prepare('DELETE FROM delivery_checkpoints WHERE delivery_stream_id = ?').run(id);
    this.database.prepare('DELETE FROM delivery_streams WHERE id = ?').run(id);
  }

  setPendingObject(id: number, pending: PendingObject | undefined): void {
    this.database
      .prepare('UPDATE delivery_streams SET object_key = ?, object_end = ? WHERE id = ?')
      .run(pending?.key ?? null, pending?.end ?? null, id);
  }

  insertRecord(id: number, record: BufferedRecord): void {
    this.insertRecordRow.run(keyOf(id, record.position), record.arrivedMs, record.data);
  }

  /** From the oldest on and before `end`, until at least `bytes` are there. */
  readRecords(id: number, options: { end?: number; bytes: number }): BufferedRecord[] {
    const rows = this.selectRecords.iterate(
      keyOf(id, 0),
      keyOf(id, options.end ?? POSITIONS_MAX),
    ) as Iterable<unknown> as Iterable<{ key: number; arrived_ms: number; data: Uint8Array }>;
    const records: BufferedRecord[] = [];
    let bytes = 0;
    for (const { key, arrived_ms: arrivedMs, data } of rows) {
      records.push({ position: key - keyOf(id, 0), arrivedMs, data });
      bytes += data.length;
      if (bytes >= options.bytes) break;
    }
    return records;
  }

  /** What is undelivered. */
  bufferedTotals(id: number): { bytes: number; end: number; oldestMs: number | undefined } {
    const row = this.database
      .prepare(
        'SELECT TOTAL(LENGTH(data)) AS bytes, MAX(key) AS last, MIN(arrived_ms) AS oldest FROM delivery_records WHERE key >= ? AND key < ?',
      )
      .get(keyOf(id, 0), keyOf(id, POSITIONS_MAX));
    const last = row?.['last'] ?? null;
    return {
      bytes: Number(row?.['bytes'] ?? 0),
      end: last === null ? 0 : Number(last) - keyOf(id, 0) + 1,
      oldestMs: last === null ? undefined : Number(row?.['oldest']),
    };
  }

  /** Arrival of the oldest undelivered record. */
  oldestMs(id: number): number | undefined {
    const row = this.database
      .prepare(
        'SELECT arrived_ms FROM delivery_records WHERE key >= ? AND key < ? ORDER BY key LIMIT 1',
      )
      .get(keyOf(id, 0), keyOf(id, POSITIONS_MAX));
    return row === undefined ? undefined : Number(row['arrived_ms']);
  }

  deleteRecords(id: number, end: number): void {
    this.database
      .prepare('DELETE FROM delivery_records WHERE key >= ? AND key < ?')
      .run(keyOf(id, 0), keyOf(id, end));
  }

  /** Of undelivered records that arrived before `cutoffMs`. */
  totalsBefore(id: number, cutoffMs: number): { count: number; bytes: number } {
    const row = this.database
      .prepare(
        'SELECT COUNT(*) AS count, TOTAL(LENGTH(data)) AS bytes FROM delivery_records WHERE key >= ? AND key < ? AND arrived_ms < ?',
      )
      .get(keyOf(id, 0), keyOf(id, POSITIONS_MAX), cutoffMs);
    return { count: Number(row?.['count'] ?? 0), bytes: Number(row?.['bytes'] ?? 0) };
  }

  deleteBefore(id: number, cutoffMs: number): void {
    this.database
      .prepare('DELETE FROM delivery_records WHERE key >= ? AND key < ? AND arrived_ms < ?')
      .run(keyOf(id, 0), keyOf(id, POSITIONS_MAX), cutoffMs);
  }

  checkpoints(id: number): Checkpoint[] {
    const rows = this.database
      .prepare('SELECT * FROM delivery_checkpoints WHERE delivery_stream_id = ?')
      .all(id);
    return rows.map((row) => ({
      shardIndex: Number(row['shard_index']),
      sourceId: Number(row['source_id']),
      position: Number(row['position']),
    }));
  }

  setCheckpoint(id: number, checkpoint: Checkpoint): void {
    this.upsertCheckpoint.run(id, checkpoint.shardIndex, checkpoint.sourceId, checkpoint.position);
  }
}

function keyOf(id: number, position: number): number {
  return id * POSITIONS_MAX + position;
}
