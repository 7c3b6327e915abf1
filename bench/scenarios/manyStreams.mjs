import { withEngines } from '../lib/contest.mjs';
import { percentile } from '../lib/statistics.mjs';
import { connected } from '../lib/streams.mjs';

const SHARDS = 10;
const CALLS = 200;

/** @type {import('../lib/scenario.mjs').Scenario} */
export const manyStreams = {
  name: 'manyStreams',
  work: 'Calls with many streams of 10 shards each, p50 in ms',
  async run({ contenders, quick }) {
    return withEngines(contenders, async (engines) => {
      /** @type {Map<string, number>} */
      const figures = new Map();
      for (const engine of engines) {
        let made = 0;
        for (const count of quick ? [1, 10, 100] : [1, 10, 100, 1_000]) {
          await connected(engine, async (connection) => {
            for (; made < count; made += 1) {
              const StreamName = `stream-${made}`;
              await connection.call('CreateStream', { StreamName, ShardCount: SHARDS });
            }
            const calls = [
              { operation: 'ListStreams', input: {} },
              { operation: 'DescribeStreamSummary', input: { StreamName: 'stream-0' } },
            ];
            for (const { operation, input } of calls) {
              const name = `${engine.name}, ${operation}, ${count} streams`;
              figures.set(name, await p50Of(() => connection.call(operation, input)));
            }
          });
        }
      }
      return figures;
    });
  },
};

/** @param {() => Promise<unknown>} call */
async function p50Of(call) {
  const latencies = [];
  for (let index = 0; index < CALLS; index += 1) {
    const startMs = performance.now();
    await call();
    latencies.push(performance.now() - startMs);
  }
  return percentile(latencies, 50);
}
