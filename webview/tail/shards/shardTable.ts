import type { WriteRate } from '../../../src/protocol/webview/metrics.ts';
import type { ShardMetrics } from '../../../src/protocol/webview/tail.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { limits, shardQuota, shardReadQuota } from '../../limits.ts';
import { element, setAttribute, setText } from '../../shared/dom.ts';
import { formatBehind, formatBytes, formatCount, formatRate, plural } from '../text/format.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { quotaShare } from './samples.ts';

interface Column {
  readonly title: string;
  readonly about: string;
  /** How much the pane needs to show it: the most important ones are always there. */
  readonly from?: 'medium' | 'wide';
  /** It gives way where there is little room, so a tooltip has its text. */
  readonly isLast?: boolean;
  text?(shard: ShardMetrics): string;
}

const OF_LIMIT = 3;

const COLUMNS: readonly Column[] = [
  { title: 'Shard', about: 'Shard ID' },
  {
    title: 'In/s',
    about: 'Records that producers write to it in a second',
    text: ({ written }) => (written ? formatRate(written.recordsPerSecond) : '–'),
  },
  {
    title: 'In bytes/s',
    about: 'Data and partition keys that producers write to it in a second',
    from: 'medium',
    text: ({ written }) => (written ? formatBytes(written.bytesPerSecond) : '–'),
  },
  { title: 'Of limit', about: 'What producers write, of 1,000 records or 1 MB a second' },
  {
    title: 'Peak',
    about: 'The busiest second of the last five minutes, of 1,000 records or 1 MB',
    from: 'medium',
    text: ({ written }) => (written ? percent(peakShare(written)) : '–'),
  },
  {
    title: 'Read/s',
    about: 'Records that this tail reads in a second',
    text: ({ recordsPerSecond }) => formatRate(recordsPerSecond),
  },
  {
    title: 'Read bytes/s',
    about: 'Data that this tail reads in a second',
    from: 'wide',
    text: ({ bytesPerSecond }) => formatBytes(bytesPerSecond),
  },
  {
    title: 'Of 2 MB/s',
    about: 'What this tail reads, of what all readers of the shard may read in a second',
    from: 'wide',
    text: ({ bytesPerSecond }) => percent(bytesPerSecond / shardReadQuota.bytesPerSecond),
  },
  {
    title: 'Behind',
    about: 'How long ago what is read now arrived',
    text: ({ millisBehindLatest: ms }) => (ms === undefined ? '–' : formatBehind(ms)),
  },
  {
    title: 'Hash keys',
    about: 'Its share of the hash keys of the stream',
    from: 'wide',
    text: ({ hashKeyShare: share }) => (share === undefined ? '–' : percent(share)),
  },
  {
    title: 'Read',
    about: 'Records that this tail has read of it',
    from: 'medium',
    text: ({ recordsRead }) => formatCount(recordsRead),
  },
  {
    title: 'State',
    about: 'What its reader does, and how often it was throttled',
    isLast: true,
    text: stateText,
  },
];

interface TableRow {
  readonly node: HTMLTableRowElement;
  readonly cells: HTMLTableCellElement[];
  readonly bar: HTMLElement;
  readonly share: HTMLElement;
}

/** What each shard does, in numbers: also the chart's twin for those who cannot see it. */
export class ShardTable {
  readonly node: HTMLElement;
  private readonly body = element('tbody');
  private readonly rest = element('div', { class: 'pane-hint' });
  private readonly rows = new Map<string, TableRow>();

  constructor() {
    const head = element('tr', {}, ...COLUMNS.map(headOf));
    const table = element('table', { class: 'shard-table' }, element('thead', {}, head), this.body);
    this.node = element('div', { class: 'shard-scroller', tabindex: 0 }, table, this.rest);
    this.node.setAttribute('aria-label', 'Rates of each shard');
  }

  setMetrics(metrics: readonly ShardMetrics[]): void {
    const listed = [...metrics]
      .sort((a, b) => (a.shardId < b.shardId ? -1 : 1))
      .slice(0, limits.listedShardsMax);
    this.removeExcept(new Set(listed.map(({ shardId }) => shardId)));
    for (const [index, shard] of listed.entries()) {
      const row = this.rows.get(shard.shardId) ?? this.addRow(shard.shardId);
      if (this.body.children[index] !== row.node) {
        this.body.insertBefore(row.node, this.body.children[index] ?? null);
      }
      fillRow(row, shard);
    }
    setText(this.rest, restText(metrics.length, listed.length));
  }

  private addRow(shardId: string): TableRow {
    const bar = element('span', { class: 'share-bar' });
    const share = element('span', { class: 'share-text' });
    const cells = COLUMNS.map(({ from }) => element('td', { class: from ?? '' }));
    cells[0]?.append(makeVisible(shortShardId(shardId)));
    setAttribute(cells[0] ?? this.node, 'title', makeVisible(shardId));
    cells[OF_LIMIT]?.append(element('span', { class: 'share' }, bar), share);
    const row = { node: element('tr', {}, ...cells), cells, bar, share };
    this.rows.set(shardId, row);
    return row;
  }

  private removeExcept(shardIds: ReadonlySet<string>): void {
    for (const [shardId, row] of this.rows) {
      if (shardIds.has(shardId)) continue;
      row.node.remove();
      this.rows.delete(shardId);
    }
  }
}

function headOf({ title, about, from }: Column): HTMLElement {
  const cell = element('th', { class: from ?? '', title: about }, title);
  cell.setAttribute('scope', 'col');
  return cell;
}

function fillRow(row: TableRow, shard: ShardMetrics): void {
  for (const [index, column] of COLUMNS.entries()) {
    const text = column.text?.(shard);
    const cell = row.cells[index];
    if (!cell || text === undefined) continue;
    setText(cell, text);
    if (column.isLast === true) setAttribute(cell, 'title', text);
  }
  const share = shard.written ? quotaShare(shard.written, shardQuota) : 0;
  setText(row.share, shard.written ? percent(share) : '–');
  row.bar.style.width = `${Math.min(100, share * 100)}%`;
  setAttribute(row.node, 'class', `${shard.state}${share >= 0.8 ? ' hot' : ''}`);
}

function peakShare({ peakRecords, peakBytes }: WriteRate): number {
  return quotaShare({ recordsPerSecond: peakRecords, bytesPerSecond: peakBytes }, shardQuota);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function stateText(shard: ShardMetrics): string {
  const throttles = shard.throttles > 0 ? ` · ${plural(shard.throttles, 'throttle')}` : '';
  return shard.state + throttles;
}

function restText(count: number, listed: number): string {
  if (count === 0) return 'No shard is being read yet.';
  return count > listed ? `${formatCount(count - listed)} more shards are not listed.` : '';
}
