import assert from 'node:assert/strict';
import { TailSession } from '../../../src/tail/session.ts';
import type { TailSessionOptions } from '../../../src/tail/sessionOptions.ts';
import type { TailSource } from '../../../src/tail/source.ts';
import { type FakeClock, settle } from '../../support/fakeClock.ts';

/** All of a fake stream from its oldest record on, being read already. The caller closes it. */
export function openFakeTail(
  source: TailSource,
  clock: FakeClock,
  options: Partial<TailSessionOptions> = {},
): TailSession {
  const session = new TailSession({
    source,
    clock,
    random: () => 0,
    connectionName: 'Local engine',
    streamName: 'trucks',
    position: { type: 'TRIM_HORIZON' },
    shards: 'all',
    ...options,
  });
  session.start();
  return session;
}

/** Disposes it, and sees that no timer is left of it. */
export async function closeFakeTail(session: TailSession, clock: FakeClock): Promise<void> {
  session.dispose();
  await settle();
  assert.equal(clock.pending, 0, 'timers left after dispose');
}
