import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { control } from '../support/control.ts';
import { kinesisClient, readyOf, spawnEngine } from '../support/engine.ts';

const StreamName = 's';
/** Mounts 16 MiB at $0, copies $1 to it, fills it but for $2 KiB, and becomes the rest. */
const ON_SMALL_DISK = `
  mount -t tmpfs -o size=16m tmpfs "$0" && cp -r "$1" "$0/data"
  left=$2; shift 2
  free=$(df -k --output=avail "$0" | tail -1)
  head -c "$(( (free - left) * 1024 ))" /dev/zero > "$0/ballast"
  exec "$@"`;
const CAN_MOUNT =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;

if (!CAN_MOUNT)
  console.log('No small disk can be mounted here: test/engine/smallDisk is left out.');
else {
  describe('a small disk', () => {
    let directory: string;
    let mountPoint: string;
    const kept = () => join(directory, 'kept');

    beforeEach(async () => {
      directory = mkdtempSync(join(tmpdir(), 'small-disk-'));
      mountPoint = join(directory, 'mount');
      mkdirSync(mountPoint);
      const engine = await spawnEngine(['--data-dir', join(directory, 'data')]);
      const { http } = readyOf(engine);
      await control(http, 'applySeed', { streams: [{ name: StreamName, shardCount: 1 }] });
      const client = kinesisClient(http);
      await client.send(
        new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('before') }),
      );
      client.destroy();
      await engine.stop();
      cpSync(join(directory, 'data'), kept(), { recursive: true });
    });
    afterEach(() => {
      rmSync(directory, { recursive: true });
    });

    async function outcomesWith(freeKiB: number): Promise<object> {
      const wrapper = ['unshare', '-rm', 'sh', '-c', ON_SMALL_DISK, mountPoint, kept()];
      const engine = await spawnEngine(
        ['--data-dir', join(mountPoint, 'data'), '--limits', 'off'],
        [...wrapper, String(freeKiB)],
      );
      const client = kinesisClient(readyOf(engine).http);
      try {
        const puts: string[] = [];
        do {
          const Data = Buffer.alloc(100_000, 7);
          puts.push(
            await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data })).then(
              () => 'kept',
              (error: unknown) => (error instanceof Error ? error.name : ''),
            ),
          );
        } while (puts.at(-1) === 'kept');
        const { ShardIterator } = await client.send(
          new GetShardIteratorCommand({
            StreamName,
            ShardId: '0',
            ShardIteratorType: 'TRIM_HORIZON',
          }),
        );
        const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
        const acknowledged = puts.length - 1;
        const isRefused = puts.at(-1) === 'InternalFailure';
        return { isRefused, some: acknowledged > 0, lost: acknowledged + 1 - Records.length };
      } finally {
        client.destroy();
        await engine.stop('SIGKILL');
      }
    }

    it('that is full is started on and read from, and refuses what is put', async () => {
      assert.deepEqual(await outcomesWith(0), { isRefused: true, some: false, lost: 0 });
    });

    it('that fills refuses the put that does not fit, and loses none before it', async () => {
      assert.deepEqual(await outcomesWith(4_096), { isRefused: true, some: true, lost: 0 });
    });
  });
}
