import { makeVisible } from '../../../src/formats/visibleText.ts';
import type { ReadMode, ShardMetrics, TailReading } from '../../../src/protocol/webview/tail.ts';
import { shardReadQuota } from '../../limits.ts';
import { formatBytes, plural } from './format.ts';

/** What reading the stream takes of it: pure sentences, so that each has a test. */
export interface ReadingText {
  /** In the toolbar. */
  readonly short: string;
  /** In the popover, a paragraph each. */
  readonly sentences: readonly string[];
  /** What the button does, if there is anything that it could. */
  readonly action: { readonly text: string; readonly isOn: boolean } | undefined;
}

export function readingText(reading: TailReading, metrics: readonly ShardMetrics[]): ReadingText {
  const open = metrics.filter(({ state }) => state === 'reading' || state === 'waiting');
  const polled = open.filter(({ mode }) => mode === 'polling');
  const pushed = open.find(({ mode }) => mode !== 'polling');
  const isPolling = polled.length > 0 || !pushed;
  return {
    short: isPolling
      ? `${busiest(polled).toFixed(1)} of ${shardReadQuota.readsPerSecond} reads/s`
      : nameOf(pushed.mode),
    sentences: [
      ...(isPolling ? pollSentences(polled) : []),
      ...pushSentences(reading, { pushed: open.length - polled.length, open: open.length }),
    ],
    action: actionOf(reading),
  };
}

function pollSentences(polled: readonly ShardMetrics[]): string[] {
  const bytes = Math.max(0, ...polled.map((shard) => shard.readBytesPerSecond));
  const allowed = Math.min(
    shardReadQuota.readsPerSecond,
    ...polled.map((shard) => shard.readsPerSecondMax),
  );
  const throttles = polled.reduce((sum, shard) => sum + shard.throttles, 0);
  const sentences = [
    `Polling. The busiest shard is read ${busiest(polled).toFixed(1)} times a second by the tails of this window, of ${shardReadQuota.readsPerSecond} that it gives to all its readers, and ${formatBytes(bytes)}/s of ${formatBytes(shardReadQuota.bytesPerSecond)}.`,
    `At most ${allowed.toFixed(1)} reads a second are allowed at the moment; half as many after a throttle, then slowly more.`,
  ];
  if (throttles > 0) sentences.push(`Throttled ${plural(throttles, 'time')} so far.`);
  return sentences;
}

function pushSentences(
  { push, consumerName, refusal, pushMode }: TailReading,
  { pushed, open }: { readonly pushed: number; readonly open: number },
): string[] {
  const consumer = makeVisible(consumerName ?? '');
  switch (push) {
    case 'on':
      return [
        `${nameOf(pushMode ?? 'push')}: ${pushed} of ${plural(open, 'shard')}, without taking reads from others. The consumer ${consumer} is deregistered when this tail is closed.`,
      ];
    case 'starting':
      return [
        `The consumer ${consumer} is being registered; shards are polled until it is active.`,
      ];
    case 'refused':
      return [
        `${nameOf(pushMode ?? 'push')} is not possible, so shards are polled. ${makeVisible(refusal ?? '')}`,
      ];
    case 'off':
      return [];
  }
}

function actionOf({ pushMode, push }: TailReading): ReadingText['action'] {
  if (pushMode === undefined) return undefined;
  if (push === 'on' || push === 'starting') return { text: 'Poll instead', isOn: false };
  const text = pushMode === 'enhancedFanOut' ? 'Use enhanced fan-out…' : 'Use push';
  return { text, isOn: true };
}

function busiest(shards: readonly ShardMetrics[]): number {
  return Math.max(0, ...shards.map(({ readsPerSecond }) => readsPerSecond));
}

function nameOf(mode: ReadMode): string {
  switch (mode) {
    case 'polling':
      return 'Polling';
    case 'push':
      return 'Push';
    case 'enhancedFanOut':
      return 'Enhanced fan-out';
  }
}
