import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, prepare } from '../lib/connection.mjs';
import { interleave, withEngines } from '../lib/contest.mjs';
import { kinesisLocal } from '../lib/engines.mjs';
import { percentile } from '../lib/statistics.mjs';
import { connected, createStream } from '../lib/streams.mjs';

const STREAM = 'bench';
const ACCOUNT = '000000000000';
const PUSH_MS_MAX = 30_000;

/** @type {import('../lib/scenario.mjs').Scenario} */
export const subscribe = {
  name: 'subscribe',
  work: 'SubscribeToShard, from the start of a PutRecord to its push, p50 in ms',
  async run({ contenders, quick }) {
    return withEngines([...contenders, kinesisLocal], async (engines) => {
      /** @type {Map<string, Subscription>} */
      const subscriptions = new Map();
      for (const engine of engines) {
        await createStream(engine, STREAM, 1);
        subscriptions.set(engine.name, await Subscription.open(engine.port));
      }
      const puts = (/** @type {string} */ name) =>
        name === 'kinesis-local' ? 5 : quick ? 50 : 200;
      try {
        return await interleave(engines, quick ? 3 : 7, async ({ name }) => {
          const subscription = subscriptions.get(name);
          const latencies = [];
          for (let put = 0; put < puts(name); put += 1) {
            latencies.push((await subscription?.putToPush()) ?? Number.NaN);
          }
          return percentile(latencies, 50);
        });
      } finally {
        for (const subscription of subscriptions.values()) subscription.close();
      }
    });
  },
};

/** One consumer's subscription, and a connection to put on. */
class Subscription {
  /** @param {number} port */
  static async open(port) {
    const StreamARN = `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/${STREAM}`;
    const ConsumerARN = await connected({ port }, async (connection) => {
      const input = { StreamARN, ConsumerName: 'bench' };
      const { Consumer } = await connection.call('RegisterStreamConsumer', input);
      return Consumer.ConsumerARN;
    });
    // It takes a moment to become ACTIVE.
    await sleep(500);
    const push = await Connection.open(port);
    const subscription = new Subscription(push, await Connection.open(port));
    const input = {
      ConsumerARN,
      ShardId: 'shardId-000000000000',
      StartingPosition: { Type: 'LATEST' },
    };
    push.stream(prepare(port, 'SubscribeToShard', JSON.stringify(input)), (bytes) => {
      subscription.take(bytes);
    });
    await sleep(500);
    return subscription;
  }

  /**
   * @param {Connection} pushConnection
   * @param {Connection} putConnection
   */
  constructor(pushConnection, putConnection) {
    this.pushConnection = pushConnection;
    this.putConnection = putConnection;
    this.count = 0;
    this.expected = '';
    this.text = '';
    this.onPush = () => {};
  }

  /** Puts a record and gives the milliseconds until it is pushed. */
  async putToPush() {
    this.count += 1;
    this.text = '';
    this.expected = `"key-${this.count}"`;
    const input = { StreamName: STREAM, PartitionKey: `key-${this.count}`, Data: 'aGVsbG8=' };
    const request = prepare(this.putConnection.port, 'PutRecord', JSON.stringify(input));
    const pushed = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Nothing was pushed')), PUSH_MS_MAX);
      this.onPush = () => {
        clearTimeout(timer);
        resolve(performance.now());
      };
    });
    const startMs = performance.now();
    const answer = this.putConnection.send(request);
    const endMs = await pushed;
    await answer;
    return endMs - startMs;
  }

  /** @param {Buffer} bytes */
  take(bytes) {
    this.text = `${this.text.slice(-100)}${bytes.toString('latin1')}`;
    if (this.text.includes(this.expected)) this.onPush();
  }

  close() {
    this.pushConnection.close();
    this.putConnection.close();
  }
}
