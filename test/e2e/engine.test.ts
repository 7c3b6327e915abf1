import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { comesTrue, eventually } from '../support/eventually.ts';
import { Workbench } from './support/workbench.ts';

const simulators = [
  { streamName: 'truck-positions', kind: 'gps', recordsPerSecond: 10, keys: 100, shardCount: 2 },
];

/** What a person sees of the engine's bad days. */
describe('the local engine in the window', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      settings: {
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.engine.autoStart': true,
        'kinesisWorkbench.simulators': simulators,
      },
    });
    await workbench.openSidebar();
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('starts with the window and lets the simulated stream flow', async () => {
    await workbench.tree('Streams').row('truck-positions').getByText('ACTIVE').waitFor();
    await workbench.tree('Simulators').open();
    await workbench.tree('Simulators').row('truck-positions').getByText('100 trucks').waitFor();
  });

  it('tails the simulated stream', async () => {
    await workbench.openTail('truck-positions');
    await workbench.tail().rows('truck-').first().waitFor();
  });

  it('says that it was killed, runs again on its port, and the tail goes on', async () => {
    const port = await workbench.enginePort();
    process.kill(await enginePid(port), 'SIGKILL');
    await workbench.isTold(/was ended by SIGKILL.*runs again on port/);
    assert.equal(await workbench.enginePort(), port);
    const before = await eventually(() => recordCount(workbench));
    await eventually(async () => ((await recordCount(workbench)) ?? 0) > before);
  });

  it('is shared by a second window, and stopped for both when one stops it', async () => {
    const port = await workbench.enginePort();
    const pid = await enginePid(port);
    const second = await workbench.openSecondWindow();
    try {
      await second.openSidebar();
      await second.tree('Streams').row('truck-positions').getByText('ACTIVE').waitFor();
      await comesTrue(async () => {
        assert.deepEqual([await second.enginePort(), await enginePid(port)], [port, pid]);
      });
      await second.runCommand('Kinesis: Stop Local Engine');
      await second.dialog().getByRole('button', { name: 'Stop' }).click();
      for (const window of [workbench, second]) {
        const welcome = window.tree('Streams').welcome();
        await welcome.getByText('The local engine is stopped').waitFor();
      }
      await workbench.runCommand('Kinesis: Start Local Engine');
      await workbench.tree('Streams').row('truck-positions').getByText('ACTIVE').waitFor();
    } finally {
      await second.closeWindow();
    }
  });

  it('filters, and says when the filter hides everything', async () => {
    await workbench.runCommand('Kinesis: Filter Streams…');
    await workbench.quickInput.answer('no such stream', 'name contains');
    const streams = workbench.tree('Streams');
    await streams.welcome().getByText('The filter hides every stream').waitFor();
    await streams.welcome().getByRole('button', { name: 'Clear Filter' }).click();
    await streams.row('truck-positions').waitFor();
  });

  it('stops the simulated stream', async () => {
    await workbench.tree('Simulators').clickInline('truck-positions', 'Stop Simulated Stream');
    await workbench.tree('Simulators').welcome().getByText('Nothing is simulated').waitFor();
  });
});

describe('a port that is in use', () => {
  let workbench: Workbench;
  let occupant: Server;

  before(async () => {
    occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    const { port } = occupant.address() as AddressInfo;
    workbench = await Workbench.open({ settings: { 'kinesisWorkbench.engine.port': port } });
  });
  afterEach((test) => workbench.keepFailure(test));
  after(async () => {
    await workbench.close();
    occupant.close();
  });

  it('is said, with a way out', async () => {
    const { port } = occupant.address() as AddressInfo;
    await workbench.openSidebar();
    await workbench.runCommand('Kinesis: Start Local Engine');
    await workbench.answerNotification(String(port), 'Use Another Port');
    await workbench.tree('Streams').welcome().getByText('has no streams yet').waitFor();
  });
});

describe('a connection that cannot be reached', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      settings: {
        'kinesisWorkbench.connections': [
          { name: 'nobody', kind: 'endpoint', endpoint: 'http://127.0.0.1:9', region: 'eu-west-1' },
          { name: 'no profile', kind: 'aws', profile: 'is-not-there', region: 'eu-west-1' },
        ],
      },
    });
  });
  afterEach((test) => workbench.keepFailure(test));
  after(() => workbench.close());

  it('is a row that says what to do, beside the others', async () => {
    await workbench.openSidebar();
    const streams = workbench.tree('Streams');
    await streams.row('Local engine').getByText('stopped').waitFor();
    await streams.expand('nobody');
    await streams.row(/127\.0\.0\.1:9/).waitFor();
    await streams.expand('no profile');
    await streams.row(/No credentials for profile “is-not-there”/).waitFor();
    await streams.row(/Run “aws configure” or “aws sso login”/).waitFor();
    await workbench.screenshot('connections');
  });
});

async function enginePid(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/_kinesis-workbench/health`, {
    headers: { 'x-kinesis-workbench': '1' },
  });
  return ((await answer.json()) as { pid: number }).pid;
}

/** The number of records that the tail says it has, once it says one. */
async function recordCount(workbench: Workbench): Promise<number | undefined> {
  const text = await workbench.tail().frame.locator('.count').innerText();
  const [count] = /^[\d,]+/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count.replaceAll(',', ''));
}
