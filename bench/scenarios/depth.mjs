import { interleave, withEngines } from '../lib/contest.mjs';
import { createStream } from '../lib/streams.mjs';

const SHARDS = 4;
const BYTES = 200;

/** @type {import('../lib/scenario.mjs').Scenario} */
export const depth = {
  name: 'depth',
  work: 'PutRecord of 200 B on one connection with records stored, p50 in ms',
  async run({ contenders: [own], quick }) {
    if (own === undefined) throw new Error('There is no engine to fill');
    const stored = [10_000, quick ? 1_000_000 : 10_000_000];
    const recipes = stored.map((count) => ({ ...own, name: label(own.name, count) }));
    return withEngines(recipes, async (engines, loader) => {
      for (const [index, engine] of engines.entries()) {
        await createStream(engine, 'bench', SHARDS);
        await loader.run({
          ...{ kind: 'putBatches', port: engine.port, stream: 'bench', connections: 4 },
          ...{ recordsPerBatch: 500, bytes: BYTES, durationMs: 900_000, recordsMax: stored[index] },
        });
      }
      return interleave(engines, quick ? 5 : 11, async ({ port }) => {
        const { p50 } = await loader.run({
          ...{ kind: 'putSingles', port, stream: 'bench', connections: 1 },
          ...{ bytes: BYTES, durationMs: 1_000 },
        });
        return p50;
      });
    });
  },
};

/**
 * @param {string} name
 * @param {number} count
 */
function label(name, count) {
  return `${name}, ${count.toLocaleString('en')} stored`;
}
