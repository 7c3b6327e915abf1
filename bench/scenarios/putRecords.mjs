import { kinesalite, kinesisLocal, limit } from '../lib/engines.mjs';
import { interleave, withEngines } from '../lib/contest.mjs';
import { createStream } from '../lib/streams.mjs';

const SHARDS = 4;
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
      for (const engine of engines) await put(engine, quick ? 300 : 1_000);
      return interleave(engines, quick ? 3 : 7, (engine) => put(engine, quick ? 1_000 : 2_000));
    });
  },
};
