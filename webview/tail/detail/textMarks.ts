import { limits } from '../../limits.ts';
import { matcherOf } from '../text/highlight.ts';
import { textRanges } from './textRanges.ts';

const ALL = 'detail-found';
const CURRENT = 'detail-current';

/** Marks a search in a block of drawn text, by the browser's highlights: the text stays untouched. */
export class TextMarks {
  private ranges: Range[] = [];

  /** Returns how many places there are; '' marks nothing. */
  find(block: HTMLElement | undefined, text: string): number {
    const find = matcherOf(text);
    this.ranges = block && find ? textRanges(block, find, limits.findMatchesMax) : [];
    CSS.highlights.delete(CURRENT);
    if (this.ranges.length === 0) CSS.highlights.delete(ALL);
    else CSS.highlights.set(ALL, above(1, this.ranges));
    return this.ranges.length;
  }

  go(index: number): void {
    const range = this.ranges[index];
    if (!range) return;
    CSS.highlights.set(CURRENT, above(2, [range]));
    range.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
    scrollTo(range);
  }
}

/** Over what the filter of the tail marks. */
function above(priority: number, ranges: readonly Range[]): Highlight {
  const highlight = new Highlight(...ranges);
  highlight.priority = priority;
  return highlight;
}

/** One text node may be larger than the view; the range itself says where the place is. */
function scrollTo(range: Range): void {
  const scroller = range.startContainer.parentElement?.closest('.detail-content');
  if (!scroller) return;
  const place = range.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  if (place.top >= view.top && place.bottom <= view.bottom) return;
  scroller.scrollTop += place.top - view.top - view.height / 3;
}
