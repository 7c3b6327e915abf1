import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListStreamsCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { messageOf } from '../../src/base/errors.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { EngineOptions } from '../../src/engine/part.ts';
import { control } from '../support/control.ts';
import { kinesisClient, readyOf, spawnEngine, startTestEngine } from '../support/engine.ts';

describe('a snapshot', () => {
  let directory: string;
  let dataDir: string;
  let snapshot: string;
  let engine: Engine | undefined;
  let client: KinesisClient;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'snapshot-'));
    dataDir = join(directory, 'data');
    snapshot = join(directory, 'kept');
  });
  afterEach(async () => {
    await stop();
    await rm(directory, { recursive: true });
  });

  async function start(options: Partial<EngineOptions> = { dataDir }): Promise<string> {
    engine = await startTestEngine({ limits: false, ...options });
    client = kinesisClient(engine.ready.http);
    return engine.ready.http;
  }

  async function stop(): Promise<void> {
    if (engine === undefined) return;
    client.destroy();
    await engine.stop();
    engine = undefined;
  }

  async function put(StreamName: string, from: number, end: number): Promise<void> {
    const Records = Array.from({ length: end - from }, (_, index) => ({
      PartitionKey: 'k',
      Data: Buffer.from(String(from + index)),
    }));
    await client.send(new PutRecordsCommand({ StreamName, Records }));
  }

  /** Sequence numbers and data of a stream's only shard. */
  async function contents(StreamName: string): Promise<string[]> {
    let { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const all: string[] = [];
    // More than one answer holds where a snapshot takes its time. The last one has none.
    for (;;) {
      const answer = await client.send(new GetRecordsCommand({ ShardIterator }));
      for (const { SequenceNumber, Data } of answer.Records ?? []) {
        all.push(`${SequenceNumber ?? ''} ${Buffer.from(Data ?? []).toString()}`);
      }
      if (answer.Records?.length === 0) return all;
      ShardIterator = answer.NextShardIterator;
    }
  }

  const names = async () => (await client.send(new ListStreamsCommand())).StreamNames;
  const seed = (http: string, ...streams: string[]) =>
    control(http, 'applySeed', { streams: streams.map((name) => ({ name, shardCount: 1 })) });

  for (const storage of ['disk', 'memory'] as const) {
    it(`of an engine on ${storage} holds all of one moment, while records go on coming`, async () => {
      const options = storage === 'disk' ? { dataDir } : { dataDir: undefined };
      const http = await start(options);
      await seed(http, 's');
      await put('s', 0, 100);
      const before = await contents('s');
      const taken = new AbortController();
      const writing = (async () => {
        for (let batch = 0; batch < 3 || !taken.signal.aborted; batch += 1)
          await put('s', 1000, 1100);
      })();
      const result = await control(http, 'snapshot', { directory: snapshot });
      taken.abort();
      await writing;
      const all = await contents('s');
      await stop();
      await start({ ...options, restoreFrom: snapshot });
      const restored = await contents('s');
      // What was acknowledged before is there, and what came later ends with a whole batch.
      assert.deepEqual(
        {
          before: restored.slice(0, 100),
          isPrefix: all.slice(0, restored.length).join() === restored.join(),
          torn: restored.length % 100,
          directory: result.directory,
        },
        { before, isPrefix: true, torn: 0, directory: snapshot },
      );
      // It is an engine as any other: it goes on from there.
      await put('s', 5, 6);
      const next = await contents('s');
      assert.ok((next.at(-1) ?? '') > (restored.at(-1) ?? ''));
    });
  }

  it('takes the place of what a data directory has, which is kept aside once', async () => {
    const http = await start();
    await seed(http, 'old');
    await mkdir(join(dataDir, 's3/bucket'), { recursive: true });
    await writeFile(join(dataDir, 's3/bucket/object'), 'delivered');
    const { objectCount } = await control(http, 'snapshot', { directory: snapshot });
    await seed(http, 'new');
    await writeFile(join(dataDir, 's3/bucket/later'), 'delivered later');
    await stop();
    await start({ dataDir, restoreFrom: snapshot });
    const restored = [await names(), await readdir(join(dataDir, 's3/bucket'))];
    await stop();
    await start({ dataDir: join(dataDir, 'replaced') });
    const replaced = [await names(), await readdir(join(dataDir, 'replaced/s3/bucket'))];
    await stop();
    await start({ dataDir, restoreFrom: snapshot });
    await stop();
    await start({ dataDir: join(dataDir, 'replaced') });
    assert.deepEqual(
      { objectCount, restored, replaced, replacedAgain: await names() },
      {
        objectCount: 1,
        restored: [['old'], ['object']],
        replaced: [
          ['new', 'old'],
          ['later', 'object'],
        ],
        replacedAgain: ['old'],
      },
    );
  });

  it('replaces a damaged database too', async () => {
    await seed(await start(), 's');
    await control(engine?.ready.http ?? '', 'snapshot', { directory: snapshot });
    await stop();
    await writeFile(join(dataDir, 'kinesis.db'), 'torn');
    await start({ dataDir, restoreFrom: snapshot });
    assert.deepEqual(
      [await names(), await readFile(join(dataDir, 'replaced/kinesis.db'), 'utf8')],
      [['s'], 'torn'],
    );
  });

  it('is not written where something stands, and leaves nothing when it fails', async () => {
    const http = await start();
    const take = (path: string) => control(http, 'snapshot', { directory: path });
    await mkdir(join(directory, 'taken/inside'), { recursive: true });
    await assert.rejects(take(join(directory, 'taken')), {
      message: `${join(directory, 'taken')} exists already. Choose a new directory.`,
    });
    await assert.rejects(take('relative'), /needs the absolute path/);
    await assert.rejects(take(join(directory, 'nowhere/at-all')), /could not be written .*ENOENT/);
    await mkdir(join(dataDir, 's3/bucket'), { recursive: true });
    await symlink('/nowhere', join(dataDir, 's3/bucket/gone'));
    await assert.rejects(take(snapshot), /could not be written .* Nothing is left of it\./);
    assert.deepEqual(await readdir(directory), ['data', 'taken']);
    await rm(join(dataDir, 's3'), { recursive: true });
    await mkdir(snapshot);
    assert.equal((await take(snapshot)).objectCount, 0);
  });

  it('leaves alone what somebody puts in its place meanwhile', async () => {
    const http = await start();
    await mkdir(join(dataDir, 's3/bucket'), { recursive: true });
    const objects = Array.from({ length: 200 }, (_, index) => `s3/bucket/${String(index)}`);
    for (const object of objects) await writeFile(join(dataDir, object), 'delivered');
    await mkdir(snapshot);
    const over = new AbortController();
    const taking = control(http, 'snapshot', { directory: snapshot })
      .then(
        () => 'taken',
        (error: unknown) => messageOf(error),
      )
      .finally(() => over.abort());
    // The copy is being made as soon as its directory is there.
    while (!over.signal.aborted && (await readdir(directory)).length === 2);
    await writeFile(join(snapshot, 'mine'), 'precious');
    assert.match(await taking, /could not be written .*ENOTEMPTY/);
    assert.deepEqual(
      [await readFile(join(snapshot, 'mine'), 'utf8'), await readdir(directory)],
      ['precious', ['data', 'kept']],
    );
  });

  it('of a data directory whose engine was killed is refused, because a log is part of it', async () => {
    const killed = await spawnEngine(['--data-dir', dataDir]);
    await seed(readyOf(killed).http, 's');
    await killed.stop('SIGKILL');
    const names = await readdir(dataDir);
    for (const into of [join(directory, 'other'), undefined]) {
      await assert.rejects(start({ dataDir: into, restoreFrom: dataDir }), {
        code: 'invalidInput',
        message: /part of it is still in a log/,
      });
    }
    assert.deepEqual(await readdir(dataDir), names);
  });

  it('that is none, or is damaged, is refused and changes nothing', async () => {
    await seed(await start(), 's');
    await control(engine?.ready.http ?? '', 'snapshot', { directory: snapshot });
    await stop();
    await mkdir(join(directory, 'empty'));
    const bytes = await readFile(join(snapshot, 'kinesis.db'));
    await mkdir(join(directory, 'torn'));
    await writeFile(join(directory, 'torn/kinesis.db'), bytes.subarray(0, 10_000).fill(7, 2_000));
    await assert.rejects(start({ dataDir, restoreFrom: join(directory, 'empty') }), {
      code: 'invalidInput',
      message: `${join(directory, 'empty')} is not a snapshot of the engine.`,
    });
    for (const options of [{ dataDir }, {}]) {
      await assert.rejects(start({ ...options, restoreFrom: join(directory, 'torn') }), {
        code: 'invalidInput',
        message: /^The snapshot .*torn is damaged \(.+\)\.$/,
      });
    }
    await start();
    assert.deepEqual(
      [await names(), (await readdir(dataDir)).includes('replaced')],
      [['s'], false],
    );
  });

  if (process.platform !== 'win32') {
    it('and a data directory are for their user alone', async () => {
      const previous = process.umask(0o022);
      try {
        await control(await start(), 'snapshot', { directory: snapshot });
        const restored = join(directory, 'restored');
        await stop();
        await start({ dataDir: restored, restoreFrom: snapshot });
        const modes: Record<string, string> = {};
        for (const path of [dataDir, snapshot, restored]) {
          for (const file of [path, join(path, 'kinesis.db')]) {
            modes[relative(directory, file)] = ((await stat(file)).mode & 0o777).toString(8);
          }
        }
        assert.deepEqual(modes, {
          data: '700',
          'data/kinesis.db': '600',
          kept: '700',
          'kept/kinesis.db': '600',
          restored: '700',
          'restored/kinesis.db': '600',
        });
      } finally {
        process.umask(previous);
      }
    });
  }

  it('is not restored under another engine', async () => {
    const http = await start();
    await control(http, 'snapshot', { directory: snapshot });
    const other = await spawnEngine(['--data-dir', dataDir, '--restore', snapshot]);
    const code = await other.exited;
    assert.deepEqual(
      [code, other.firstLine.ready, 'code' in other.firstLine && other.firstLine.code],
      [2, false, 'dataDirectoryInUse'],
    );
  });
});
