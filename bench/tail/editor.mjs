import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { control } from '../../test/support/control.ts';
import { Connection, prepare } from '../lib/connection.mjs';
import { median, percentile } from '../lib/statistics.mjs';
import { batch, truck, withTailBench } from './bench.mjs';

const STREAM = 'bench';

/** @type {import('./all.mjs').TailScenario} */
export const firstRow = {
  name: 'firstRow',
  work: 'From the choice of a stream to its first row on the screen',
  run: ({ quick }) =>
    withTailBench(async (bench) => {
      /** @type {number[]} */
      const times = [];
      for (let round = 0; round < (quick ? 2 : 5); round++) {
        const stream = `${STREAM}-${round}`;
        await bench.createStream(stream, 1);
        const stop = trickle(bench.port, stream);
        const { workbench } = bench;
        await workbench.runCommand('Kinesis: Tail Stream');
        await workbench.quickInput.type(stream, 'Data stream');
        await workbench.quickInput.entry(stream).waitFor();
        const startMs = Date.now();
        await workbench.page.keyboard.press('Enter');
        // Its own rows: those of the tail before it are on the screen until this one is.
        await workbench.tail().rows(`key of ${stream}`).first().waitFor();
        times.push(Date.now() - startMs);
        await stop();
      }
      const [first = Number.NaN, ...later] = times;
      return [
        ['first tail of the window, ms', first.toFixed(0)],
        ['another one, median, ms', median(later).toFixed(0)],
      ];
    }),
};

/** @type {import('./all.mjs').TailScenario} */
export const latency = {
  name: 'latency',
  work: 'From the start of a put to its row on the screen, in the browser',
  run: ({ quick }) =>
    withTailBench(async (bench) => {
      const rounds = quick ? 30 : 200;
      await bench.createStream(STREAM, 4);
      await bench.openTail(STREAM);
      const grid = bench.workbench.tail().grid();
      await grid.evaluate(noteWhenSeen);
      const connection = await Connection.open(bench.port);
      /** @type {number[]} */
      const startedMs = [];
      /** @type {number[]} */
      const answerMs = [];
      for (let round = 0; round < rounds; round++) {
        const request = {
          StreamName: STREAM,
          PartitionKey: `key ${round}`,
          Data: Buffer.from(`mark-${round}-`).toString('base64'),
        };
        const prepared = prepare(bench.port, 'PutRecord', JSON.stringify(request));
        startedMs.push(Date.now());
        await connection.send(prepared);
        answerMs.push(Date.now() - (startedMs.at(-1) ?? 0));
        // Not in step with anything that happens once a second or ten times a second.
        await sleep(100 + ((round * 37) % 100));
      }
      await bench.workbench
        .tail()
        .rows(`mark-${rounds - 1}-`)
        .waitFor();
      const seen = /** @type {Record<string, number>} */ (
        await grid.evaluate(() => /** @type {any} */ (globalThis).benchSeen)
      );
      connection.close();
      const delays = startedMs.map((ms, round) => (seen[round] ?? Number.NaN) - ms);
      return [
        ['rows seen', `${delays.filter(Number.isFinite).length} of ${rounds}`],
        ['put to row, median, ms', median(delays).toFixed(0)],
        ['put to row, p95, ms', percentile(delays, 95).toFixed(0)],
        ['of which the put itself, median, ms', median(answerMs).toFixed(1)],
      ];
    }),
};

/** In the page: notes when each mark is painted for the first time. */
function noteWhenSeen() {
  /** @type {Record<string, number>} */
  const seen = {};
  Object.assign(globalThis, { benchSeen: seen });
  const look = () => {
    for (const [, mark] of (document.body.textContent ?? '').matchAll(/mark-(\d+)-/g)) {
      // The frame that is being made now is painted before the one after it begins.
      if (mark !== undefined && !(mark in seen)) seen[mark] = Date.now();
    }
  };
  new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
  });
}

/** @type {import('./all.mjs').TailScenario} */
export const flood = {
  name: 'flood',
  work: '20,000 records a second into an open tail, by push and by polling',
  async run({ quick }) {
    /** @type {(readonly [string, string])[]} */
    const figures = [];
    for (const way of /** @type {const} */ (['push', 'polling'])) {
      for (const [what, figure] of await floodBy(way, quick)) {
        figures.push([`${way}: ${what}`, figure]);
      }
    }
    return figures;
  },
};

/**
 * In a window of its own, so that neither way pays for what the other left behind.
 * @param {import('./bench.mjs').ReadingWay} way
 * @param {boolean} quick
 */
function floodBy(way, quick) {
  return withTailBench(async (bench) => {
    const seconds = quick ? 10 : 60;
    await bench.createStream(STREAM, 4);
    await bench.openTail(STREAM);
    await bench.readBy(way);
    const longTasks = await bench.watchLongTasks();
    await bench.resetProbe();
    const engine = [await enginePid(bench.port)];
    const engineBefore = cpuMsOf(engine);
    const sent = await sendEvenly(bench.port, { seconds, recordsPerSecond: 20_000 });
    const read = await settledReadCount(bench);
    const engineMs = cpuMsOf(engine) - engineBefore;
    const tasks = await longTasks();
    const probe = await bench.probe();
    if (read !== sent.records) throw new Error(`By ${way} ${read} of ${sent.records} were read`);
    return /** @type {const} */ ([
      ['sent, and read by the tail', `${read} in ${sent.seconds.toFixed(1)} s`],
      ['tasks of the page over 50 ms', countAndLongest(tasks.page)],
      ["those of VS Code's window in the same thread", countAndLongest(tasks.window)],
      ['delay of the extension host, p50, ms', probe.delayP50Ms.toFixed(1)],
      ['delay of the extension host, p99, ms', probe.delayP99Ms.toFixed(1)],
      ['delay of the extension host, longest, ms', probe.delayMaxMs.toFixed(0)],
      ['CPU of the extension host', `${percent(probe.cpuMs, probe.durationMs)} of a core`],
      ['CPU of the engine for it', `${(engineMs / 1_000).toFixed(1)} s`],
      ['largest resident memory of the extension host, MB', probe.rssMaxMb.toFixed(0)],
    ]);
  });
}

