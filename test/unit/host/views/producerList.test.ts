import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ProducerList } from '../../../../src/host/views/producerList.ts';
import type { ProducerStatus } from '../../../../src/protocol/engine/control.ts';

const TRUCKS: ProducerStatus = {
  streamName: 'trucks',
  kind: 'gps',
  recordsPerSecond: 10,
  keys: 100,
  keySkew: 0,
  shardCount: 1,
  seed: 7,
  state: 'running',
  recordsPut: 0,
  recordsThrottled: 0,
};

describe('the list of the producers', () => {
  let answers: PromiseWithResolvers<readonly ProducerStatus[]>[];
  let list: ProducerList;
  let changes: number;

  beforeEach(() => {
    answers = [];
    changes = 0;
    list = new ProducerList(() => {
      const answer = Promise.withResolvers<readonly ProducerStatus[]>();
      answers.push(answer);
      return answer.promise;
    });
    list.onDidChange(() => changes++);
  });
  afterEach(() => list.dispose());

  const looked = async (producers: readonly ProducerStatus[]): Promise<void> => {
    const look = list.look();
    answers.at(-1)?.resolve(producers);
    await look;
  };

  it('tells of what a row shows, and not of what is only counted', async () => {
    const told: number[] = [];
    const waits = { ...TRUCKS, state: 'waiting', reason: 'There is no stream trucks' } as const;
    for (const producers of [[], [TRUCKS], [{ ...TRUCKS, recordsPut: 30 }], [waits], []]) {
      await looked(producers);
      told.push(changes);
    }
    assert.deepEqual(told, [0, 1, 1, 2, 3]);
  });

  it('has the last counts all the same', async () => {
    await looked([TRUCKS]);
    await looked([{ ...TRUCKS, recordsPut: 30 }]);
    assert.deepEqual(await list.all(), [{ ...TRUCKS, recordsPut: 30 }]);
  });

  it('asks by itself when nobody has, and waits for the answer', async () => {
    const all = list.all();
    answers[0]?.resolve([TRUCKS]);
    assert.deepEqual(await all, [TRUCKS]);
    assert.equal(answers.length, 1);
  });

  it('keeps to the later of two questions, whichever is answered first', async () => {
    const looks = [list.look(), list.look()];
    answers[1]?.resolve([TRUCKS]);
    answers[0]?.resolve([]);
    await Promise.all(looks);
    assert.deepEqual(await list.all(), [TRUCKS]);
    assert.equal(changes, 1);
  });
});
