import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What an account has set for all of its streams in a region. */
export const ACCOUNT_SETTINGS_MIGRATION = `
  CREATE TABLE account_settings (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (account, region)
  ) WITHOUT ROWID;
`;

export interface AccountInRegion {
  readonly account: string;
  readonly region: string;
}

export class AccountSettingsTable {
  private readonly select: StatementSync;
  private readonly upsert: StatementSync;

  constructor(database: DatabaseSync) {
    this.select = database.prepare(
      'SELECT details FROM account_settings WHERE account = ? AND region = ?',
    );
    this.upsert = database.prepare('INSERT OR REPLACE INTO account_settings VALUES (?, ?, ?)');
  }

  /** JSON; the kinesis room knows what is in it. */
  find(owner: AccountInRegion): string | undefined {
    const row = this.select.get(owner.account, owner.region);
    return row === undefined ? undefined : String(row['details']);
  }

  /** Only inside a write job. */
  set(owner: AccountInRegion, details: string): void {
    this.upsert.run(owner.account, owner.region, details);
  }
}
