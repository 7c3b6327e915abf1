import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import * as vscode from 'vscode';

const STREAM = 'integration';
const CONNECTION = { name: 'Local engine', kind: 'local' };
/** The argument that a row of the tree gives to its commands. */
const ROW = {
  type: 'stream',
  connection: CONNECTION,
  stream: { name: STREAM, arn: '', status: '' },
};

describe('the local engine, by its commands', () => {
  let port = 0;
  let client: KinesisClient;

  before(async () => {
    port = await freePort();
    const settings = vscode.workspace.getConfiguration('kinesisWorkbench.engine');
    await settings.update('port', port, vscode.ConfigurationTarget.Global);
    await settings.update('storage', 'memory', vscode.ConfigurationTarget.Global);
    client = new KinesisClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    });
  });
  after(() => client.destroy());

  it('has not loaded the AWS SDK before it is wanted', () => {
    assert.deepEqual(loadedPrograms(), ['extension.js']);
  });

  it('starts on the port of the settings and serves a program of the user', async () => {
    await vscode.commands.executeCommand('kinesis.startEngine');
    await client.send(new CreateStreamCommand({ StreamName: STREAM, ShardCount: 1 }));
    await until(async () => {
      const { StreamDescriptionSummary } = await client.send(
        new DescribeStreamSummaryCommand({ StreamName: STREAM }),
      );
      return StreamDescriptionSummary?.StreamStatus === 'ACTIVE';
    });
    const Data = new TextEncoder().encode('hello');
    const put = await client.send(
      new PutRecordCommand({ StreamName: STREAM, PartitionKey: 'k', Data }),
    );
    assert.equal(put.ShardId, 'shardId-000000000000');
  });

  it('describes a stream of that program as a read-only document', async () => {
    await vscode.commands.executeCommand('kinesis.describeStream', ROW);
    const document = vscode.window.activeTextEditor?.document;
    assert.deepEqual(
      { scheme: document?.uri.scheme, language: document?.languageId, dirty: document?.isDirty },
      { scheme: 'kinesis', language: 'json', dirty: false },
    );
    const description = JSON.parse(document?.getText() ?? '') as Record<string, unknown>;
    assert.equal(JSON.stringify(description).includes(`"StreamName":"${STREAM}"`), true);
    assert.deepEqual(loadedPrograms(), ['aws.js', 'extension.js']);
  });

  it('copies the ARN and the name', async () => {
    await vscode.commands.executeCommand('kinesis.copyArn', ROW);
    assert.equal(
      await vscode.env.clipboard.readText(),
      `arn:aws:kinesis:us-east-1:000000000000:stream/${STREAM}`,
    );
    await vscode.commands.executeCommand('kinesis.copyName', ROW);
    assert.equal(await vscode.env.clipboard.readText(), STREAM);
  });

  it('opens one tail for a stream, however often it is asked to', async () => {
    await vscode.commands.executeCommand('kinesis.tailStream', ROW);
    await vscode.commands.executeCommand('kinesis.tailStream', ROW);
    await until(() => Promise.resolve(tails().length > 0));
    const labels = tails().map(({ label }) => label);
    await vscode.window.tabGroups.close(tails());
    assert.deepEqual(labels, [STREAM]);
  });

  it('stops, and its port is free again', async () => {
    await vscode.commands.executeCommand('kinesis.stopEngine');
    await until(() => isFree(port));
  });
});

/** The bundles of this extension that the extension host has loaded. */
function loadedPrograms(): string[] {
  const extension = vscode.extensions.getExtension('kinesis-workbench.kinesis-workbench');
  const dist = join(extension?.extensionPath ?? '', 'dist');
  return Object.keys(require.cache)
    .filter((file) => dirname(file) === dist)
    .map((file) => basename(file))
    .sort();
}

function tails(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Mocha's time limit ends it when it never comes true. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}
