import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { Emitter } from '../../../../src/base/event.ts';
import type { TailFilter } from '../../../../src/formats/filter.ts';
import { type PayloadDecoder, plainDecoder } from '../../../../src/tail/decoding.ts';
import type { TailSession } from '../../../../src/tail/session.ts';
import type { TailSessionOptions } from '../../../../src/tail/sessionOptions.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeSource } from '../fakeSource.ts';
import { shownTexts } from '../../../support/tails.ts';
import { closeFakeTail, openFakeTail } from '../fakeTail.ts';

const SHARD = 'shardId-000000000000';

describe('The filter of a session', () => {
  const clock = new FakeClock();
  let session: TailSession;

  afterEach(() => closeFakeTail(session, clock));

  async function openWith(
    texts: readonly string[],
    options: Partial<TailSessionOptions> = {},
  ): Promise<void> {
    const source = new FakeSource(clock, [SHARD]);
    for (const text of texts) source.put(SHARD, text);
    session = openFakeTail(source, clock, options);
    await clock.advance(2_000);
  }

  const speeding: TailFilter = {
    conditions: [{ kind: 'expression', expression: 'data.speed > 80' }],
  };

  it('counts what it could not judge, and says why', async () => {
    await openWith(['{"speed":83}', '{"velocity":90}', '{"speed":70}', 'plain text']);
    assert.equal(session.filter(speeding), undefined);
    await clock.advance(100);
    assert.deepEqual(
      [shownTexts(session), session.counts.filter],
      [
        ['{"speed":83}'],
        {
          pending: 0,
          errors: 2,
          lastError: session.counts.filter?.lastError,
          filterMs: 0,
        },
      ],
    );
    assert.match(session.counts.filter?.lastError ?? '', /No such key|no such overload|speed/);
  });

  it('stays as it was when the next one has a problem', async () => {
    await openWith(['{"speed":83}', '{"speed":70}']);
    session.filter(speeding);
    await clock.advance(100);
    const { generation } = session.counts;
    const problem = session.filter({
      conditions: [
        { kind: 'shard', shardIds: [SHARD] },
        { kind: 'expression', expression: 'data.speed >' },
      ],
    });
    assert.deepEqual(
      [problem, session.state.filter, session.counts.generation, shownTexts(session)],
      [
        {
          conditionIndex: 1,
          message: 'This is no expression: Unexpected token: EOF at character 13.',
          position: 12,
        },
        speeding,
        generation,
        ['{"speed":83}'],
      ],
    );
  });

  it('looks at everything again when payloads mean something else', async () => {
    const changed = new Emitter<void>();
    let key = 'speed';
    const decoder: PayloadDecoder = {
      ...plainDecoder,
      isPlain: () => false,
      decode: (data) => {
        const text = `{"${key}":${new TextDecoder().decode(data)}}`;
        return { kind: 'json', text, bytes: data, steps: [] };
      },
      onChanged: changed.event,
    };
    await openWith(['83', '70'], { decoder });
    session.filter({
      conditions: [{ kind: 'path', path: 'velocity', operator: '>', value: '80' }],
    });
    await clock.advance(100);
    const before = session.counts;
    key = 'velocity';
    changed.fire();
    await clock.advance(100);
    const after = session.counts;
    changed.dispose();
    assert.deepEqual([before.end, after.end, after.generation > before.generation], [0, 1, true]);
  });

  it('keeps the filter when it is cleared or started again', async () => {
    await openWith(['{"speed":83}', '{"speed":70}']);
    session.filter(speeding);
    session.restart({ position: { type: 'TRIM_HORIZON' }, shards: 'all' });
    await clock.advance(2_000);
    const restarted = shownTexts(session);
    session.clear();
    await clock.advance(100);
    assert.deepEqual(
      [restarted, shownTexts(session), session.counts.filter?.pending],
      [['{"speed":83}'], [], 0],
    );
  });
});
