import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Engine } from '../../src/engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';

const run = promisify(execFile);

/** Undefined where there is no AWS CLI, such as Debian's package awscli. */
const version = /aws-cli\/(\d+)/.exec(
  spawnSync('aws', ['--version'], { encoding: 'utf8' }).stdout,
)?.[1];

if (version === undefined) console.log('aws: not installed');
else {
  /** Each command is a Python that starts anew, so each step has the time of a test. */
  describe(`the AWS CLI ${version}`, () => {
    let engine: Engine;
    before(async () => {
      engine = await startTestEngine();
    });
    after(() => engine.stop());

    const aws = (command: string, ...more: string[]) =>
      kinesis(engine.ready.http, [...command.split(' '), ...more]);

    it('creates a stream, feeds it and reads from it', async () => {
      await aws('create-stream --stream-name cli --shard-count 1');
      await aws('wait stream-exists --stream-name cli');
      const put = await aws('put-record --stream-name cli --partition-key k --data', data('héllo'));
      const batch = await aws(
        'put-records --stream-name cli --records',
        `Data=${data('one')},PartitionKey=k`,
        `Data=${data('two')},PartitionKey=k`,
      );
      const { ShardIterator } = await aws(
        'get-shard-iterator --stream-name cli --shard-id 0 --shard-iterator-type TRIM_HORIZON',
      );
      const { Records } = (await aws(`get-records --shard-iterator ${String(ShardIterator)}`)) as {
        Records: { Data: string; SequenceNumber: string }[];
      };
      assert.deepEqual(
        [
          batch['FailedRecordCount'],
          Records[0]?.SequenceNumber,
          Records.map((record) => Buffer.from(record.Data, 'base64').toString()),
        ],
        [0, put['SequenceNumber'], ['héllo', 'one', 'two']],
      );
    });

    it('reshards it', async () => {
      await aws(
        'update-shard-count --stream-name cli --target-shard-count 2 --scaling-type UNIFORM_SCALING',
      );
      await eventually(async () => {
        const { Shards } = (await aws('list-shards --stream-name cli')) as { Shards: unknown[] };
        return Shards.length === 3;
      });
    });

    it('says what is wrong, and deletes it', async () => {
      await assert.rejects(aws('describe-stream-summary --stream-name absent'), {
        message: /ResourceNotFoundException.*Stream absent under account 000000000000 not found\./s,
      });
      await aws('delete-stream --stream-name cli');
    });
  });
}

/** Version 1 takes bytes as they are, later ones in base64. */
function data(text: string): string {
  return version === '1' ? text : Buffer.from(text).toString('base64');
}

async function kinesis(
  endpoint: string,
  args: readonly string[],
): Promise<Record<string, unknown>> {
  const { stdout } = await run(
    'aws',
    ['kinesis', '--endpoint-url', endpoint, '--output', 'json', ...args],
    {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_PAGER: '',
        AWS_EC2_METADATA_DISABLED: 'true',
        // The machine's own profile must not decide what is tested.
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
      },
    },
  );
  return stdout === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
}
