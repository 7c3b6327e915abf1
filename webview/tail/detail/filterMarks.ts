import type { TailFilter } from '../../../src/formats/filter.ts';
import { limits } from '../../limits.ts';
import { type Matcher, matcherOfFilter } from '../text/highlight.ts';
import { singularPath } from '../text/singularPath.ts';
import { textRanges } from './textRanges.ts';
import type { TreeRow } from './treeView.ts';

const NAME = 'filter-hit';

/**
 * Marks in the record what the filter of the tail found there, as in the grid: its texts and
 * patterns, and in a tree the values that it compares. Only what is drawn is searched, so what is
 * masked, cut or scrolled away costs nothing and tells nothing.
 */
export class FilterMarks {
  private filter: TailFilter | undefined;
  private matcher: Matcher;
  private paths: ReadonlySet<string> = new Set();

  /** Returns whether it is another one. */
  setFilter(filter: TailFilter): boolean {
    if (filter === this.filter) return false;
    this.filter = filter;
    this.matcher = matcherOfFilter(filter);
    this.paths = comparedPaths(filter);
    return true;
  }

  markText(block: HTMLElement | undefined): void {
    show(block ? this.rangesOf(block) : []);
  }

  markTree(rows: readonly TreeRow[]): void {
    const ranges: Range[] = [];
    for (const { row, path } of rows) {
      const value = row.querySelector<HTMLElement>('[class^=json-]:not(.json-key)');
      const isCompared = value !== null && this.paths.size > 0 && this.paths.has(path());
      if (isCompared) ranges.push(wholeOf(value));
      else if (value) ranges.push(...this.rangesOf(value));
      const key = row.querySelector<HTMLElement>('.json-key');
      // The place in an array is no text of the record.
      if (key && !/\[\d+\]$/.test(path())) ranges.push(...this.rangesOf(key));
    }
    show(ranges);
  }

  private rangesOf(block: HTMLElement): Range[] {
    return this.matcher ? textRanges(block, this.matcher, limits.filterMarksMax) : [];
  }
}

/** Of conditions that are turned round, what they compare is not why a record is shown. */
function comparedPaths({ conditions }: TailFilter): Set<string> {
  const paths = conditions.map((condition) =>
    condition.kind === 'path' && condition.negated !== true
      ? singularPath(condition.path)
      : undefined,
  );
  return new Set(paths.filter((path) => path !== undefined));
}

function wholeOf(node: HTMLElement): Range {
  const range = document.createRange();
  range.selectNodeContents(node);
  return range;
}

function show(ranges: readonly Range[]): void {
  if (ranges.length === 0) CSS.highlights.delete(NAME);
  else CSS.highlights.set(NAME, new Highlight(...ranges));
}
