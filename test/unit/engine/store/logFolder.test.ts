import assert from 'node:assert/strict';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FLUSH_DELAY_MS, PAGE_BYTES } from '../../../../src/engine/limits.ts';
import { silentLog } from '../../../../src/engine/log.ts';
import { DATABASE_FILE, Store } from '../../../../src/engine/store/store.ts';
import { seededRandom } from '../../../support/seededRandom.ts';

const SHARD_KEY = 1;
const LOG_PAGES = 40;

/** A store with a short log, and a disk that takes the database when the test says so. */
class World {
  readonly directory = mkdtempSync(join(tmpdir(), 'folder-test-'));
  readonly path = join(this.directory, 'data', DATABASE_FILE);
  readonly store: Store;
  /** Ends the flush that is running: with an error when it is to fail. */
  endFlush: ((error?: Error) => void) | undefined;
  onFlush: () => void = () => undefined;
  written = 0;
  private pictures = 0;

  constructor(powerSafe = false) {
    this.store = new Store({
      dataDir: join(this.directory, 'data'),
      powerSafe,
      foldedLogBytes: LOG_PAGES * PAGE_BYTES,
      disk: {
        flush: () =>
          new Promise((resolve) => {
            this.endFlush = (error) => {
              this.endFlush = undefined;
              resolve(error);
            };
            this.onFlush();
          }),
        flushNow: () => {
          this.onFlush();
        },
      },
    });
  }

  /** Rejects as the store does. */
  async write(bytes = 6_000): Promise<void> {
    await this.store.write(() => {
      this.store.records.insert(SHARD_KEY, {
        position: this.written,
        arrivedMs: 1,
        partitionKey: 'k',
        data: new Uint8Array(bytes).fill(this.written),
      });
      this.written += 1;
    });
  }

  /** Writes until the database is being flushed; gives the last write, which may have to wait. */
  async writeUntilFlush(): Promise<{ last: Promise<void> }> {
    const flushing = new Promise<void>((resolve) => (this.onFlush = resolve));
    let last = Promise.resolve();
    // Enough for the log; then it is the disk's turn, which may take its time.
    for (let writes = 0; writes < 2 * LOG_PAGES && this.endFlush === undefined; writes += 1) {
      last = this.write();
      last.catch(() => undefined);
      await Promise.race([last, flushing]);
    }
    await flushing;
    return { last };
  }

  /** What a start would find in these files: how many records, if all of them are whole. */
  recordsIn(database: Buffer, log = readFileSync(`${this.path}-wal`)): number | string {
    const directory = join(this.directory, `picture-${String((this.pictures += 1))}`);
    mkdirSync(directory);
    const path = join(directory, DATABASE_FILE);
    writeFileSync(path, database);
    writeFileSync(`${path}-wal`, log);
    const picture = new DatabaseSync(path);
    try {
      const finding = picture.prepare('PRAGMA quick_check').get()?.['quick_check'];
      if (finding !== 'ok') return String(finding);
      return Number(picture.prepare('SELECT count(*) AS count FROM records').get()?.['count']);
    } finally {
      picture.close();
      rmSync(directory, { recursive: true });
    }
  }

  dispose(): void {
    this.endFlush?.();
    this.store.close();
    rmSync(this.directory, { recursive: true });
  }
}

