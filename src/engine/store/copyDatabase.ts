import type { DatabaseSync } from 'node:sqlite';

/** Fills an empty database with all that is in the file, which stays as it is. */
export function copyDatabase(target: DatabaseSync, path: string): void {
  target.prepare('ATTACH ? AS source').run(path);
  const version = target.prepare('PRAGMA source.user_version').get()?.['user_version'];
  const schema = target
    .prepare(
      "SELECT name, type, sql FROM source.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'table' DESC",
    )
    .all();
  target.exec('BEGIN');
  for (const { sql } of schema) target.exec(String(sql));
  for (const { name, type } of schema) {
    if (type !== 'table') continue;
    const table = `"${String(name)}"`;
    target.exec(`INSERT INTO main.${table} SELECT * FROM source.${table}`);
  }
  // Which ids were given is kept by SQLite itself.
  target.exec(`
    DELETE FROM main.sqlite_sequence;
    INSERT INTO main.sqlite_sequence SELECT * FROM source.sqlite_sequence;
    PRAGMA user_version = ${String(version)};
    COMMIT;
    DETACH source;
  `);
}
