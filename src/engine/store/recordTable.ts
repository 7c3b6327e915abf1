import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { POSITIONS_MAX } from '../limits.ts';

export interface StoredRecord {
  readonly position: number;
  readonly arrivedMs: number;
  readonly partitionKey: string;
  readonly data: Uint8Array;
}

/** Rows are looked at in runs; the first is short, because most reads find little. */
const RUN_ROWS_FIRST = 32;
const RUN_ROWS_MAX = 2_000;

export interface RecordRange {
  readonly shardKey: number;
  readonly from: number;
  readonly end: number;
  readonly recordsMax: number;
  readonly bytesMax: number;
}

/** What is known of rows that follow each other without reading their data. */
interface Run {
  readonly keys: readonly number[];
  readonly arrivedMs: readonly number[];
  readonly partitionKeys: readonly string[];
  readonly lengths: readonly number[];
}

/**
 * Records by shard key and position. Callers see to it that positions have no gaps; only a database
 * that was salvaged has some.
 */
export class RecordTable {
  private readonly insertOne: StatementSync;
  private readonly selectRun: StatementSync;
  private readonly selectData: StatementSync;
  private readonly selectArrival: StatementSync;
  private readonly selectLast: StatementSync;
  private readonly deleteKeys: StatementSync;
  private readonly deleteFirst: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertOne = database.prepare('INSERT INTO records VALUES (?, ?, ?, ?)');
    this.selectRun = database.prepare(`
      SELECT json_group_array(key) AS keys, json_group_array(arrived_ms) AS arrived_ms,
        json_group_array(partition_key) AS partition_keys, json_group_array(length(data)) AS lengths
      FROM (SELECT * FROM records WHERE key >= ? AND key < ? ORDER BY key LIMIT ?)`);
    this.selectData = database.prepare(`
      SELECT CAST(group_concat(data, '') AS BLOB) AS data
      FROM (SELECT data FROM records WHERE key >= ? AND key <= ? ORDER BY key)`);
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

  /**
   * Records from `from` to before `end`, at most `recordsMax`, stopping when `bytesMax` is passed.
   * SQLite puts the data of a run together, because a row and a buffer for each record would take
   * three times as long.
   */
  read({ shardKey, from, end, recordsMax, bytesMax }: RecordRange): StoredRecord[] {
    const first = keyOf(shardKey, 0);
    const records: StoredRecord[] = [];
    let nextKey = first + from;
    let bytes = 0;
    for (let rowsMax = RUN_ROWS_FIRST; records.length < recordsMax;) {
      const limit = Math.min(rowsMax, recordsMax - records.length);
      const run = this.runOf(nextKey, first + end, limit);
      const room = records.length === 0 ? { bytesMax, atLeast: 1 } : { bytesMax: bytesMax - bytes };
      const fitting = fittingRows(run, room);
      bytes += fitting.bytes;
      this.readRows(run, { first, count: fitting.count }, records);
      if (fitting.count < limit) return records;
      nextKey = (run.keys.at(-1) ?? 0) + 1;
      // About as many as fit: what is looked at in vain costs a page each, if it is large.
      const averageBytes = Math.max(1, bytes / records.length);
      rowsMax = Math.min(RUN_ROWS_MAX, Math.floor((bytesMax - bytes) / averageBytes) + 1);
    }
    return records;
  }

  private runOf(from: number, end: number, limit: number): Run {
    const row = this.selectRun.get(from, end, limit);
    return {
      keys: listIn(row?.['keys']),
      arrivedMs: listIn(row?.['arrived_ms']),
      partitionKeys: listIn(row?.['partition_keys']),
      lengths: listIn(row?.['lengths']),
    };
  }

  /** Adds the first `count` records of the run; their data shares one buffer. */
  private readRows(
    { keys, arrivedMs, partitionKeys, lengths }: Run,
    { first, count }: { readonly first: number; readonly count: number },
    records: StoredRecord[],
  ): void {
    if (count === 0) return;
    const row = this.selectData.get(keys[0] ?? 0, keys[count - 1] ?? 0);
    const { buffer, byteOffset, byteLength } = row?.['data'] as Uint8Array<ArrayBuffer>;
    let at = 0;
    for (let index = 0; index < count; index += 1) {
      const length = lengths[index] ?? 0;
      records.push({
        position: (keys[index] ?? 0) - first,
        arrivedMs: arrivedMs[index] ?? 0,
        partitionKey: partitionKeys[index] ?? '',
        data: new Uint8Array(buffer, byteOffset + at, length),
      });
      at += length;
    }
    if (at !== byteLength) throw new Error('The data of records is not as long as it should be');
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

function listIn<T>(json: unknown): T[] {
  return JSON.parse(json as string) as T[];
}

/** How many of a run's rows there is room for, and their bytes. */
function fittingRows(
  { partitionKeys, lengths }: Run,
  { bytesMax, atLeast = 0 }: { readonly bytesMax: number; readonly atLeast?: number },
): { count: number; bytes: number } {
  let bytes = 0;
  for (let count = 0; count < lengths.length; count += 1) {
    const rowBytes = (lengths[count] ?? 0) + (partitionKeys[count] ?? '').length;
    if (bytes + rowBytes > bytesMax && count >= atLeast) return { count, bytes };
    bytes += rowBytes;
  }
  return { count: lengths.length, bytes };
}
