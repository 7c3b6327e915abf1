import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SALVAGE_FAILURES_MAX, SALVAGED_DATABASE_BYTES_MAX } from '../limits.ts';

const SALVAGED_DIRECTORY = 'salvaged';

export interface Salvage {
  /** A data directory with what could be read. */
  readonly directory: string;
  /** Rows by table; undefined when it was saved at an earlier start. */
  readonly rows: ReadonlyMap<string, number> | undefined;
}

/**
 * Saves what can be read of a damaged database in a new one in a directory beside it, working on a
 * copy, so that the damaged one stays as it is. Undefined when nothing can be read or it is too
 * large to copy while somebody waits. Done once: what an earlier start saved is left alone.
 */
export function salvage(path: string): Salvage | undefined {
  const directory = join(dirname(path), SALVAGED_DIRECTORY);
  const target = join(directory, basename(path));
  if (existsSync(target)) return { directory, rows: undefined };
  if (statSync(path).size > SALVAGED_DATABASE_BYTES_MAX) return undefined;
  const copy = join(directory, 'damaged-copy.db');
  try {
    mkdirSync(directory, { recursive: true });
    copyFileSync(path, copy);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
    const rows = copyReadable(copy, `${target}.part`);
    renameSync(`${target}.part`, target);
    for (const file of [copy, `${copy}-wal`, `${copy}-shm`]) rmSync(file, { force: true });
    return { directory, rows };
  } catch {
    // Not even the list of tables can be read, or there is no room: nothing is saved.
    rmSync(directory, { recursive: true, force: true });
    return undefined;
  }
}

function copyReadable(from: string, to: string): Map<string, number> {
  const source = new DatabaseSync(from);
  const target = new DatabaseSync(to);
  const rows = new Map<string, number>();
  try {
    const schema = source
      .prepare(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'",
      )
      .all() as { type: string; name: string; sql: string }[];
    const version = Number(source.prepare('PRAGMA user_version').get()?.['user_version']);
    target.exec(
      `PRAGMA page_size = ${String(source.prepare('PRAGMA page_size').get()?.['page_size'])}`,
    );
    target.exec('BEGIN');
    for (const { sql } of schema) target.exec(sql);
    for (const { type, name, sql } of schema) {
      if (type === 'table') rows.set(name, new TableCopy(source, target, { name, sql }).run());
    }
    target.exec(`PRAGMA user_version = ${String(version)}`);
    target.exec('COMMIT');
  } finally {
    target.close();
    source.close();
  }
  return rows;
}

interface Range {
  readonly from: number;
  /** Not included. */
  readonly end: number;
}

/** Copies a table's rows around the places that cannot be read. */
class TableCopy {
  private readonly insert: StatementSync;
  private readonly ascending: StatementSync;
  private readonly descending: StatementSync | undefined;
  private count = 0;

  constructor(source: DatabaseSync, target: DatabaseSync, table: { name: string; sql: string }) {
    const columns = target.prepare(`PRAGMA table_info("${table.name}")`).all();
    const values = columns.map(() => '?').join(', ');
    this.insert = target.prepare(`INSERT OR IGNORE INTO "${table.name}" VALUES (${values})`);
    if (/WITHOUT ROWID\s*$/i.test(table.sql)) {
      this.ascending = source.prepare(`SELECT * FROM "${table.name}"`);
    } else {
      const select = `SELECT rowid AS salvaged_rowid, * FROM "${table.name}" WHERE rowid >= ? AND rowid < ?`;
      this.ascending = source.prepare(`${select} ORDER BY rowid`);
      this.descending = source.prepare(`${select} ORDER BY rowid DESC`);
    }
  }

  /** Gives how many rows were copied. */
  run(): number {
    if (this.descending === undefined) this.copy(this.ascending, []);
    else this.copyRanges(this.descending);
    return this.count;
  }

  /**
   * Reads towards each damaged place from both sides, then looks for what lies between two. Reading
   * upwards may also end early without an error, when damage looks like a row number beyond the
   * range; so a range is done only when nothing is found above where that ended.
   */
  private copyRanges(descending: StatementSync): void {
    const ranges: Range[] = [{ from: 0, end: Number.MAX_SAFE_INTEGER }];
    for (let failures = 0; failures < SALVAGE_FAILURES_MAX; failures += 1) {
      const range = ranges.shift();
      if (range === undefined) return;
      const below = this.copy(this.ascending, [range.from, range.end]);
      const from = below.lastRow === undefined ? range.from : below.lastRow + 1;
      const above = this.copy(descending, [from, range.end]);
      if (below.complete && above.complete && above.lastRow === undefined) continue;
      const end = above.lastRow ?? range.end;
      const middle = Math.floor((from + end) / 2);
      if (middle > from) ranges.push({ from, end: middle }, { from: middle, end });
    }
  }

  /** Copies row by row until one cannot be read. */
  private copy(
    statement: StatementSync,
    range: readonly number[],
  ): { complete: boolean; lastRow: number | undefined } {
    let lastRow: number | undefined;
    try {
      for (const row of statement.iterate(...range)) {
        const { salvaged_rowid: rowId, ...values } = row as Record<string, SQLInputValue>;
        if (rowId !== undefined) lastRow = Number(rowId);
        this.count += Number(this.insert.run(...Object.values(values)).changes);
      }
      return { complete: true, lastRow };
    } catch {
      return { complete: false, lastRow };
    }
  }
}
