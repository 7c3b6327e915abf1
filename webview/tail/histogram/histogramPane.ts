import type { TailFilter } from '../../../src/formats/filter.ts';
import type { Histogram, HistogramSplit } from '../../../src/protocol/webview/histogram.ts';
import type { TailCounts } from '../../../src/protocol/webview/tail.ts';
import { isCancellation, messageOf } from '../../../src/base/errors.ts';
import { limits } from '../../limits.ts';
import { createButton } from '../../shared/controls.ts';
import { element, listen, setAttribute, setText } from '../../shared/dom.ts';
import { Poll } from '../shards/poll.ts';
import type { Times } from '../text/times.ts';
import { Bars, groupColor } from './bars.ts';
import { type Brush, movedBrush } from './brush.ts';
import { brushText, groupName, stepText, timesOf } from './histogramText.ts';
import { histogramTable } from './histogramTable.ts';

/** What is kept of it over a reload of the page. */
export interface HistogramView {
  readonly showsHistogram: boolean;
  readonly histogramSplit: HistogramSplit;
  readonly showsHistogramTable: boolean;
}

export interface HistogramPaneOptions {
  readonly view: HistogramView;
  readonly times: Times;
  request(split: HistogramSplit): Promise<Histogram | undefined>;
  onView(change: Partial<HistogramView>): void;
  /** The reader chose a range, or gave it up. Resolves when it is filtered by, or refused. */
  onTime(range: { fromMs: number; toMs: number } | undefined): Promise<void>;
}

/**
 * Records over time: all of them light, the ones that are shown strong, and a brush that filters by
 * the time that it covers. Drag, or focus the bars and use the arrows, Shift, Enter and Escape.
 */
