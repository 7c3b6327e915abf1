import { fork } from 'node:child_process';
import { once } from 'node:events';

/** The load generator's process. */
export class Loader {
  constructor() {
    this.child = fork(new URL('load.mjs', import.meta.url));
  }

  /**
   * @param {{ kind: string, [argument: string]: unknown }} job
   * @returns {Promise<any>}
   */
  async run(job) {
    this.child.send(job);
    const [{ result, error }] = await once(this.child, 'message');
    if (error !== undefined) throw new Error(error);
    return result;
  }

  dispose() {
    this.child.disconnect();
  }
}
