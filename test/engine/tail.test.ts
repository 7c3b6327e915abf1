import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { TailSession } from '../../src/tail/session.ts';
import { shownTexts, until } from '../support/tails.ts';
import { StreamName, TailWorld } from '../support/tailWorld.ts';

/** The tail over the SDK on an engine that is a process of its own, which is then killed. */
describe('a tail of the local engine', () => {
  let world: TailWorld;
  let session: TailSession;

  beforeEach(async () => {
    world = await TailWorld.start({ isKept: true });
    session = world.tail('polling', { position: { type: 'LATEST' }, pollIntervalMs: 250 });
    await until(session, () => session.state.phase.name === 'running');
  });
  afterEach(() => world.stop());

  async function put(from: number, to: number): Promise<void> {
    for (let index = from; index < to; index++) await world.put(String(index));
  }

  it('shows every record once, across a kill -9 and a new start of the engine', async () => {
    await put(0, 20);
    await until(session, () => session.counts.received === 20);
    await world.kill();
    await until(session, () => session.state.phase.name === 'waiting');
    await world.startAgain();
    await put(20, 40);
    await until(
      session,
      () => session.state.phase.name === 'running' && session.counts.received >= 40,
    );
    assert.deepEqual(
      shownTexts(session)
        .map(Number)
        .sort((a, b) => a - b),
      Array.from({ length: 40 }, (_, index) => index),
    );
  });

  it('says that the stream was deleted', async () => {
    await world.connection.streams.deleteStream(StreamName, world.signal);
    await until(session, () => session.state.phase.name === 'failed');
    assert.deepEqual(session.state.phase, {
      name: 'failed',
      message: 'The stream s does not exist, or no longer. Create it, then start the tail again.',
    });
  });
});
