import type { TailCounts } from '../../src/protocol/webview/tail.ts';
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
  private readonly noticed = new Map<string, string>();

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  /** Once for each filter, when every record of the window has been judged. */
  counts({ filter, generation, first, end, windowRecords }: TailCounts): void {
    if (!filter) this.filteredGeneration = undefined;
    if (!filter || filter.pending > 0 || generation === this.filteredGeneration) return;
    this.filteredGeneration = generation;
    // That none matches is said by the notice in the place of the rows.
    if (end === first) return;
    this.say(`${formatCount(end - first)} of ${plural(windowRecords, 'record')} match`);
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
