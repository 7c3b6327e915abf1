import type { DatabaseSync } from 'node:sqlite';

/** Registered consumers of streams; they end with their stream. */
export const CONSUMERS_MIGRATION = `
  CREATE TABLE consumers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stream_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (stream_id, name)
  );

  CREATE TRIGGER consumers_end_with_their_stream AFTER DELETE ON streams BEGIN
    DELETE FROM consumers WHERE stream_id = OLD.id;
  END;
`;

export interface ConsumerRow {
  readonly id: number;
  readonly streamId: number;
  readonly name: string;
  /** JSON; the kinesis room knows what is in it. */
  readonly details: string;
}

/** What changes rows is called inside a write job only. */
export class ConsumerTable {
  private readonly database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  load(): ConsumerRow[] {
    return this.database
      .prepare('SELECT id, stream_id AS streamId, name, details FROM consumers ORDER BY id')
      .all() as unknown as ConsumerRow[];
  }

  /** Gives the new consumer's id. */
  insert(row: Omit<ConsumerRow, 'id'>): number {
    const { lastInsertRowid } = this.database
      .prepare('INSERT INTO consumers (stream_id, name, details) VALUES (?, ?, ?)')
      .run(row.streamId, row.name, row.details);
    return Number(lastInsertRowid);
  }

  updateDetails(id: number, details: string): void {
    this.database.prepare('UPDATE consumers SET details = ? WHERE id = ?').run(details, id);
  }

  delete(id: number): void {
    this.database.prepare('DELETE FROM consumers WHERE id = ?').run(id);
  }
}
