import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Flusher,
  GroupCommit,
  type WriteJob,
} from '../../../../src/engine/store/groupCommit.ts';

/** A transaction that writes down what happens to it. */
function recording(makeFlusher?: (events: string[]) => Flusher): {
  group: GroupCommit;
  events: string[];
  failCommits: (count: number) => void;
} {
  const events: string[] = [];
  let failures = 0;
  const transaction = {
    begin: () => events.push('begin'),
    commit: () => {
      if (failures-- > 0) throw new Error('disk full');
      events.push('commit');
    },
    rollback: () => events.push('rollback'),
  };
  const group = new GroupCommit(transaction, makeFlusher?.(events));
  return { group, events, failCommits: (count) => (failures = count) };
}

/** A disk whose flushes end when the test says so, in order. */
function slowDisk(): {
  makeFlusher: (events: string[]) => Flusher;
  end: () => void;
} {
  const waiting: (() => void)[] = [];
  return {
    makeFlusher: (events) => ({
      flush: () =>
        new Promise((resolve) => {
          events.push('flush');
          waiting.push(resolve);
        }),
      flushNow: () => events.push('flush now'),
    }),
    end: () => waiting.shift()?.(),
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function job(events: string[], name: string, fails = false): WriteJob<string> {
  return {
    run: () => {
      events.push(`run ${name}`);
      if (fails) throw new Error(`${name} failed`);
      return name;
    },
    undo: () => events.push(`undo ${name}`),
    committed: () => events.push(`committed ${name}`),
  };
}

describe('GroupCommit', () => {
  it('commits the writes of one turn together and acknowledges after the commit', async () => {
    const { group, events } = recording();
    const acknowledge = (name: string): number => events.push(`acknowledged ${name}`);
    await Promise.all(['a', 'b'].map((name) => group.write(job(events, name)).then(acknowledge)));
    await group.write(job(events, 'c'));
    assert.deepEqual(events, [
      'begin',
      'run a',
      'run b',
      'commit',
      'committed a',
      'committed b',
      'acknowledged a',
      'acknowledged b',
      'begin',
      'run c',
      'commit',
      'committed c',
    ]);
  });

  it('gives each write its own try when the group fails, so that one fails alone', async () => {
    const { group, events } = recording();
    const outcomes = await Promise.allSettled([
      group.write(job(events, 'a')),
      group.write(job(events, 'b', true)),
      group.write(job(events, 'c')),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value : String(outcome.reason),
      ),
      ['a', 'Error: b failed', 'c'],
    );
    assert.deepEqual(events, [
      ...['begin', 'run a', 'run b', 'rollback', 'undo b', 'undo a'],
      ...['begin', 'run a', 'commit', 'committed a'],
      ...['begin', 'run b', 'rollback', 'undo b'],
      ...['begin', 'run c', 'commit', 'committed c'],
    ]);
  });

  it('rejects and undoes when the commit itself fails', async () => {
    const { group, events, failCommits } = recording();
    failCommits(2);
    await assert.rejects(group.write(job(events, 'a')), { message: 'disk full' });
    assert.deepEqual(events, [
      ...['begin', 'run a', 'rollback', 'undo a'],
      ...['begin', 'run a', 'rollback', 'undo a'],
    ]);
  });

  it('acknowledges after the flush, and lets the turns that pass meanwhile share the next', async () => {
    const disk = slowDisk();
    const { group, events } = recording(disk.makeFlusher);
    const write = (name: string): void => {
      void group
        .write({ run: () => events.push(`run ${name}`) })
        .then(() => events.push(`acknowledged ${name}`));
    };
    for (const name of ['a', 'b', 'c']) {
      write(name);
      await nextTurn();
    }
    disk.end();
    await nextTurn();
    events.push('later');
    disk.end();
    await nextTurn();
    assert.deepEqual(events, [
      ...['begin', 'run a', 'commit', 'flush'],
      ...['begin', 'run b', 'commit', 'begin', 'run c', 'commit'],
      ...['flush', 'acknowledged a', 'later', 'acknowledged b', 'acknowledged c'],
    ]);
  });

  it('tells others of a write together with its answer, however long the disk takes', async () => {
    const disk = slowDisk();
    const { group, events } = recording(disk.makeFlusher);
    const written = group.write({
      ...job(events, 'a'),
      kept: () => events.push('kept a'),
    });
    await nextTurn();
    const soFar = [...events];
    disk.end();
    assert.deepEqual(
      { soFar, answer: await written, after: events.slice(soFar.length) },
      {
        soFar: ['begin', 'run a', 'commit', 'committed a', 'flush'],
        answer: 'a',
        after: ['kept a'],
      },
    );
  });

  it('commits and flushes before it returns when told to', async () => {
    const disk = slowDisk();
    const { group, events } = recording(disk.makeFlusher);
    const earlier = group.write({ run: () => 1 });
    await nextTurn();
    const now = group.write({ run: () => 2 });
    group.flush();
    assert.deepEqual(events, ['begin', 'commit', 'flush', 'begin', 'commit', 'flush now']);
    assert.deepEqual(await Promise.all([earlier, now]), [1, 2]);
  });
});
