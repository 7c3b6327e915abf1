/** What tests ask of a tail: that it comes to be so, and what it shows. */
import type { Connection } from '../../src/aws/service.ts';
import { systemClock } from '../../src/base/systemClock.ts';
import type { TailRow } from '../../src/protocol/webview/tail.ts';
import { TailSession } from '../../src/tail/session.ts';
import type { TailSessionOptions } from '../../src/tail/sessionOptions.ts';
import type { TailSource } from '../../src/tail/source.ts';

export const READING_WAYS = ['polling', 'push'] as const;
export type ReadingWay = (typeof READING_WAYS)[number];

/** All of the stream `s` from its oldest record on, over the SDK. The caller starts and disposes it. */
export function tailOver(
  connection: Connection,
  way: ReadingWay,
  options: Partial<TailSessionOptions> = {},
): TailSession {
  return new TailSession({
    source: sourceOf(connection, way),
    clock: systemClock,
    random: Math.random,
    connectionName: 'Local engine',
    streamName: 's',
    position: { type: 'TRIM_HORIZON' },
    shards: 'all',
    pollIntervalMs: 20,
    ...(way === 'push' && { push: { mode: 'push', isAutomatic: true } }),
    ...options,
  });
}

function sourceOf({ streams, consumers }: Connection, way: ReadingWay): TailSource {
  return {
    listShards: (...given) => streams.listShards(...given),
    getShardIterator: (...given) => streams.getShardIterator(...given),
    getRecords: (...given) => streams.getRecords(...given),
    ...(way === 'push' && { push: consumers }),
  };
}

/** Resolves as soon as it holds; the runner's timeout bounds the wait. */
export function until(session: TailSession, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const check = (): void => {
      if (!holds()) return;
      for (const subscription of subscriptions) subscription.dispose();
      resolve();
    };
    const { onAdvanced, onState, onMetrics } = session;
    const subscriptions = [onAdvanced(check), onState(check), onMetrics(check)];
  });
}

/** Of the whole window, in its order. */
export function shownRows(session: TailSession): TailRow[] {
  const { generation, first, end } = session.counts;
  const shown: TailRow[] = [];
  while (first + shown.length < end) {
    const from = first + shown.length;
    const { rows } = session.rows({ generation, from, count: end - from });
    if (rows.length === 0) break;
    shown.push(...rows);
  }
  return shown;
}

/** What is shown of each, in the order of the window. */
export function shownTexts(session: TailSession): string[] {
  return shownRows(session).map(({ preview }) => preview);
}

export function pushedShards({ metrics }: TailSession): number {
  return metrics.filter(({ mode, state }) => mode === 'push' && state === 'reading').length;
}
