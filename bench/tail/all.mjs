import { firstRow, flood, idle, latency } from './editor.mjs';
import { scroll } from './scroll.mjs';
import { window } from './window.mjs';

/**
 * @typedef {object} TailScenario
 * @property {string} name
 * @property {string} work What is measured.
 * @property {(options: { quick: boolean }) => Promise<readonly (readonly [string, string])[]>} run
 */

/** @type {readonly TailScenario[]} In the order of the table in `docs/performance.md`. */
export const scenarios = [firstRow, latency, flood, idle, scroll, window];
