import { limits } from '../../limits.ts';

const ALL = 'detail-found';
const CURRENT = 'detail-current';
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** Marks a search in a block of drawn text, by the browser's highlights: the text stays untouched. */
export class TextMarks {
  private ranges: Range[] = [];

  /** Returns how many places there are; '' marks nothing. */
  find(block: HTMLElement | undefined, text: string): number {
    this.ranges = block && text !== '' ? rangesOf(block, text) : [];
    CSS.highlights.delete(CURRENT);
    if (this.ranges.length === 0) CSS.highlights.delete(ALL);
    else CSS.highlights.set(ALL, new Highlight(...this.ranges));
    return this.ranges.length;
  }

  go(index: number): void {
    const range = this.ranges[index];
    if (!range) return;
    const current = new Highlight(range);
    current.priority = 1;
    CSS.highlights.set(CURRENT, current);
    range.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
    scrollTo(range);
  }
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

function rangesOf(block: HTMLElement, text: string): Range[] {
  const nodes = textNodesOf(block);
  const whole = nodes.map(({ node }) => node.data).join('');
  const ranges: Range[] = [];
  let at = 0;
  for (const match of whole.matchAll(new RegExp(text.replace(SYNTAX, '\\$&'), 'giu'))) {
    const end = match.index + match[0].length;
    while ((nodes[at + 1]?.start ?? Infinity) <= match.index) at++;
    let last = at;
    while ((nodes[last + 1]?.start ?? Infinity) < end) last++;
    const [from, to] = [nodes[at], nodes[last]];
    if (!from || !to) break;
    const range = document.createRange();
    range.setStart(from.node, match.index - from.start);
    range.setEnd(to.node, end - to.start);
    ranges.push(range);
    if (ranges.length >= limits.findMatchesMax) break;
  }
  return ranges;
}

function textNodesOf(block: HTMLElement): { node: Text; start: number }[] {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes: { node: Text; start: number }[] = [];
  let start = 0;
  for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
    nodes.push({ node, start });
    start += node.data.length;
  }
  return nodes;
}
