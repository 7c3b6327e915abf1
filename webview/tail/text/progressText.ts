import type { TailEnd } from '../../../src/formats/position.ts';
import type { TailProgress } from '../../../src/protocol/webview/tail.ts';
import { formatBytes, formatSpan } from './format.ts';

/** Answers without a record that make a stretch an empty one; fewer happen between any two records. */
const EMPTY_READS_MIN = 3;

/** "4 h 12 m behind · reading 3.0 MB/s · there in about 2 min". */
export function progressText(progress: TailProgress, end: TailEnd | undefined): string {
  const { behindMs, bytesPerSecond } = progress;
  const span = formatSpan(behindMs);
  const parts = isEmptyStretch(progress)
    ? ['No records there', `${span} still to look through`]
    : [`${span} ${isTime(end) ? 'to go' : 'behind'}`, `reading ${formatBytes(bytesPerSecond)}/s`];
  return [...parts, arrival(progress)].join(' · ');
}

export function isEmptyStretch({ emptyReads, recordsPerSecond }: TailProgress): boolean {
  return emptyReads >= EMPTY_READS_MIN && recordsPerSecond === 0;
}

function isTime(end: TailEnd | undefined): boolean {
  return end !== undefined && end.type !== 'COUNT';
}

function arrival({ trend, etaMs = 0 }: TailProgress): string {
  switch (trend) {
    case 'estimating':
      return 'estimating…';
    case 'nearing':
      return `there in ${about(etaMs)}`;
    case 'falling':
      return 'not coming nearer';
  }
}

const STEPS = [
  { belowMs: 5_000, text: () => 'a few seconds' },
  { belowMs: 55_000, text: (ms: number) => `about ${Math.ceil(ms / 10_000) * 10} s` },
  { belowMs: 3_570_000, text: (ms: number) => `about ${Math.max(1, Math.round(ms / 60_000))} min` },
  { belowMs: 171_000_000, text: (ms: number) => `about ${Math.round(ms / 3_600_000)} h` },
];

/** Rounded to what an estimate is worth. */
function about(ms: number): string {
  const step = STEPS.find(({ belowMs }) => ms < belowMs);
  return step ? step.text(ms) : `about ${Math.round(ms / 86_400_000)} days`;
}
