import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GroupCommit, type WriteJob } from '../../../../src/engine/store/groupCommit.ts';

/** A transaction that writes down what happens to it. */
function recording(): {
  group: GroupCommit;
  events: string[];
  failCommits: (count: number) => void;
} {
  const events: string[] = [];
  let failures = 0;
  const group = new GroupCommit({
    begin: () => events.push('begin'),
    commit: () => {
      if (failures-- > 0) throw new Error('disk full');
      events.push('commit');
    },
    rollback: () => events.push('rollback'),
  });
  return { group, events, failCommits: (count) => (failures = count) };
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
});
