import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { parseEngineFirstLine } from '../../src/protocol/engine/ready.ts';
import { ENGINE_MAIN } from '../support/engine.ts';
import { rawOperation, SIGNATURE } from '../support/rawHttp.ts';
import { seededRandom } from '../support/seededRandom.ts';

const REQUESTS = 100_000;
const CONNECTIONS = 10;
/** Few enough to come in one piece: a head that comes in two is given up when the engine gets no time in between. */
const BATCH = 50;
const SEED = 20_261_120;
/** Far above what one more run of the collector would find, far below a hundred bytes a request. */
const HEAP_GROWTH_BYTES_MAX = 8 * 2 ** 20;
/** What the system gave it: room that the collector keeps comes and goes in larger pieces. */
const RESIDENT_GROWTH_BYTES_MAX = 64 * 2 ** 20;

/** Runs in the engine's process before the engine: says what it holds when it is asked. */
const MEMORY_REPORT = `data:text/javascript,${encodeURIComponent(`
  process.on('message', () => {
    globalThis.gc();
    process.send(process.memoryUsage());
  });
  process.channel.unref();
`)}`;

describe('a hundred thousand junk requests', () => {
  let engine: ChildProcess;
  let endpoint: string;

  before(async () => {
    const args = ['engine', '--port', '0', '--tls-port', 'off', '--stop-with-stdin'];
    engine = fork(ENGINE_MAIN, args, {
      execArgv: ['--expose-gc', '--import', MEMORY_REPORT],
      stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
    });
    const lines = createInterface({ input: engine.stdout as Readable });
    const [line] = (await once(lines, 'line')) as [string];
    const first = parseEngineFirstLine(line);
    endpoint = first?.ready === true ? first.http : '';
  });
  after(async () => {
    engine.stdin?.end();
    await once(engine, 'exit');
  });

  it('are all answered, and leave the engine serving and no larger', async () => {
    const random = seededRandom(SEED);
    const statuses = new Map<string, number>();
    await send(REQUESTS / 5, random, statuses);
    const before = await memory();
    await send((REQUESTS / 5) * 4, random, statuses);
    const after = await memory();
    const answer = await rawOperation(endpoint, 'ListStreams', '{}');
    const answered = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    assert.deepEqual(
      {
        answered,
        statuses: [...statuses.keys()].sort(),
        serves: answer.status,
        heapHolds: held(after) - held(before) < HEAP_GROWTH_BYTES_MAX,
        sizeHolds: after.rss - before.rss < RESIDENT_GROWTH_BYTES_MAX,
      },
      {
        answered: REQUESTS,
        statuses: ['400', '403', '404'],
        serves: 200,
        heapHolds: true,
        sizeHolds: true,
      },
      `seed ${String(SEED)}: ${JSON.stringify([before, after, ...statuses])}`,
    );
  });

  async function memory(): Promise<NodeJS.MemoryUsage> {
    const reported = once(engine, 'message') as Promise<[NodeJS.MemoryUsage]>;
    engine.send('memory');
    const [usage] = await reported;
    return usage;
  }

  async function send(
    count: number,
    random: () => number,
    statuses: Map<string, number>,
  ): Promise<void> {
    const { hostname, port } = new URL(endpoint);
    const each = count / CONNECTIONS;
    const sending = Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      for (let sent = 0; sent < each; sent += BATCH) {
        const requests = Array.from({ length: BATCH }, () => junkRequest(random));
        await exchange(socket, requests, statuses);
      }
      socket.destroy();
    });
    await Promise.all(sending);
  }
});

/** Writes a batch at once and counts the answers, which come in order. */
async function exchange(
  socket: Socket,
  requests: readonly string[],
  statuses: Map<string, number>,
): Promise<void> {
  let received = '';
  const isDone = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      // Whole status lines: a chunk may end anywhere.
      if (received.split(/HTTP\/1\.1 \d{3}/).length > requests.length) resolve();
    });
    socket.once('close', () => {
      reject(new Error(`Hung up on one of: ${requests.join('\n').slice(0, 2_000)}`));
    });
  });
  socket.write(requests.join(''), 'latin1');
  await isDone;
  socket.removeAllListeners();
  for (const [, status = ''] of received.matchAll(/HTTP\/1\.1 (\d{3})/g)) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
}

function held({ heapUsed, external }: NodeJS.MemoryUsage): number {
  return heapUsed + external;
}

/** A request whose head is in order, so that the connection lives on; nothing else need be. */
function junkRequest(random: () => number): string {
  const pick = (choices: readonly string[]): string =>
    choices[Math.floor(random() * choices.length)] ?? '';
  const number = String(Math.floor(random() * 1e9));
  const body = pick([
    '',
    '{',
    '[[[[[[[[[[[[[[[[[[[[',
    `{"StreamName":"${number}"}`,
    `{"StreamName":${number}}`,
    `{"ShardIterator":"${number}"}`,
    '{"Records":[{"Data":"***","PartitionKey":""}],"StreamName":"x"}',
    '\xbf\x61a\xff',
    '\x9b\xff\xff\xff\xff\xff\xff\xff\xff',
    '\x81'.repeat(100),
  ]);
  const head = [
    `${pick(['POST', 'POST', 'POST', 'GET', 'PUT'])} ${pick(['/', '/', '//', '/?X-Amz-Algorithm=a', `/${number}`])} HTTP/1.1`,
    `host: ${pick(['localhost', 'localhost', 'localhost', 'evil.example'])}`,
    `content-length: ${String(body.length)}`,
    `content-type: ${pick(['application/x-amz-json-1.1', 'application/x-amz-cbor-1.1', 'text/plain'])}`,
    `x-amz-target: Kinesis_20131202.${pick(['DescribeStreamSummary', 'PutRecords', 'GetRecords', number])}`,
    ...(random() < 0.8 ? [`authorization: ${pick([SIGNATURE, number])}`] : []),
    `x-amz-date: ${number}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
