import { type Clock, sleep } from '../../base/clock.ts';
import { ExpectedError } from '../../base/errors.ts';
import type { Histogram, HistogramRequest } from '../../protocol/webview/histogram.ts';
import type { PayloadDecoder } from '../decoding.ts';
import { Candidate } from '../filter/candidate.ts';
import { Undecided } from '../filter/undecided.ts';
import { compileJsonPath, findOrNothing, type JsonPath } from '../jsonPath.ts';
import { HISTOGRAM_SLICE_MS, HISTOGRAM_SLICE_RECORDS } from '../limits.ts';
import type { RecordWindow } from '../window/recordWindow.ts';
import { FieldColumn } from './fieldColumn.ts';
import { HistogramTally } from './histogramTally.ts';
import { bucketsOf } from './steps.ts';

/** What can be counted: the records in view, and the ones among them that the filter shows. */
export interface Countable {
  /** Changes with every clear, filter and change of what payloads mean. */
  readonly generation: string;
  readonly window: RecordWindow;
  readonly decoder: PayloadDecoder;
  /** Records before this number are in view. */
  readonly end: number;
  /** The matches of the filter by their ordinals; undefined when everything is shown. */
  readonly matches:
    | {
        readonly first: number;
        readonly end: number;
        numberOf(ordinal: number): number | undefined;
      }
    | undefined;
}

/**
 * Counts the records of the window over time, in slices that let everything else run in between. What
 * arrives or leaves meanwhile is counted or not; the next histogram has it. A new request ends the
 * one before.
 */
export class HistogramCounter {
  private readonly countable: () => Countable;
  private readonly clock: Clock;
  private abort: AbortController | undefined;
  private field: { readonly key: string; readonly column: FieldColumn } | undefined;

  constructor(countable: () => Countable, clock: Clock) {
    this.countable = countable;
    this.clock = clock;
  }

  /** Undefined while there are no records. Rejects as cancelled, and with `invalidInput` for a path. */
  async count({ split }: HistogramRequest): Promise<Histogram | undefined> {
    const find = split.by === 'path' ? compileJsonPath(split.path) : undefined;
    this.cancel();
    const abort = new AbortController();
    this.abort = abort;
    const pause = (): Promise<void> => sleep(this.clock, 0, abort.signal);
    const { window, end, matches, ...rest } = this.countable();
    const from = window.first;
    if (end <= from) return undefined;
    let column: FieldColumn | undefined;
    if (split.by === 'path' && find) {
      column = this.columnOf(`${rest.generation} ${split.path}`, from);
      await this.fill(column, { find, window, end, decoder: rest.decoder }, pause);
    }
    const range = { minMs: Number.POSITIVE_INFINITY, maxMs: Number.NEGATIVE_INFINITY };
    await eachNumber(from, end, pause, (number) => {
      if (number < window.first) return;
      const timeMs = window.arrivalMsOf(number);
      if (timeMs < range.minMs) range.minMs = timeMs;
      if (timeMs > range.maxMs) range.maxMs = timeMs;
    });
    // All of them have left the window meanwhile.
    if (range.minMs > range.maxMs) return undefined;
    const tally = new HistogramTally(bucketsOf(range.minMs, range.maxMs));
    const nameOf = (number: number): string | undefined =>
      column ? column.nameOf(number) : split.by === 'shard' ? window.shardIdOf(number) : undefined;
    await eachNumber(from, end, pause, (number) => {
      if (number < window.first) return;
      const timeMs = window.arrivalMsOf(number);
      tally.add(timeMs);
      if (!matches) tally.addShown(timeMs, nameOf(number));
    });
    if (matches) {
      await eachNumber(matches.first, matches.end, pause, (ordinal) => {
        const number = matches.numberOf(ordinal);
        if (number === undefined || number < window.first || number >= end) return;
        tally.addShown(window.arrivalMsOf(number), nameOf(number));
      });
    }
    // Also when it came to its end without a pause: it may be of what is hidden since.
    abort.signal.throwIfAborted();
    return tally.result(split.by !== 'nothing');
  }

  /** Ends what is being counted, and keeps nothing of what was. */
  forget(): void {
    this.cancel();
    this.field = undefined;
  }

  dispose(): void {
    this.cancel();
  }

  private cancel(): void {
    this.abort?.abort(new ExpectedError('cancelled', 'Another histogram is counted'));
  }

  private columnOf(key: string, firstNumber: number): FieldColumn {
    if (this.field?.key !== key) this.field = { key, column: new FieldColumn(firstNumber) };
    return this.field.column;
  }

  /** Decodes what has arrived since the last time. */
  private async fill(
    column: FieldColumn,
    source: { find: JsonPath; window: RecordWindow; end: number; decoder: PayloadDecoder },
    pause: () => Promise<void>,
  ): Promise<void> {
    const { find, window, end } = source;
    const candidate = new Candidate(window, source.decoder);
    column.dropBefore(window.first);
    let startMs = this.clock.nowMs();
    while (column.end < end) {
      candidate.moveTo(column.end);
      column.add(valueOf(candidate, find));
      const isSliceOver =
        this.clock.nowMs() - startMs >= HISTOGRAM_SLICE_MS ||
        column.end % HISTOGRAM_SLICE_RECORDS === 0;
      if (!isSliceOver) continue;
      await pause();
      column.dropBefore(window.first);
      startMs = this.clock.nowMs();
    }
  }
}

function valueOf(candidate: Candidate, find: JsonPath): unknown {
  try {
    return findOrNothing(find, candidate.value);
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

async function eachNumber(
  from: number,
  end: number,
  pause: () => Promise<void>,
  run: (number: number) => void,
): Promise<void> {
  for (let start = from; start < end; start += HISTOGRAM_SLICE_RECORDS) {
    if (start > from) await pause();
    const sliceEnd = Math.min(end, start + HISTOGRAM_SLICE_RECORDS);
    for (let number = start; number < sliceEnd; number++) run(number);
  }
}
