import { kinesalite, kinesisLocal, limit } from '../lib/engines.mjs';
import { interleave, withEngines } from '../lib/contest.mjs';
import { createStream, trimHorizons } from '../lib/streams.mjs';

const SHARDS = 4;
const BYTES = 1024;

/**
 * What each has to drain. The peers are given less than the million, because filling them would
 * take minutes; their speed per record is the same or better for it.
 * @type {Record<string, number>}
 */
const RECORDS = { kinesalite: 100_000, 'kinesis-local': 5_000 };
const RECORDS_FULL = 1_000_000;
const RECORDS_QUICK = 100_000;

/** @type {import('../lib/scenario.mjs').Scenario} */
export const getRecords = {
  name: 'getRecords',
  work: 'GetRecords, draining 1 million × 1 KB, records/s',
  async run({ contenders, quick }) {
    const recipes = [...contenders, limit, kinesalite, kinesisLocal];
    return withEngines(recipes, async (engines, loader) => {
      const full = quick ? RECORDS_QUICK : RECORDS_FULL;
      const recordsOf = (/** @type {string} */ name) =>
        Math.min(full, (RECORDS[name] ?? full) / (quick ? 5 : 1));
      for (const engine of engines) {
        if (engine.name === 'limit') continue;
        await createStream(engine, 'bench', SHARDS);
        await loader.run({
          ...{ kind: 'putBatches', port: engine.port, stream: 'bench', connections: 2 },
          ...{ recordsPerBatch: 500, bytes: BYTES, durationMs: 300_000 },
          recordsMax: recordsOf(engine.name),
        });
      }
      return interleave(engines, quick ? 3 : 5, async ({ name, port }) => {
        const iterators =
          name === 'limit'
            ? Array.from({ length: SHARDS }, () => `${full / SHARDS}/${BYTES}`)
            : await trimHorizons({ port }, 'bench', SHARDS);
        const job = { kind: 'drain', port, iterators, durationMs: 120_000 };
        const { records, perSecond } = await loader.run(job);
        if (records < recordsOf(name)) throw new Error(`${name} gave ${records} records`);
        return perSecond;
      });
    });
  },
};
