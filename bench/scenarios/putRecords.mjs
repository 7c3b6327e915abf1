import { kinesalite, kinesisLocal, limit } from '../lib/engines.mjs';
import { interleave, withEngines } from '../lib/contest.mjs';
import { createStream } from '../lib/streams.mjs';

const SHARDS = 4;
const WARM_UP_MS = 500;
const CONNECTIONS = 4;

/** @type {import('../lib/scenario.mjs').Scenario} */
export const putRecords = {
  name: 'putRecords',
  work: 'PutRecords, 500 × 1 KB, records/s',
  async run({ contenders, quick }) {
    const recipes = [...contenders, limit, kinesalite, kinesisLocal];
    return withEngines(recipes, async (engines, loader) => {
      for (const engine of engines) await createStream(engine, 'bench', SHARDS);
      const put = async (/** @type {{ port: number }} */ { port }, /** @type {number} */ ms) => {
        const { perSecond } = await loader.run({
          ...{ kind: 'putBatches', port, stream: 'bench', connections: CONNECTIONS },
          ...{ recordsPerBatch: 500, bytes: 1024, durationMs: ms },
        });
        return perSecond;
      };
      for (const engine of engines) await put(engine, WARM_UP_MS);
      return interleave(engines, quick ? 3 : 7, (engine) => put(engine, 1_500));
    });
  },
};
