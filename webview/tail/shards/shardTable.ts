import type { ShardMetrics } from '../../../src/protocol/webview/tail.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import { limits, shardQuota } from '../../limits.ts';
import { element, setAttribute, setText } from '../../shared/dom.ts';
import { formatBehind, formatBytes, formatCount, formatRate, plural } from '../text/format.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { quotaShare } from './samples.ts';

const TITLES = ['Shard', 'Records/s', 'Bytes/s', 'Of limit', 'Behind', 'Read', 'State'];

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
    const head = element('tr', {}, ...TITLES.map((title) => element('th', {}, title)));
    for (const cell of head.children) cell.setAttribute('scope', 'col');
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
    const cells = TITLES.map(() => element('td'));
    cells[0]?.append(makeVisible(shortShardId(shardId)));
    setAttribute(cells[0] ?? this.node, 'title', makeVisible(shardId));
    cells[3]?.append(element('span', { class: 'share' }, bar), share);
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

function fillRow(row: TableRow, shard: ShardMetrics): void {
  const share = quotaShare(shard, shardQuota);
  const texts = [
    undefined,
    formatRate(shard.recordsPerSecond),
    formatBytes(shard.bytesPerSecond),
    undefined,
    shard.millisBehindLatest === undefined ? '–' : formatBehind(shard.millisBehindLatest),
    formatCount(shard.recordsRead),
    stateText(shard),
  ];
  for (const [index, text] of texts.entries()) {
    const cell = row.cells[index];
    if (cell && text !== undefined) setText(cell, text);
  }
  setText(row.share, `${Math.round(share * 100)} %`);
  row.bar.style.width = `${Math.min(100, share * 100)}%`;
  row.node.className = `${shard.state}${share >= 0.8 ? ' hot' : ''}`;
}

function stateText(shard: ShardMetrics): string {
  const throttles = shard.throttles > 0 ? ` · ${plural(shard.throttles, 'throttle')}` : '';
  return shard.state + throttles;
}

function restText(count: number, listed: number): string {
  if (count === 0) return 'No shard is being read yet.';
  return count > listed ? `${formatCount(count - listed)} more shards are not listed.` : '';
}
