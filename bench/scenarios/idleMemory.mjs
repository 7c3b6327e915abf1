import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { withEngines } from '../lib/contest.mjs';
import { kinesalite, kinesisLocal } from '../lib/engines.mjs';

const SETTLE_MS = 5_000;

/** @type {import('../lib/scenario.mjs').Scenario} */
export const idleMemory = {
  name: 'idleMemory',
  work: 'Resident memory five seconds after the start, MB',
  async run({ contenders }) {
    return withEngines([...contenders, kinesalite, kinesisLocal], async (engines) => {
      await sleep(SETTLE_MS);
      return new Map(engines.map(({ name, pid }) => [name, residentMb(pid)]));
    });
  },
};

/** @param {number} pid */
function residentMb(pid) {
  const kib = execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' });
  return (Number(kib) * 1024) / 1e6;
}
