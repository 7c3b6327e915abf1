/** A real VS Code with the extension, a probe in its extension host, and an engine without limits. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Workbench } from '../../test/e2e/support/workbench.ts';
import { Connection, prepare } from '../lib/connection.mjs';

const probeDir = join(dirname(fileURLToPath(import.meta.url)), 'probe');

/**
 * @typedef {object} Probe What the extension host did since the last reset.
 * @property {number} durationMs
 * @property {number} cpuMs
 * @property {number} delayP50Ms
 * @property {number} delayP99Ms
 * @property {number} delayMaxMs
 * @property {number} rssMb
 * @property {number} rssMaxMb
 */

/** @typedef {'push' | 'polling'} ReadingWay */

/**
 * @template T
 * @param {(bench: TailBench) => Promise<T>} work
 * @param {Record<string, unknown>} [settings]
 * @returns {Promise<T>}
 */
export async function withTailBench(work, settings = {}) {
  const bench = await TailBench.open(settings);
  try {
    return await work(bench);
  } finally {
    await bench.close();
  }
}

export class TailBench {
  /** @param {Record<string, unknown>} settings */
  static async open(settings) {
    const probeFile = join(await tempDir(), 'probe.json');
    const workbench = await Workbench.open({
      settings: {
        'kinesisWorkbench.engine.port': 0,
        'kinesisWorkbench.engine.limits': false,
        'kinesisBenchProbe.file': probeFile,
        ...settings,
      },
      beside: [probeDir],
    });
    await workbench.openSidebar();
    await workbench.runCommand('Kinesis: Start Local Engine');
    const port = await workbench.enginePort();
    return new TailBench(workbench, port, probeFile);
  }

  /**
   * @param {Workbench} workbench
   * @param {number} port
   * @param {string} probeFile
   */
  constructor(workbench, port, probeFile) {
    this.workbench = workbench;
    this.port = port;
    this.probeFile = probeFile;
  }

  async close() {
    await this.workbench.close();
  }

  /**
   * @param {string} StreamName
   * @param {number} ShardCount
   */
  async createStream(StreamName, ShardCount) {
    const connection = await Connection.open(this.port);
    await connection.call('CreateStream', { StreamName, ShardCount });
    for (;;) {
      const { StreamDescriptionSummary } = await connection.call('DescribeStreamSummary', {
        StreamName,
      });
      if (StreamDescriptionSummary.StreamStatus === 'ACTIVE') break;
      await sleep(20);
    }
    connection.close();
  }

  /** @param {string} streamName */
  async openTail(streamName) {
    const { workbench } = this;
    await workbench.runCommand('Kinesis: Tail Stream');
    await workbench.quickInput.pick(streamName, 'Data stream');
    await workbench.tail().grid().waitFor();
    await workbench.tail().frame.getByText('Waiting for new records').waitFor();
  }

  /**
   * Resolves when all shards of the open tail are read in this way; of itself it is push.
   * @param {ReadingWay} way
   */
  async readBy(way) {
    const { frame } = this.workbench.tail();
    const budget = frame.locator('.read-budget');
    if (way === 'push') {
      await budget.getByText('Push', { exact: true }).waitFor();
      return;
    }
    await budget.click();
    await frame.getByRole('button', { name: 'Poll instead' }).click();
    await budget.getByText('reads/s').waitFor();
  }

  /** @returns {Promise<Probe>} */
  async probe() {
    // The file is written once a second; the one after next is of after this call.
    await sleep(2_500);
    return JSON.parse(await readFile(this.probeFile, 'utf8'));
  }

  async resetProbe() {
    await writeFile(`${this.probeFile}.reset`, '');
    await sleep(1_500);
  }

  /**
   * Tasks that blocked the grid's thread for longer than 50 ms. In a browser VS Code's window shares it,
   * so those that were its own are told apart.
   * @returns {Promise<() => Promise<{ page: number[], window: number[] }>>} Milliseconds.
   */
  async watchLongTasks() {
    const grid = this.workbench.tail().grid();
    await grid.evaluate(() => {
      const tasks = { page: /** @type {number[]} */ ([]), window: /** @type {number[]} */ ([]) };
      Object.assign(globalThis, { benchLongTasks: tasks });
      new PerformanceObserver((list) => {
        // Of several documents at once, as where what is garbage of both is collected: the page's too.
        for (const { name, duration } of list.getEntries()) {
          tasks[name === 'same-origin-ancestor' ? 'window' : 'page'].push(duration);
        }
      }).observe({ type: 'longtask' });
    });
    return () => grid.evaluate(() => /** @type {any} */ (globalThis).benchLongTasks);
  }
}

/**
 * A prepared PutRecords of JSON records.
 * @param {number} port
 * @param {string} StreamName
 * @param {number} count
 * @param {number} from The number of the first record.
 */
export function batch(port, StreamName, count, from) {
  const Records = Array.from({ length: count }, (_, index) => ({
    PartitionKey: `truck_${(from + index) % 997}`,
    Data: Buffer.from(truck(from + index)).toString('base64'),
  }));
  return prepare(port, 'PutRecords', JSON.stringify({ StreamName, Records }));
}

/**
 * About 200 bytes.
 * @param {number} number
 */
export function truck(number) {
  return JSON.stringify({
    truck: `truck_${number % 997}`,
    number,
    speed: 60 + (number % 40),
    lat: 37 + (number % 1_000) / 1_000,
    lon: -122 - (number % 1_000) / 1_000,
    heading: number % 360,
    status: number % 9 === 0 ? 'idle' : 'driving',
    note: 'on the way from the depot to the next customer on the list',
  });
}

async function tempDir() {
  const { mkdtemp } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  return mkdtemp(join(tmpdir(), 'kinesis-bench-'));
}
