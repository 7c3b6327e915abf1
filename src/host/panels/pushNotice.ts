import type { Disposable } from '../../base/lifecycle.ts';
import type { TailSession } from '../../tail/session.ts';

/**
 * Tells once that the enhanced fan-out that a person chose could not be had, or ended by itself. What
 * is pushed unasked, as on the local engine, needs no such word: the tail says how it reads.
 */
export function tellWhenRefused(
  session: Pick<TailSession, 'onState' | 'state'>,
  tell: (message: string) => void,
): Disposable {
  let before = session.state.reading.push;
  return session.onState(({ reading, streamName }) => {
    const isNews = reading.push === 'refused' && before !== 'refused';
    before = reading.push;
    if (!isNews || reading.pushMode !== 'enhancedFanOut') return;
    tell(
      `Enhanced fan-out of "${streamName}" is not possible, so its shards are polled. ${reading.refusal ?? ''}`,
    );
  });
}
