import { makeVisible } from '../../../src/formats/visibleText.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import type { HeatMap, HeatMapRow } from '../../../src/protocol/webview/metrics.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../../src/base/lifecycle.ts';
import { Announcer } from '../../shared/announcer.ts';
import { element, listen, setAttribute, setText } from '../../shared/dom.ts';
import { FrameTask } from '../../shared/frame.ts';
import { onThemeChange, themeColor } from '../../shared/theme.ts';
import { formatBytes, formatCount, plural } from '../text/format.ts';
import { clockText, lastingClockText, type TimeFace } from '../text/timeFormat.ts';
import type { Times } from '../text/times.ts';
import { Poll } from './poll.ts';
import { type Cell, columnStartMs, heatOf, moveCell, peakOf } from './heat.ts';

const ROW_PX = 16;
const LABEL_PX = 44;

/** Shards over time, the hotter the nearer they were to a limit; and the same as a table. */
export class HeatMapView implements Disposable {
  readonly node: HTMLElement;
  private readonly canvas = element('canvas', {
    class: 'heat-canvas',
    tabindex: 0,
    role: 'application',
  });
  private readonly scroller: HTMLElement;
  private readonly axis = element('div', { class: 'heat-axis', 'aria-hidden': 'true' });
  private readonly told = element('div', { class: 'pane-hint heat-cell' });
  /** Says the cell that the keys went to, and not again with each reading. */
  private readonly announcer = new Announcer();
  private readonly hint = element('div', { class: 'pane-hint' });
  private readonly table = element('tbody');
  private readonly store = new DisposableStore();
  private readonly frame = this.store.add(new FrameTask(() => this.draw()));
  private readonly poll: Poll<HeatMap>;
  readonly id = 'heat';
  readonly title = 'Heat map';
  private readonly times: Times;
  private map: HeatMap | undefined;
  private cursor: Cell | undefined;

  constructor(options: { readonly times: Times; request(): Promise<HeatMap> }) {
    this.times = options.times;
    this.poll = new Poll(
      () => options.request(),
      (map) => this.show(map),
    );
    this.scroller = element('div', { class: 'heat-scroller' }, this.canvas);
    this.node = element(
      'div',
      { class: 'heat' },
      this.hint,
      this.scroller,
      this.axis,
      this.told,
      this.announcer.node,
      tableTwin(this.table),
    );
    const resized = new ResizeObserver(() => this.frame.schedule());
    resized.observe(this.scroller);
    this.store.add(toDisposable(() => resized.disconnect()));
    this.store.add(onThemeChange(() => this.frame.schedule()));
    this.store.add(
      this.times.onDidChange(() => {
        if (this.map) this.show(this.map);
      }),
    );
    this.store.add(listen(this.canvas, 'keydown', (event) => this.onKey(event)));
    this.store.add(listen(this.canvas, 'mousemove', (event) => this.onPointer(event)));
    this.store.add(listen(this.canvas, 'mouseleave', () => this.moveTo(undefined)));
  }

  setShown(isShown: boolean): void {
    this.poll.setShown(isShown);
  }

  setMetrics(): void {
    this.poll.tick();
  }

  show(map: HeatMap): void {
    this.map = map;
    const { shards, omitted } = map;
    const isEmpty = shards.length === 0;
    const more = omitted > 0 ? ` ${plural(omitted, 'older shard')} not shown.` : '';
    setText(
      this.hint,
      isEmpty
        ? 'No record has arrived in the shards of this tail yet.'
        : `Each cell is the busiest of ${map.secondsPerColumn} seconds, beside 1,000 records or 1 MB. The ${hottestOf(map)}.${more}`,
    );
    this.scroller.hidden = isEmpty;
    this.axis.replaceChildren(...axisOf(map, this.times));
    this.table.replaceChildren(...shards.map((row) => tableRow(map, row, this.times)));
    this.frame.schedule();
  }

  dispose(): void {
    this.store.dispose();
  }

  private draw(): void {
    const { map } = this;
    if (!map || map.shards.length === 0) return;
    const width = this.scroller.clientWidth;
    if (width === 0) return;
    const height = map.shards.length * ROW_PX;
    const scale = Math.max(1, window.devicePixelRatio);
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.canvas.style.height = `${height}px`;
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.scale(scale, scale);
    drawCells(context, map, width);
    if (this.cursor) drawCursor(context, { map, cell: this.cursor, width });
    setAttribute(this.canvas, 'aria-label', summaryOf(map));
    setText(this.told, this.chosenText());
  }

  private onKey(event: KeyboardEvent): void {
    const { map } = this;
    if (!map || map.shards.length === 0) return;
    const size = { rows: map.shards.length, columns: map.shards[0]?.records.length ?? 0 };
    const from = this.cursor ?? { row: 0, column: size.columns - 1 };
    const to = this.cursor ? moveCell(event.key, from, size) : from;
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.cursor && !moveCell(event.key, from, size)) return;
    event.preventDefault();
    event.stopPropagation();
    this.moveTo(to);
    this.announcer.say(this.chosenText());
    const top = to.row * ROW_PX;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    const bottom = top + ROW_PX - this.scroller.clientHeight;
    if (bottom > this.scroller.scrollTop) this.scroller.scrollTop = bottom;
  }

  private onPointer(event: MouseEvent): void {
    const columns = this.map?.shards[0]?.records.length ?? 0;
    const width = (this.canvas.clientWidth - LABEL_PX) / Math.max(1, columns);
    const column = Math.floor((event.offsetX - LABEL_PX) / width);
    const row = Math.floor(event.offsetY / ROW_PX);
    const isCell = column >= 0 && column < columns && row < (this.map?.shards.length ?? 0);
    this.moveTo(isCell ? { row, column } : undefined);
  }

  private moveTo(cell: Cell | undefined): void {
    if (cell?.row === this.cursor?.row && cell?.column === this.cursor?.column) return;
    this.cursor = cell;
    this.frame.schedule();
  }

  private chosenText(): string {
    const row = this.cursor && this.map?.shards[this.cursor.row];
    return row && this.cursor && this.map
      ? cellText(this.map, { row, column: this.cursor.column }, this.times)
      : '';
  }
}

