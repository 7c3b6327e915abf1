import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { messageOf } from '../../../src/base/errors.ts';
import { selectedRows } from '../../../src/host/panels/selectedRows.ts';
import { TailChoice } from '../../../src/host/panels/tailChoice.ts';
import { heldCopyOf } from '../../../src/host/panels/tailTarget.ts';
import { TailSession } from '../../../src/tail/session.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeSource } from '../tail/fakeSource.ts';

const SHARD = 'shardId-000000000000';

describe('what is done with a tail and its selection', () => {
  const clock = new FakeClock();
  const source = new FakeSource(clock, [SHARD]);
  let session: TailSession;

  before(() => {
    session = new TailSession({
      source,
      clock,
      random: () => 0,
      connectionName: 'prod',
      streamName: 's',
      position: { type: 'TRIM_HORIZON' },
      shards: 'all',
      windowRecordsMax: 10,
    });
  });

  after(() => session.dispose());

  it('is held in a copy too, until the tail reads', () => {
    const nowMs = (): number => clock.nowMs();
    const again = heldCopyOf(session.state, nowMs);
    assert.deepEqual(again?.().position, { type: 'TRIM_HORIZON' });
    session.start();
    assert.equal(heldCopyOf(session.state, nowMs), undefined);
  });

  it('is never done with all because the selection has left', async () => {
    for (let index = 0; index < 30; index++) source.put(SHARD, String(index));
    await clock.advance(20_000);
    const { generation, first, end } = session.counts;
    assert.ok(first > 0 && end > first);
    const chosen = (...ordinals: number[]): unknown => {
      try {
        const selected = selectedRows(new TailChoice(session, { generation, ordinals }));
        return selected && [selected.rows.count, selected.missing];
      } catch (error) {
        return messageOf(error);
      }
    };
    assert.deepEqual(
      [chosen(), chosen(end - 1), chosen(0, first, end - 1), chosen(0)],
      [
        undefined,
        [1, 0],
        [2, 1],
        'The selected records have left the window of the tail. Select others.',
      ],
    );
    assert.equal(selectedRows(new TailChoice(session)), undefined);
    // One row may only have the focus.
    const lone = new TailChoice(session, { generation, ordinals: [0] });
    const both = new TailChoice(session, { generation, ordinals: [first, end - 1] });
    assert.deepEqual([selectedRows(lone, 2), selectedRows(both, 2)?.rows.count], [undefined, 2]);
  });
});
