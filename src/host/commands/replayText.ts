import { isCancellation, messageOf } from '../../base/errors.ts';
import type { ReplayCounts } from '../../tail/replay/replayer.ts';

export interface Replayed {
  readonly counts: ReplayCounts;
  /** How many there were to put. */
  readonly count: number;
  readonly error?: unknown;
}

/** A copy of a range, in which records that cannot be masked may be left out. */
export interface Copied extends Replayed {
  readonly leftOut: number;
}

/** What the progress says: how far, how fast, how long still, and what is in the way. */
export function progressText(now: {
  readonly counts: ReplayCounts;
  readonly count: number;
  readonly elapsedMs: number;
  /** How long the chosen pace takes for all; 0 when only the shards limit it. */
  readonly spanMs: number;
}): { message: string; share: number } {
  const { counts, count, elapsedMs, spanMs } = now;
  const done = counts.sent + counts.failed;
  const perSecond = (counts.sent * 1_000) / Math.max(1, elapsedMs);
  const byRateMs = perSecond > 0 ? ((count - done) / perSecond) * 1_000 : 0;
  const leftMs = spanMs > 0 ? Math.max(0, spanMs - elapsedMs) : byRateMs;
  const parts = [`${number(counts.sent)} of ${number(count)}`];
  if (counts.sent > 0) parts.push(`${number(Math.round(perSecond))}/s`);
  if (counts.sent > 0 && done < count) parts.push(`${durationText(leftMs)} left`);
  if (counts.problem !== '') parts.push(counts.problem);
  else if (counts.idleMs >= IDLE_TOLD_MS) parts.push(`next in ${durationText(counts.idleMs)}`);
  return { message: parts.join(' · '), share: count === 0 ? 1 : done / count };
}

/** The same of a copy, of which nobody knows how many there are: how far in time. */
export function copyProgressText(now: {
  readonly counts: ReplayCounts;
  readonly elapsedMs: number;
  readonly timeMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}): { message: string; share: number } {
  const { counts, elapsedMs, timeMs, fromMs, toMs } = now;
  const perSecond = Math.round((counts.sent * 1_000) / Math.max(1, elapsedMs));
  const parts = [countOf(counts.sent, 'record'), `${number(perSecond)}/s`];
  parts.push(
    counts.problem === '' ? `at ${new Date(timeMs).toLocaleTimeString()}` : counts.problem,
  );
  return { message: parts.join(' · '), share: (timeMs - fromMs) / Math.max(1, toMs - fromMs) };
}

/** A pause as short as this needs no explanation. */
const IDLE_TOLD_MS = 3_000;

/** What was put, and what was not and why. */
export function summaryText({ counts, count, error }: Replayed, streamName: string): string {
  const sentences: string[] = [];
  if (error !== undefined) {
    sentences.push(isCancellation(error) ? 'Cancelled.' : sentence(messageOf(error)));
  }
  const of = counts.sent === count ? '' : ` of ${number(count)}`;
  sentences.push(`Put ${number(counts.sent)}${of} ${nounOf(count, 'record')} into ${streamName}.`);
  if (counts.failed > 0) {
    const were = counts.failed === 1 ? 'was' : 'were';
    sentences.push(`${number(counts.failed)} ${were} not stored: ${sentence(counts.failure)}`);
  }
  if (counts.retried > 0) {
    const were = counts.retried === 1 ? 'was' : 'were';
    sentences.push(`${countOf(counts.retried, 'repeat')} ${were} needed.`);
  }
  if (counts.unsure > 0) {
    const what = 'may be stored twice, because a call had no answer.';
    sentences.push(`Up to ${number(counts.unsure)} ${what}`);
  }
  return sentences.join(' ');
}

/** The same of a copy. */
export function copySummaryText(copied: Copied, streamName: string): string {
  const summary = summaryText(copied, streamName);
  const { leftOut } = copied;
  if (leftOut === 0) return summary;
  const were = leftOut === 1 ? 'was' : 'were';
  return `${summary} ${countOf(leftOut, 'record')} ${were} left out, because what is binary or packed in another format than compressed text cannot be masked.`;
}

/** What a person should know of a capture before its records are put; empty when there is nothing. */
export function cautionOf(capture: {
  readonly isMasked: boolean;
  readonly isCutOff: boolean;
  readonly count: number;
}): string {
  const { isMasked, isCutOff, count } = capture;
  return [
    isCutOff &&
      `The file ends in the middle of a record: the ${countOf(count, 'record')} before it can be put.`,
    isMasked && 'The capture is masked: what was hidden is not in it.',
  ]
    .filter((sentence) => sentence !== false)
    .join('\n\n');
}

/** Such as "45 s", "12 min" or "3.5 h". */
export function durationText(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

/** Such as "1 record" or "1,284 records". */
export function countOf(count: number, noun: string): string {
  return `${number(count)} ${nounOf(count, noun)}`;
}

function nounOf(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