/** @param {readonly number[]} tasksMs */
function countAndLongest(tasksMs) {
  return `${tasksMs.length}, longest ${Math.max(0, ...tasksMs).toFixed(0)} ms`;
}

/** @type {import('./all.mjs').TailScenario} */
export const idle = {
  name: 'idle',
  work: 'What an open tail costs while nothing arrives',
  run: ({ quick }) =>
    withTailBench(async (bench) => {
      const ms = quick ? 5_000 : 30_000;
      await bench.createStream(STREAM, 4);
      const without = await cpuOver(bench, ms);
      await bench.openTail(STREAM);
      await sleep(3_000);
      const shown = await cpuOver(bench, ms);
      return [
        ['extension host without a tail', percent(without.host, ms)],
        ['extension host with an idle tail', percent(shown.host, ms)],
        ['engine without a tail', percent(without.engine, ms)],
        ['engine with an idle tail', percent(shown.engine, ms)],
        ['browser without a tail', percent(without.browser, ms)],
        ['browser with an idle tail', percent(shown.browser, ms)],
      ];
    }),
};

/**
 * @param {number} port
 * @param {string} stream
 * @returns {() => Promise<void>} Stops it.
 */
function trickle(port, stream) {
  let isOn = true;
  const done = (async () => {
    const connection = await Connection.open(port);
    for (let number = 0; isOn; number++) {
      const Data = Buffer.from(truck(number)).toString('base64');
      await connection.call('PutRecord', {
        StreamName: stream,
        PartitionKey: `key of ${stream}`,
        Data,
      });
      await sleep(20);
    }
    connection.close();
  })();
  return () => {
    isOn = false;
    return done;
  };
}

/**
 * Batches of 500, each at its time; one that is late is sent at once.
 * @param {number} port
 * @param {{ seconds: number, recordsPerSecond: number }} options
 */
async function sendEvenly(port, { seconds, recordsPerSecond }) {
  const size = 500;
  const batches = (seconds * recordsPerSecond) / size;
  const prepared = Array.from({ length: 40 }, (_, index) =>
    batch(port, STREAM, size, index * size),
  );
  const connection = await Connection.open(port);
  const startMs = performance.now();
  for (let index = 0; index < batches; index++) {
    const dueMs = startMs + (index * size * 1_000) / recordsPerSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const { status, body } = await connection.send(prepared[index % 40] ?? Buffer.alloc(0));
    if (status !== 200 || !body.includes('"FailedRecordCount":0')) {
      throw new Error(`PutRecords: ${status} ${body.toString().slice(0, 200)}`);
    }
  }
  connection.close();
  return { records: batches * size, seconds: (performance.now() - startMs) / 1_000 };
}

/**
 * The records that the table of shards counts as read, once that stands still.
 * @param {import('./bench.mjs').TailBench} bench
 */
async function settledReadCount(bench) {
  let before = -1;
  for (;;) {
    await sleep(2_500);
    const now = await bench.workbench
      .tail()
      .frame.locator('.shard-table')
      .first()
      .evaluate(sumOfRead);
    if (now === before) return now;
    before = now;
  }
}

/** @param {Element} table */
function sumOfRead(table) {
  const titles = [...table.querySelectorAll('th')].map((cell) => cell.textContent);
  const column = titles.indexOf('Read');
  const cells = [...table.querySelectorAll('tbody tr')].map((row) => row.children[column]);
  return cells.reduce((sum, cell) => sum + Number(cell?.textContent?.replaceAll(',', '')), 0);
}

/**
 * @param {import('./bench.mjs').TailBench} bench
 * @param {number} ms
 */
async function cpuOver(bench, ms) {
  const pids = [await enginePid(bench.port)];
  await bench.resetProbe();
  const engineBefore = cpuMsOf(pids);
  const browserBefore = cpuMsOf(browserPids());
  await sleep(ms);
  const engine = cpuMsOf(pids) - engineBefore;
  const browser = cpuMsOf(browserPids()) - browserBefore;
  const { cpuMs, durationMs } = await bench.probe();
  return { host: (cpuMs * ms) / durationMs, engine, browser };
}

/** @param {number} port */
async function enginePid(port) {
  return (await control(`http://127.0.0.1:${port}`, 'health')).pid;
}

/** Of the browser that this process started: there may be others on the machine. */
function browserPids() {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const processes = lines.map((line) => {
    const [pid, parent, ...args] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), args: args.join(' ') };
  });
  const own = new Set([process.pid]);
  for (let known = 0; known < own.size;) {
    known = own.size;
    for (const { pid, parent } of processes) if (own.has(parent)) own.add(pid);
  }
  return processes
    .filter(({ pid, args }) => own.has(pid) && /chrom/.test(args))
    .filter(({ args }) => /--type=renderer|--type=gpu|--headless/.test(args))
    .map(({ pid }) => pid);
}

/** @param {readonly number[]} pids */
function cpuMsOf(pids) {
  let ticks = 0;
  for (const pid of pids) {
    try {
      const stat = execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' });
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended meanwhile.
    }
  }
  return ticks * 10;
}

/**
 * @param {number} partMs
 * @param {number} wholeMs
 */
function percent(partMs, wholeMs) {
  return `${((100 * partMs) / wholeMs).toFixed(1)} %`;
}
