/** @type {import('./all.mjs').TailScenario} */
export const window = {
  name: 'window',
  work: 'A window of a million records',
  run: async () => [],
};
