import type { RowOrder } from '../../src/protocol/webview/grid.ts';
import type { TailCounts, TailPhase } from '../../src/protocol/webview/tail.ts';
import type { Notice } from './text/describe.ts';
import { formatCount, plural } from './text/format.ts';

const SAID: ReadonlySet<Notice['kind']> = new Set(['info', 'warning']);

/**
 * What a screen reader hears of the filter and of notices: each thing once, however often the
 * numbers in it change.
 */
export class Announcements {
  private readonly say: (text: string) => void;
  private filteredGeneration: number | undefined;
  private rowOrder: RowOrder | undefined;
  private phaseName: TailPhase['name'] | undefined;
  private readonly noticed = new Map<string, string>();

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  /** Once for each filter, when every record of the window has been judged. */
  counts(counts: TailCounts): void {
    const { filter, generation, order, first, end, windowRecords } = counts;
    if (!filter) this.filteredGeneration = undefined;
    const isPending = counts.orderPending !== undefined || (filter?.pending ?? 0) > 0;
    if (!filter || isPending || generation === this.filteredGeneration) return;
    // The same matches in another order are numbered anew, too.
    const isOtherOrder = this.rowOrder !== undefined && order !== this.rowOrder;
    const isOrdered = this.filteredGeneration !== undefined && isOtherOrder;
    this.filteredGeneration = generation;
    // That none matches is said by the notice in the place of the rows.
    if (isOrdered || end === first) return;
    this.say(`${formatCount(end - first)} of ${plural(windowRecords, 'record')} match`);
  }

  /** What pauses and what goes on; the page begins in any phase without a word. */
  phase({ name }: TailPhase, { order }: TailCounts): void {
    const before = this.phaseName;
    this.phaseName = name;
    if (before === undefined || before === name) return;
    // What pauses for another order of the rows says so with it; what ended was in it before.
    const isSaid = order === 'arrival' && before !== 'ended';
    if (name === 'paused' && !isSaid) this.say('Paused');
    if (before === 'paused' && name === 'running') this.say('Running');
  }

  /**
   * Once for each other order of the rows, when they are in it; the page begins in any without a word.
   * Eyes should see it too.
   */
  order({ order, orderPending }: TailCounts, { name }: TailPhase): string | undefined {
    this.rowOrder ??= order;
    if (orderPending !== undefined || order === this.rowOrder) return undefined;
    this.rowOrder = order;
    if (order === 'read') return 'In the order as read';
    // What ended or failed does not read, and has nothing to pause.
    const isStill = name === 'ended' || name === 'failed' || name === 'held';
    return isStill ? 'Ordered by arrival time' : 'Ordered by arrival time, paused';
  }

  /** Progress has no end of changes, waiting is no news, and an error is an alert already. */
  notice(place: string, notice: Notice | undefined): void {
    const isSaid = notice !== undefined && SAID.has(notice.kind);
    const key = isSaid ? notice.text.replace(/\d[\d,.]*/g, '#') : '';
    if (key === (this.noticed.get(place) ?? '')) return;
    this.noticed.set(place, key);
    if (isSaid) this.say(notice.text);
  }
}
