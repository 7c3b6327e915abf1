import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { POSITIONS_MAX } from '../limits.ts';

export interface StoredRecord {
  readonly position: number;
  readonly arrivedMs: number;
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/**
 * Rows are fetched a slice at a time, which costs a quarter less than one by one; the slices are
 * small enough that what is fetched beyond `bytesMax` and thrown away stays small too.
 */
const SLICE_ROWS_FIRST = 4;
const SLICE_ROWS_MAX = 32;
/** Records of more than this on average are fetched one by one. */
const SMALL_RECORD_BYTES = 32 * 1024;

interface RecordRow {
  readonly key: number;
  readonly arrived_ms: number;
  readonly partition_key: string;
  readonly data: Uint8Array;
}

/**
 * Records by shard key and position. Callers see to it that positions have no gaps; only a database
 * that was salvaged has some.
 */
export class RecordTable {
  private readonly insertOne: StatementSync;
  private readonly selectRange: StatementSync;
  private readonly selectArrival: StatementSync;
  private readonly selectLast: StatementSync;
  private readonly deleteKeys: StatementSync;
  private readonly deleteFirst: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertOne = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?)');
    this.selectRange = database.prepare(
      'SELECT key, arrived_ms, partition_key, data FROM records WHERE key >= ? AND key < ? ORDER BY key LIMIT ?',
    );
    this.selectArrival = database.prepare(
      'SELECT arrived_ms FROM records WHERE key >= ? AND key < ? ORDER BY key LIMIT 1',
    );
    this.selectLast = database.prepare(
      'SELECT key, arrived_ms FROM records WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1',
    );
    this.deleteKeys = database.prepare('DELETE FROM records WHERE key >= ? AND key < ?');
    this.deleteFirst = database.prepare(
      'DELETE FROM records WHERE key IN (SELECT key FROM records WHERE key >= ? AND key < ? LIMIT ?)',
    );
  }

  /** Only inside a write job. */
  insert(shardKey: number, record: StoredRecord): void {
    this.insertOne.run(
      keyOf(shardKey, record.position),
      record.arrivedMs,
      record.partitionKey,
      record.data,
    );
  }

  /** Records from `from` to before `end`, at most `recordsMax`, stopping when `bytesMax` is passed. */
  read(options: {
    shardKey: number;
    from: number;
    end: number;
    recordsMax: number;
    bytesMax: number;
  }): StoredRecord[] {
    const first = keyOf(options.shardKey, 0);
    const end = first + options.end;
    const records: StoredRecord[] = [];
    let from = first + options.from;
    let bytes = 0;
    for (let rowsMax = SLICE_ROWS_FIRST; records.length < options.recordsMax;) {
      const limit = Math.min(rowsMax, options.recordsMax - records.length);
      const rows = this.selectRange.all(from, end, limit) as unknown as RecordRow[];
      for (const { key, arrived_ms: arrivedMs, partition_key: partitionKey, data } of rows) {
        bytes += data.length + partitionKey.length;
        if (bytes > options.bytesMax && records.length > 0) return records;
        records.push({ position: key - first, arrivedMs, partitionKey, data });
        from = key + 1;
      }
      if (rows.length < limit) return records;
      rowsMax = bytes / records.length <= SMALL_RECORD_BYTES ? SLICE_ROWS_MAX : 1;
    }
    return records;
  }

  /** Of the first record at or after the position: a salvaged shard may have gaps. */
  arrivedMs(shardKey: number, position: number): number | undefined {
    const first = keyOf(shardKey, 0);
    const row = this.selectArrival.get(first + position, first + POSITIONS_MAX);
    return row === undefined ? undefined : Number(row['arrived_ms']);
  }

  last(shardKey: number): { position: number; arrivedMs: number } | undefined {
    const first = keyOf(shardKey, 0);
    const row = this.selectLast.get(first, first + POSITIONS_MAX);
    if (row === undefined) return undefined;
    return { position: Number(row['key']) - first, arrivedMs: Number(row['arrived_ms']) };
  }

  /** Only inside a write job. */
  delete(shardKey: number, from: number, end: number): void {
    this.deleteKeys.run(keyOf(shardKey, from), keyOf(shardKey, end));
  }

  /** Deletes up to `recordsMax` of the shard's records; gives how many. Only inside a write job. */
  deleteSome(shardKey: number, recordsMax: number): number {
    const first = keyOf(shardKey, 0);
    return Number(this.deleteFirst.run(first, first + POSITIONS_MAX, recordsMax).changes);
  }
}

function keyOf(shardKey: number, position: number): number {
  return shardKey * POSITIONS_MAX + position;
}
