import { kinesalite, kinesisLocal, limit } from '../lib/engines.mjs';
import { interleave, withEngines } from '../lib/contest.mjs';
import { createStream } from '../lib/streams.mjs';

const SHARDS = 4;
const WARM_UP_MS = 500;
const CONNECTIONS = 8;

/** @type {import('../lib/scenario.mjs').Scenario} */
export const putRecord = {
  name: 'putRecord',
  work: 'PutRecord, 200 B, 8 connections, records/s',
  async run({ contenders, quick }) {
    const recipes = [...contenders, limit, kinesalite, kinesisLocal];
    return withEngines(recipes, async (engines, loader) => {
      for (const engine of engines) await createStream(engine, 'bench', SHARDS);
      const put = async (/** @type {{ port: number }} */ { port }, /** @type {number} */ ms) => {
        const { perSecond } = await loader.run({
          ...{ kind: 'putSingles', port, stream: 'bench', connections: CONNECTIONS },
          ...{ bytes: 200, durationMs: ms },
        });
        return perSecond;
      };
      for (const engine of engines) await put(engine, WARM_UP_MS);
      return interleave(engines, quick ? 3 : 7, (engine) => put(engine, 1_500));
    });
  },
};