export class HistogramPane {
  readonly node: HTMLElement;
  private readonly options: HistogramPaneOptions;
  private readonly bars = new Bars();
  private readonly plot = element('div', {
    class: 'histogram-plot',
    role: 'slider',
    tabindex: 0,
    'aria-label': 'Records over time. Arrows choose a time, Shift extends it, Enter filters by it',
  });
  private readonly tooltip = element('div', { class: 'histogram-tooltip', 'aria-hidden': 'true' });
  private readonly table = element('div', { class: 'histogram-rows', tabindex: 0 });
  private readonly legend = element('span', { class: 'histogram-legend' });
  private readonly message = element('span', { class: 'form-message', role: 'alert' });
  private readonly body: HTMLElement;
  private readonly toggle;
  private readonly tableToggle;
  private readonly split: Split;
  private readonly poll: Poll<Histogram | undefined>;
  private histogram: Histogram | undefined;
  private brush: Brush | undefined;
  /** The brush that the rows are filtered by, or were last. */
  private applied: Brush | undefined;
  /** How many times are asked for that are not filtered by yet. */
  private asked = 0;
  private hovered: number | undefined;
  private isDragging = false;
  private isOpen: boolean;
  private isFiltered = false;
  private hasTime = false;
  private showsTable = false;
  private isStarted = false;
  private counts: TailCounts | undefined;
  /** Whether anything has changed since the host was asked. */
  private isOutdated = true;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HistogramPaneOptions) {
    this.options = options;
    const { view } = options;
    this.isOpen = view.showsHistogram;
    this.showsTable = view.showsHistogramTable;
    this.split = createSplit(view.histogramSplit, (histogramSplit) => {
      options.onView({ histogramSplit });
      this.ask();
    });
    this.poll = new Poll(
      () => this.request(),
      (histogram) => this.show(histogram),
    );
    this.toggle = createButton({ kind: 'quiet', onClick: () => this.setOpen(!this.isOpen) });
    this.tableToggle = createButton({ kind: 'quiet', onClick: () => this.toggleTable() });
    this.plot.append(this.bars.node, this.tooltip);
    this.body = element('div', { class: 'histogram-body' }, this.plot, this.table);
    const controls = [...this.split.nodes, this.message, this.legend, this.tableToggle.node];
    this.node = element(
      'section',
      { class: 'histogram', 'aria-label': 'Records over time' },
      element('div', { class: 'histogram-line' }, this.toggle.node, ...controls),
      this.body,
    );
    this.listen();
    options.times.onDidChange(() => this.draw());
    this.setOpen(this.isOpen);
  }

  /** Begins to ask the host, as long as it is open and there is something new. */
  start(): void {
    this.isStarted = true;
    this.poll.setShown(this.isOpen);
  }

  /**
   * What there is to count is another. A brush goes with the time that it filtered by, whoever took
   * that away, unless another time is being chosen already, or asked for.
   */
  follow({ conditions }: TailFilter, counts: TailCounts): void {
    if (counts !== this.counts) this.outdate();
    this.counts = counts;
    this.isFiltered = conditions.length > 0;
    const hasTime = conditions.some(({ kind }) => kind === 'time');
    const isTimeGone = this.hasTime && !hasTime;
    this.hasTime = hasTime;
    if (!isTimeGone || this.isDragging || this.asked > 0) return;
    if (!this.brush || this.brush !== this.applied) return;
    this.brush = undefined;
    this.draw();
  }

  private outdate(): void {
    this.isOutdated = true;
    if (!this.isStarted || !this.isOpen) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.isOutdated) this.poll.tick();
      // It is still asked for the one before.
      if (this.isOutdated) this.outdate();
    }, limits.histogramEveryMs);
  }

  private async request(): Promise<Histogram | undefined> {
    this.isOutdated = false;
    try {
      const answer = await this.options.request(this.split.value);
      setText(this.message, '');
      return answer;
    } catch (error) {
      const isWrong = this.split.value.by === 'path' && !isCancellation(error);
      if (isWrong) setText(this.message, messageOf(error));
      else this.outdate();
      throw error;
    }
  }

  private ask(): void {
    this.outdate();
    this.poll.tick();
  }

  private setOpen(isOpen: boolean): void {
    if (isOpen !== this.isOpen) this.options.onView({ showsHistogram: isOpen });
    this.isOpen = isOpen;
    this.node.classList.toggle('closed', !isOpen);
    this.body.hidden = !isOpen;
    for (const node of [...this.split.nodes, this.legend, this.tableToggle.node]) {
      node.classList.toggle('gone', !isOpen);
    }
    const title = `${isOpen ? 'Hide' : 'Show'} the records over time`;
    const name = isOpen ? 'chevron-down' : 'chevron-right';
    this.toggle.setLabel({ icon: name, text: 'Records over time', title });
    setAttribute(this.toggle.node, 'aria-expanded', String(isOpen));
    if (this.isStarted) this.poll.setShown(isOpen);
    this.showTable();
  }

  private toggleTable(): void {
    this.showsTable = !this.showsTable;
    this.options.onView({ showsHistogramTable: this.showsTable });
    this.showTable();
  }

  private showTable(): void {
    const text = this.showsTable ? 'Show as bars' : 'Show as table';
    this.tableToggle.setLabel({ icon: this.showsTable ? 'graph' : 'table', text: '', title: text });
    this.table.hidden = !this.showsTable;
    this.plot.hidden = this.showsTable;
    this.draw();
  }

  private show(histogram: Histogram | undefined): void {
    // A brush belongs to its buckets: under other ones it would cover another time.
    const isSame =
      histogram?.stepMs === this.histogram?.stepMs && histogram?.fromMs === this.histogram?.fromMs;
    if (this.isDragging && !isSame) {
      this.outdate();
      return;
    }
    if (!isSame && this.brush && this.histogram && histogram) {
      const moved = movedTo(histogram, timesOf(this.histogram, this.brush));
      if (this.brush === this.applied) this.applied = moved;
      this.brush = moved;
    }
    this.histogram = histogram;
    this.draw();
  }

  private draw(): void {
    const { histogram, brush } = this;
    const { times } = this.options;
    const isByShard = this.split.value.by === 'shard';
    this.bars.draw(histogram, isByShard, brush);
    this.drawLegend(isByShard);
    const buckets = histogram?.total.length ?? 0;
    const shown = brush ?? (this.hovered === undefined ? undefined : at(this.hovered));
    const text =
      histogram && shown ? brushText(histogram, shown, { isFiltered: this.isFiltered, times }) : '';
    setText(this.tooltip, text);
    setAttribute(this.plot, 'aria-valuemin', '0');
    setAttribute(this.plot, 'aria-valuemax', String(Math.max(0, buckets - 1)));
    setAttribute(this.plot, 'aria-valuenow', String(brush?.head ?? Math.max(0, buckets - 1)));
    setAttribute(this.plot, 'aria-valuetext', text || 'No time chosen');
    if (this.showsTable && histogram) this.table.replaceChildren(histogramTable(histogram, times));
  }

  private drawLegend(isByShard: boolean): void {
    const { histogram } = this;
    if (!histogram) {
      this.legend.replaceChildren('No records yet');
      return;
    }
    const groups = histogram.groups.map(({ name }, index) => {
      const swatch = element('span', { class: 'swatch' });
      swatch.style.background = groupColor(name, index, isByShard);
      return element('span', { class: 'legend-item' }, swatch, groupName(name));
    });
    this.legend.replaceChildren(...groups, `${stepText(histogram.stepMs)} a bar`);
  }

  private listen(): void {
    listen(this.plot, 'keydown', (event) => this.onKey(event));
    listen(this.plot, 'pointerdown', (event) => {
      const bucket = this.bucketAt(event);
      if (event.button !== 0 || bucket === undefined) return;
      this.plot.setPointerCapture(event.pointerId);
      this.isDragging = true;
      this.brush = at(bucket);
      this.draw();
    });
    listen(this.plot, 'pointermove', (event) => {
      const bucket = this.bucketAt(event);
      this.hovered = bucket;
      if (this.isDragging && this.brush && bucket !== undefined) {
        this.brush = { ...this.brush, head: bucket };
      }
      this.draw();
    });
    listen(this.plot, 'pointerup', () => {
      if (!this.isDragging) return;
      this.isDragging = false;
      this.apply();
    });
    listen(this.plot, 'pointerleave', () => {
      this.hovered = undefined;
      if (!this.isDragging) this.draw();
    });
    listen(this.plot, 'pointercancel', () => {
      this.isDragging = false;
      this.brush = undefined;
      this.draw();
    });
  }

  private onKey(event: KeyboardEvent): void {
    const buckets = this.histogram?.total.length ?? 0;
    const moved = movedBrush(this.brush, event, buckets);
    if (moved) this.brush = moved;
    else if (event.key === 'Enter' && this.brush) this.apply();
    else if (event.key === 'Escape' && this.brush) {
      this.brush = undefined;
      void this.options.onTime(undefined);
    } else return;
    event.preventDefault();
    this.draw();
  }

  private apply(): void {
    this.applied = this.brush;
    if (this.histogram && this.brush) {
      this.asked++;
      void this.options.onTime(timesOf(this.histogram, this.brush)).finally(() => this.asked--);
    }
    this.draw();
  }

  private bucketAt(event: MouseEvent): number | undefined {
    const buckets = this.histogram?.total.length ?? 0;
    if (buckets === 0) return undefined;
    const { left, width } = this.plot.getBoundingClientRect();
    const bucket = Math.floor(((event.clientX - left) / width) * buckets);
    return Math.min(buckets - 1, Math.max(0, bucket));
  }
}