describe('LogFolder', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });
  afterEach(() => {
    world.dispose();
  });

  it('lets nothing be committed between copying the log and the end of the flush', async () => {
    const { last } = await world.writeUntilFlush();
    const log = readFileSync(`${world.path}-wal`);
    const before = world.written;
    let answered = 0;
    const waiting = [world.write(), world.write()].map((write) => write.then(() => answered++));
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    const held = { answered, written: world.written };
    assert.ok(readFileSync(`${world.path}-wal`).equals(log));
    world.endFlush?.();
    await Promise.all([last, ...waiting]);
    assert.deepEqual([held, answered], [{ answered: 0, written: before }, 2]);
    // The log began anew, and did not grow.
    assert.equal(readFileSync(`${world.path}-wal`).length, log.length);
  });

  it('commits at once what cannot wait', async () => {
    const { last } = await world.writeUntilFlush();
    let flushes = 0;
    world.onFlush = () => (flushes += 1);
    const written = world.write();
    world.store.flush();
    await Promise.all([last, written]);
    assert.deepEqual([flushes, world.recordsIn(readFileSync(world.path))], [1, world.written]);
  });

  it('keeps what was committed through a power failure at any moment', async () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = seededRandom(seed);
    // What the disk has for certain. Of what was written after that it has any part.
    let durable: Buffer = readFileSync(world.path);
    let folds = 0;
    const look = (): void => {
      const picture = mixed(durable, readFileSync(world.path), random);
      assert.equal(world.recordsIn(picture), world.written, `seed ${String(seed)}`);
      assert.equal(world.recordsIn(durable), world.written, `seed ${String(seed)}`);
    };
    for (let writes = 0; folds < 4; writes += 1) {
      assert.ok(writes < 400 * LOG_PAGES, 'the log is hardly ever folded');
      const written = world.write(Math.floor(random() * 9_000));
      while (world.endFlush === undefined && !(await isDone(written)));
      if (writes % 7 === 0) look();
      if (world.endFlush === undefined) continue;
      look();
      durable = readFileSync(world.path);
      world.endFlush();
      folds += 1;
      await written;
      look();
    }
  });

  it('refuses writes when the flush fails, and writes the pages again before the next', async (context) => {
    const { last } = await world.writeUntilFlush();
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const whole = readFileSync(world.path);
    const waiting = assert.rejects(world.write(), { message: 'the disk fails (EIO)' });
    await nextTurn();
    // The system forgets what it did not write.
    const file = openSync(world.path, 'r+');
    for (let page = 1; page < whole.length / PAGE_BYTES; page += 1) {
      writeSync(file, new Uint8Array(PAGE_BYTES), 0, PAGE_BYTES, page * PAGE_BYTES);
    }
    closeSync(file);
    world.endFlush?.(new Error('EIO'));
    await Promise.all([waiting, last.catch(() => undefined)]);
    await assert.rejects(world.write(), { message: 'the disk fails (EIO)' });
    context.mock.timers.tick(FLUSH_DELAY_MS);
    await nextTurn();
    assert.ok(readFileSync(world.path).equals(whole));
    world.endFlush?.();
    await nextTurn();
    await world.write();
    assert.equal(world.recordsIn(readFileSync(world.path)), world.written);
  });

  it('leaves the log to the next start when the disk fails to the end', async () => {
    await world.writeUntilFlush();
    world.onFlush = () => {
      throw new Error('EIO');
    };
    const { written } = world;
    world.store.close();
    assert.ok(existsSync(`${world.path}-wal`));
    const left = join(world.directory, 'left');
    mkdirSync(left);
    for (const suffix of ['', '-wal']) {
      copyFileSync(`${world.path}${suffix}`, join(left, `${DATABASE_FILE}${suffix}`));
    }
    const next = new Store({ dataDir: left, log: silentLog });
    const range = { shardKey: SHARD_KEY, from: 0, end: 1e6, recordsMax: 1e6, bytesMax: Infinity };
    assert.equal(next.records.read(range).length, written);
    next.close();
    world.onFlush = () => undefined;
  });

  it('holds nothing back for longer with --power-safe', async () => {
    world.dispose();
    world = new World(true);
    const { last } = await world.writeUntilFlush();
    const waiting = world.write();
    world.endFlush?.();
    await Promise.all([last, waiting]);
    assert.equal(world.recordsIn(readFileSync(world.path)), world.written);
  });
});

/** Each page as it was or as it is. */
function mixed(before: Buffer, after: Buffer, random: () => number): Buffer {
  const pages: Buffer[] = [];
  for (let at = 0; at < after.length; at += PAGE_BYTES) {
    const source = random() < 0.5 && at < before.length ? before : after;
    pages.push(source.subarray(at, at + PAGE_BYTES));
  }
  return Buffer.concat(pages);
}

/** Whether it is, in the next turn. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true), nextTurn().then(() => false)]);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
