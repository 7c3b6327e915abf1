/** What the tests of Firehose share: an engine with a data directory, and a look into its objects. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  CreateDeliveryStreamCommand,
  type CreateDeliveryStreamCommandInput,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
} from '@aws-sdk/client-firehose';
import { CREDENTIALS, startTestEngine } from './engine.ts';
import { eventually } from './eventually.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/firehose';
export const encoder = new TextEncoder();

/** `buffering` in seconds; the size is 1 MiB. */
export function s3(buffering: number, more: Record<string, unknown> = {}) {
  return {
    RoleARN: ROLE,
    BucketARN: 'arn:aws:s3:::lake',
    BufferingHints: { SizeInMBs: 1, IntervalInSeconds: buffering },
    ...more,
  };
}

const directories: string[] = [];

/**
 * For as long as the file of the tests runs: hooks of a test come in the order in which they were
 * asked for, so one that removed it would find an engine that still writes to it.
 */
export function directory(): string {
  if (directories.length === 0) process.once('exit', removeDirectories);
  const dataDir = mkdtempSync(join(tmpdir(), 'firehose-test-'));
  directories.push(dataDir);
  return dataDir;
}

function removeDirectories(): void {
  for (const dataDir of directories) rmSync(dataDir, { recursive: true, force: true });
}

export function firehoseClient(context: TestContext, endpoint: string): FirehoseClient {
  const client = new FirehoseClient({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  context.after(() => {
    client.destroy();
  });
  return client;
}

export async function firehoseWorld(context: TestContext) {
  const dataDir = directory();
  const engine = await startTestEngine({ dataDir });
  context.after(() => engine.stop());
  const firehose = firehoseClient(context, engine.ready.http);
  return { dataDir, engine, firehose };
}

export async function createActive(
  client: FirehoseClient,
  input: CreateDeliveryStreamCommandInput,
): Promise<string | undefined> {
  const { DeliveryStreamARN } = await client.send(new CreateDeliveryStreamCommand(input));
  await eventually(async () => {
    const answer = await client.send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName: input.DeliveryStreamName }),
    );
    return answer.DeliveryStreamDescription?.DeliveryStreamStatus === 'ACTIVE';
  });
  return DeliveryStreamARN;
}

/** Every delivered object, by its path below `s3`, in the order of the paths. */
export function objectsIn(dataDir: string): { path: string; body: Buffer }[] {
  const root = join(dataDir, 's3');
  let entries;
  try {
    entries = readdirSync(root, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(root.length + 1), body: readFileSync(path) }));
}