function drawCells(context: CanvasRenderingContext2D, map: HeatMap, width: number): void {
  const text = themeColor('descriptionForeground', '#888888');
  const cool = themeColor('charts-blue', '#3794ff');
  const hot = themeColor('charts-red', '#f14c4c');
  context.clearRect(0, 0, width, map.shards.length * ROW_PX);
  context.font = `11px ${themeColor('font-family', 'sans-serif')}`;
  context.textBaseline = 'middle';
  const columns = map.shards[0]?.records.length ?? 1;
  const cellWidth = (width - LABEL_PX) / columns;
  for (const [index, row] of map.shards.entries()) {
    const top = index * ROW_PX;
    context.globalAlpha = 1;
    context.fillStyle = text;
    context.fillText(makeVisible(shortShardId(row.shardId)).slice(-6), 6, top + ROW_PX / 2);
    for (let column = 0; column < columns; column++) {
      const heat = heatOf(row, column);
      context.fillStyle = heat >= 0.8 ? hot : heat > 0 ? cool : text;
      // A busy second stands out from a quiet one, and a quiet one from none at all.
      context.globalAlpha = heat > 0 ? 0.2 + 0.8 * Math.min(1, heat) : 0.08;
      context.fillRect(
        LABEL_PX + column * cellWidth,
        top + 1,
        Math.max(1, cellWidth - 1),
        ROW_PX - 2,
      );
    }
  }
  context.globalAlpha = 1;
}

function drawCursor(
  context: CanvasRenderingContext2D,
  { map, cell, width }: { map: HeatMap; cell: Cell; width: number },
): void {
  const cellWidth = (width - LABEL_PX) / (map.shards[0]?.records.length ?? 1);
  context.strokeStyle = themeColor('focusBorder', '#007fd4');
  context.lineWidth = 2;
  context.strokeRect(
    LABEL_PX + cell.column * cellWidth,
    cell.row * ROW_PX + 1,
    cellWidth,
    ROW_PX - 2,
  );
}

/** The times at the map's left edge, middle and right edge. */
function axisOf(map: HeatMap, times: TimeFace): HTMLElement[] {
  const columns = map.shards[0]?.records.length ?? 0;
  return [0, columns / 2, columns]
    .slice(0, columns === 0 ? 0 : 3)
    .map((column) =>
      element('span', {}, lastingClockText(columnStartMs(map, column), times, 'second')),
    );
}

function cellText(
  map: HeatMap,
  { row, column }: { readonly row: HeatMapRow; readonly column: number },
  times: TimeFace,
): string {
  const time = clockText(columnStartMs(map, column), times, 'second');
  const records = plural(row.records[column] ?? 0, 'record');
  const bytes = formatBytes(row.bytes[column] ?? 0);
  return `Shard ${makeVisible(shortShardId(row.shardId))}, ${time}: ${records}, ${bytes} in the busiest second, ${percent(heatOf(row, column))} of a limit`;
}

function summaryOf(map: HeatMap): string {
  return `Heat map of ${plural(map.shards.length, 'shard')}; the ${hottestOf(map)}. Arrow keys move from cell to cell.`;
}

function hottestOf(map: HeatMap): string {
  const peaks = map.shards.map((row) => ({ row, heat: peakOf(row)?.heat ?? 0 }));
  const hottest = peaks.reduce(
    (a, b) => (b.heat > a.heat ? b : a),
    peaks[0] ?? { row: undefined, heat: 0 },
  );
  const name = hottest.row ? makeVisible(shortShardId(hottest.row.shardId)) : '';
  return `hottest is ${name} with ${percent(hottest.heat)} of a limit`;
}

const HEADINGS = ['Shard', 'Busiest second', 'Records', 'Bytes', 'Of limit'];

function tableTwin(body: HTMLElement): HTMLElement {
  const head = element('tr', {}, ...HEADINGS.map((title) => element('th', {}, title)));
  for (const cell of head.children) cell.setAttribute('scope', 'col');
  const table = element('table', { class: 'shard-table' }, element('thead', {}, head), body);
  const scroller = element('div', { class: 'twin-scroller', tabindex: 0, role: 'region' }, table);
  scroller.setAttribute('aria-label', 'The heat map as a table');
  return element('details', { class: 'twin' }, element('summary', {}, 'As a table'), scroller);
}

function tableRow(map: HeatMap, row: HeatMapRow, times: TimeFace): HTMLElement {
  const peak = peakOf(row);
  const texts = [
    makeVisible(shortShardId(row.shardId)),
    peak ? clockText(columnStartMs(map, peak.column), times, 'second') : '–',
    formatCount(peak ? (row.records[peak.column] ?? 0) : 0),
    formatBytes(peak ? (row.bytes[peak.column] ?? 0) : 0),
    percent(peak?.heat ?? 0),
  ];
  return element('tr', {}, ...texts.map((text) => element('td', {}, text)));
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