function at(bucket: number): Brush {
  return { anchor: bucket, head: bucket };
}

/** The brush over the same time in other buckets; undefined when it has left them. */
function movedTo(
  { fromMs, stepMs, total }: Histogram,
  time: { fromMs: number; toMs: number },
): Brush | undefined {
  const first = Math.floor((time.fromMs - fromMs) / stepMs);
  const last = Math.ceil((time.toMs - fromMs) / stepMs) - 1;
  if (last < 0 || first >= total.length) return undefined;
  return { anchor: Math.max(0, first), head: Math.min(total.length - 1, last) };
}

interface Split {
  readonly nodes: readonly HTMLElement[];
  readonly value: HistogramSplit;
}

/** By what the bars are stacked. */
function createSplit(kept: HistogramSplit, onChange: (value: HistogramSplit) => void): Split {
  const by = element('select', { class: 'native-input', 'aria-label': 'Stack the bars by' });
  for (const [value, text] of [
    ['nothing', 'All records'],
    ['shard', 'By shard'],
    ['path', 'By field…'],
  ] as const) {
    const option = element('option', {}, text);
    option.value = value;
    by.append(option);
  }
  const path = element('input', { class: 'native-input', 'aria-label': 'Path of the field' });
  path.placeholder = 'Path, such as status';
  path.maxLength = limits.filterCharsMax;
  by.value = kept.by;
  path.value = kept.by === 'path' ? kept.path : '';
  path.hidden = kept.by !== 'path';
  const value = (): HistogramSplit => {
    if (by.value === 'shard') return { by: 'shard' };
    const isPath = by.value === 'path' && path.value.trim() !== '';
    return isPath ? { by: 'path', path: path.value.trim() } : { by: 'nothing' };
  };
  by.addEventListener('change', () => {
    path.hidden = by.value !== 'path';
    if (!path.hidden) path.focus();
    onChange(value());
  });
  path.addEventListener('change', () => onChange(value()));
  return {
    nodes: [by, path],
    get value() {
      return value();
    },
  };
}
