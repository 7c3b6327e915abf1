import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PAGE_BYTES } from '../../../../src/engine/limits.ts';
import { droppedCommits } from '../../../../src/engine/store/logCheck.ts';
import { DATABASE_FILE, Store } from '../../../../src/engine/store/store.ts';

const LOG_FILE = `${DATABASE_FILE}-wal`;
const COMMITS = 60;
const FRAME_BYTES = 24 + PAGE_BYTES;

describe('a damaged log', () => {
  let directory: string;
  /** As a killed engine leaves it. */
  let killed: string;
  let log: Buffer;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'log-check-'));
    const dataDir = join(directory, 'data');
    killed = join(directory, 'killed');
    const store = new Store({ dataDir });
    for (let position = 1; position <= COMMITS; position += 1) {
      await store.write(() => {
        const record = { position, arrivedMs: 1, partitionKey: 'k', data: new Uint8Array(3_000) };
        store.records.insert(0, record);
      });
    }
    cpSync(dataDir, killed, { recursive: true });
    store.close();
    log = readFileSync(join(killed, LOG_FILE));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  /** What SQLite makes of the log, beside what is said of it. */
  function outcomeOf(name: string, bytes: Buffer): object {
    const dataDir = join(directory, name);
    cpSync(killed, dataDir, { recursive: true });
    writeFileSync(join(dataDir, LOG_FILE), bytes);
    const lines: string[] = [];
    const note = (line: string): number => lines.push(line);
    const store = new Store({ dataDir, log: { info: note, error: note } });
    const kept = store.records.last(0)?.position ?? 0;
    const said = store.logDamage?.commits;
    store.close();
    const again = new Store({ dataDir });
    const saidAgain = again.logDamage;
    again.close();
    return { kept, said, lines: lines.length, saidAgain };
  }

  function flipped(at: number): Buffer {
    const bytes = Buffer.from(log);
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    return bytes;
  }

  it('is told from a sound one, and by how many writes are lost', () => {
    const middle = 32 + FRAME_BYTES * Math.floor(log.length / FRAME_BYTES / 2) + 500;
    const outcomes = {
      sound: outcomeOf('sound', log),
      page: outcomeOf('page', flipped(middle)),
      torn: outcomeOf('torn', log.subarray(0, -100)),
      wholeFrames: outcomeOf('whole', log.subarray(0, -FRAME_BYTES)),
    };
    const lost = droppedCommits(flipped(middle));
    assert.ok(lost > 20 && lost < 40, String(lost));
    assert.deepEqual(outcomes, {
      sound: { kept: COMMITS, said: undefined, lines: 0, saidAgain: undefined },
      page: { kept: COMMITS - lost, said: lost, lines: 1, saidAgain: undefined },
      torn: { kept: COMMITS - 1, said: 1, lines: 1, saidAgain: undefined },
      // That end cannot be told from a log that was never longer.
      wholeFrames: { kept: COMMITS - 1, said: undefined, lines: 0, saidAgain: undefined },
    });
  });

  it('is lost as a whole when its header is damaged', () => {
    // The schema of a new database is a commit too.
    assert.deepEqual(
      [0, 17, 25].map((at) => droppedCommits(flipped(at))),
      [COMMITS + 1, COMMITS + 1, COMMITS + 1],
    );
  });

  it('may be followed by what an earlier log left, which is not missed', async () => {
    const dataDir = join(directory, 'restarted');
    cpSync(killed, dataDir, { recursive: true });
    const store = new Store({ dataDir });
    store.database.exec('PRAGMA wal_checkpoint(RESTART)');
    await store.write(() => {
      store.records.delete(0, 1, 2);
    });
    const restarted = readFileSync(join(dataDir, LOG_FILE));
    store.close();
    assert.deepEqual([restarted.length, droppedCommits(restarted)], [log.length, 0]);
  });
});
