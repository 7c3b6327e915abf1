import { startEngine } from './engines.mjs';
import { Loader } from './loader.mjs';
import { median } from './statistics.mjs';

/** Measured in every third round only: one takes it several times as long as the others. */
const SLOW = new Set(['kinesis-local']);

/** @typedef {import('./engines.mjs').Recipe} Recipe */
/** @typedef {import('./engines.mjs').RunningEngine} RunningEngine */

/**
 * Starts all contenders, runs `work`, and leaves nothing behind.
 * @template T
 * @param {readonly Recipe[]} recipes
 * @param {(engines: RunningEngine[], loader: Loader) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withEngines(recipes, work) {
  const loader = new Loader();
  /** @type {RunningEngine[]} */
  const engines = [];
  try {
    for (const recipe of recipes) engines.push(await startEngine(recipe));
    return await work(engines, loader);
  } finally {
    loader.dispose();
    for (const engine of engines) await engine.discard();
  }
}

/**
 * Measures the engines in turn, round after round, so that whatever else the machine does falls on
 * all of them alike; the others are held still meanwhile.
 * @param {readonly RunningEngine[]} engines
 * @param {number} rounds
 * @param {(engine: RunningEngine) => Promise<number>} measure
 * @returns {Promise<Map<string, number>>} The median of each.
 */
export async function interleave(engines, rounds, measure) {
  /** @type {Map<string, number[]>} */
  const figures = new Map(engines.map(({ name }) => [name, []]));
  for (const engine of engines) engine.pause();
  for (let round = 0; round < rounds; round += 1) {
    for (const engine of engines) {
      if (SLOW.has(engine.name) && round % 3 !== 0) continue;
      engine.resume();
      figures.get(engine.name)?.push(await measure(engine));
      engine.pause();
    }
  }
  for (const engine of engines) engine.resume();
  return new Map([...figures].map(([name, values]) => [name, median(values)]));
}
