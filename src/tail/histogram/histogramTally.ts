import type { Histogram, HistogramGroup } from '../../protocol/webview/histogram.ts';
import { HISTOGRAM_GROUPS_MAX } from '../limits.ts';

interface Buckets {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** Counts times into buckets, in all and by name. */
export class HistogramTally {
  private readonly buckets: Buckets;
  private readonly total: number[];
  private readonly shown: number[];
  private readonly groups = new Map<string | undefined, { counts: number[]; sum: number }>();

  constructor(buckets: Buckets) {
    this.buckets = buckets;
    this.total = this.zeros();
    this.shown = this.zeros();
  }

  add(timeMs: number): void {
    const bucket = this.bucketOf(timeMs);
    if (bucket !== undefined) this.total[bucket] = (this.total[bucket] ?? 0) + 1;
  }

  addShown(timeMs: number, name: string | undefined): void {
    const bucket = this.bucketOf(timeMs);
    if (bucket === undefined) return;
    this.shown[bucket] = (this.shown[bucket] ?? 0) + 1;
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = { counts: this.zeros(), sum: 0 }));
    group.counts[bucket] = (group.counts[bucket] ?? 0) + 1;
    group.sum++;
  }

  result(isSplit: boolean): Histogram {
    const { fromMs, stepMs } = this.buckets;
    const { total, shown } = this;
    return { fromMs, stepMs, total, shown, groups: isSplit ? this.largest() : [] };
  }

  /**
   * The largest groups, and all others as one without a name. They stand in the order of their
   * names, so that places and colours stay where sums overtake each other.
   */
  private largest(): HistogramGroup[] {
    const byName = (left: { name: string }, right: { name: string }): number =>
      left.name < right.name ? -1 : 1;
    const named = [...this.groups]
      .flatMap(([name, group]) => (name === undefined ? [] : [{ name, ...group }]))
      .sort((left, right) => right.sum - left.sum || byName(left, right));
    const others = [this.groups.get(undefined), ...named.slice(HISTOGRAM_GROUPS_MAX)].filter(
      (group) => group !== undefined,
    );
    const groups: HistogramGroup[] = named
      .slice(0, HISTOGRAM_GROUPS_MAX)
      .sort(byName)
      .map(({ name, counts }) => ({ name, counts }));
    if (others.length === 0) return groups;
    const counts = this.zeros().map((_, bucket) =>
      others.reduce((sum, group) => sum + (group.counts[bucket] ?? 0), 0),
    );
    return [...groups, { name: undefined, counts }];
  }

  private bucketOf(timeMs: number): number | undefined {
    const bucket = Math.floor((timeMs - this.buckets.fromMs) / this.buckets.stepMs);
    return bucket >= 0 && bucket < this.buckets.count ? bucket : undefined;
  }

  private zeros(): number[] {
    return new Array<number>(this.buckets.count).fill(0);
  }
}
