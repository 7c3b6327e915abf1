/**
 * @typedef {object} Context
 * @property {readonly import('./engines.mjs').Recipe[]} contenders This project's engine, and others
 *   given to compare it with.
 * @property {boolean} quick For trying: shorter and smaller, and less to be trusted.
 */

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} work What is measured, in which unit.
 * @property {(context: Context) => Promise<Map<string, number>>} run Figures by contender, or by
 *   what the scenario's `work` says.
 */

export {};
