import type { Ranges } from '../text/highlight.ts';

/** The places of a block of drawn text at which `find` finds something, up to `rangesMax`. */
export function textRanges(
  block: HTMLElement,
  find: (text: string) => Ranges,
  rangesMax: number,
): Range[] {
  const nodes = textNodesOf(block);
  const ranges: Range[] = [];
  let at = 0;
  for (const [start, end] of find(nodes.map(({ node }) => node.data).join(''))) {
    if (ranges.length >= rangesMax) break;
    while ((nodes[at + 1]?.start ?? Infinity) <= start) at++;
    let last = at;
    while ((nodes[last + 1]?.start ?? Infinity) < end) last++;
    const [from, to] = [nodes[at], nodes[last]];
    if (!from || !to) break;
    const range = document.createRange();
    range.setStart(from.node, start - from.start);
    range.setEnd(to.node, end - to.start);
    ranges.push(range);
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
