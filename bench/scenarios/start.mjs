import { rm } from 'node:fs/promises';
import { kinesalite, kinesisLocal, startEngine } from '../lib/engines.mjs';
import { Loader } from '../lib/loader.mjs';
import { median } from '../lib/statistics.mjs';
import { createStream } from '../lib/streams.mjs';

/** @type {import('../lib/scenario.mjs').Scenario} */
export const start = {
  name: 'start',
  work: 'From the start of the process to its first answer, ms',
  async run({ contenders, quick }) {
    const records = quick ? 100_000 : 1_000_000;
    const [own] = contenders;
    if (own === undefined) throw new Error('There is no engine to start');
    const kept = { ...own, name: `${own.name}, ${records.toLocaleString('en')} records kept` };
    const keptDir = await filled(own, records);
    /** @type {Map<string, number[]>} */
    const figures = new Map();
    for (let round = 0; round < (quick ? 3 : 9); round += 1) {
      for (const recipe of [...contenders, kept, kinesalite, kinesisLocal]) {
        const engine = await startEngine(recipe, recipe === kept ? keptDir : undefined);
        figures.set(recipe.name, [...(figures.get(recipe.name) ?? []), engine.readyMs]);
        await engine.stop('SIGTERM');
        if (recipe !== kept) await engine.discard();
      }
    }
    await rm(keptDir, { recursive: true });
    return new Map([...figures].map(([name, values]) => [name, median(values)]));
  },
};

/**
 * A data directory with records of 1 KB in it.
 * @param {import('../lib/engines.mjs').Recipe} recipe
 * @param {number} records
 */
async function filled(recipe, records) {
  const engine = await startEngine(recipe);
  const loader = new Loader();
  await createStream(engine, 'bench', 4);
  await loader.run({
    ...{ kind: 'putBatches', port: engine.port, stream: 'bench', connections: 4 },
    ...{ recordsPerBatch: 500, bytes: 1024, durationMs: 600_000, recordsMax: records },
  });
  loader.dispose();
  await engine.stop('SIGTERM');
  return engine.dir;
}
