import { ExpectedError } from '../../base/errors.ts';
import type { TailSession } from '../../tail/session.ts';
import { SEARCH_LOOK_MS } from '../limits.ts';

/**
 * Resolves when everything that is in the window of a tail now has been looked through, and put in
 * the order that was asked for. Rejects when the signal aborts, and when the tail is closed, after
 * which nobody looks any more.
 */
export async function searched(
  session: Pick<TailSession, 'counts' | 'onAdvanced'>,
  { signal, isOpen }: { readonly signal: AbortSignal; readonly isOpen: () => boolean },
): Promise<void> {
  const { received } = session.counts;
  const isSearched = (): boolean => {
    const { counts } = session;
    const since = Math.max(0, counts.received - counts.waiting - received);
    return counts.orderPending === undefined && (counts.filter?.pending ?? 0) <= since;
  };
  while (!isSearched()) {
    signal.throwIfAborted();
    if (!isOpen()) {
      const message = 'The tail was closed before its filter had looked at all records.';
      throw new ExpectedError('notFound', `${message} Open it again, then export.`);
    }
    await nextLook(session, signal);
  }
}

/** A tail that was closed says nothing of it. */
function nextLook(session: Pick<TailSession, 'onAdvanced'>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, SEARCH_LOOK_MS);
    const subscription = session.onAdvanced(done);
    signal.addEventListener('abort', done, { once: true });
  });
}
