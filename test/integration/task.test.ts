import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import * as vscode from 'vscode';

const SEED = { streams: [{ name: 'task-orders', shardCount: 2 }, { name: 'task-clicks' }] };
/** As a person writes it for the preLaunchTask of a launch configuration. */
const TASKS = {
  version: '2.0.0',
  tasks: [{ type: 'kinesis', seed: '${workspaceFolder}/kinesis-seed.json', label: 'streams' }],
};

describe('tasks of type kinesis', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  let port = 0;

  before(async () => {
    port = await freePort();
    const settings = vscode.workspace.getConfiguration('kinesisWorkbench.engine');
    await settings.update('port', port, vscode.ConfigurationTarget.Global);
    await settings.update('storage', 'memory', vscode.ConfigurationTarget.Global);
    await write('kinesis-seed.json', SEED);
    await write('broken.kinesis.json', { streams: [{ name: 'never', shardCount: 0 }, {}] });
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await write('.vscode/tasks.json', TASKS);
  });
  after(async () => {
    await vscode.commands.executeCommand('kinesis.stopEngine');
    for (const file of ['kinesis-seed.json', 'broken.kinesis.json', '.vscode']) {
      await rm(join(folder, file), { recursive: true });
    }
  });

  const write = (file: string, content: object): Promise<void> =>
    writeFile(join(folder, file), JSON.stringify(content));

  async function streams(): Promise<(string | undefined)[]> {
    const client = new KinesisClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    });
    const { StreamSummaries } = await client.send(new ListStreamsCommand());
    client.destroy();
    return (StreamSummaries ?? []).map((it) => `${it.StreamName ?? ''} ${it.StreamStatus ?? ''}`);
  }

  it('bring up the engine with the streams of a seed file, and end when they are ACTIVE', async () => {
    const code = await runTask('streams');
    assert.deepEqual([code, await streams()], [0, ['task-clicks ACTIVE', 'task-orders ACTIVE']]);
  });

  it('are offered for each seed file of the workspace, and can run again and again', async () => {
    const code = await runTask('seed kinesis-seed.json');
    assert.deepEqual([code, (await streams()).length], [0, 2]);
  });

  it('fail when the file has a problem, which is shown, and make nothing', async () => {
    const code = await runTask('seed broken.kinesis.json');
    const file = vscode.Uri.file(join(folder, 'broken.kinesis.json'));
    await until(() => Promise.resolve(vscode.languages.getDiagnostics(file).some(isOurs)));
    const messages = vscode.languages
      .getDiagnostics(file)
      .filter(isOurs)
      .map(({ message }) => message);
    assert.deepEqual(
      [code, messages, (await streams()).length],
      [
        1,
        [
          'streams[0].shardCount must be a whole number from 1 to 10000. streams[1].name is missing.',
        ],
        2,
      ],
    );
  });
});

function isOurs({ source }: vscode.Diagnostic): boolean {
  return source === 'kinesis';
}

/** Gives the exit code. */
async function runTask(name: string): Promise<number | undefined> {
  let task: vscode.Task | undefined;
  await until(async () => {
    task = (await vscode.tasks.fetchTasks()).find((known) => known.name === name);
    return task !== undefined;
  });
  assert.ok(task);
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== name) return;
      listener.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Mocha's time limit ends it when it never comes true. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}
