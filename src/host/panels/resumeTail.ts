import type { TailSession } from '../../tail/session.ts';
import type { TailOpening } from './tailTarget.ts';

/** A tail that was held begins where it would if the window were reloaded now, however long that took. */
export function resumeTail(session: TailSession, again: () => TailOpening): void {
  if (session.state.phase.name !== 'held') {
    session.resume();
    return;
  }
  const { position, followsLatest } = again();
  const { shards, end } = session.state;
  session.restart({ position, shards, end, followsLatest });
  session.start();
}
