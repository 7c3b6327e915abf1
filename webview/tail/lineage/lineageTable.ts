import type { Lineage, LineageShard } from '../../../src/protocol/webview/lineage.ts';
import { createButton } from '../../shared/controls.ts';
import { element, setText } from '../../shared/dom.ts';
import { formatBytes, formatCount } from '../text/format.ts';
import type { TimeFace } from '../text/timeFormat.ts';
import { hashText, nameOf, parentsText, shareText, stateOf, timeText } from './lineageText.ts';

const TITLES = [
  'Shard',
  'From',
  'Hash keys',
  'Created',
  'Closed',
  'Read',
  'Records',
  'Bytes',
  'State',
];

interface Row {
  readonly node: HTMLElement;
  readonly cells: readonly HTMLElement[];
  shard: LineageShard;
}

/** The picture's twin for those who cannot see it; a row keeps its nodes, and so the focus. */
export class LineageTable {
  readonly node: HTMLElement;
  private readonly onShowOnly: (shard: LineageShard) => void;
  private readonly body = element('tbody');
  private rows = new Map<string, Row>();

  constructor(onShowOnly: (shard: LineageShard) => void) {
    this.onShowOnly = onShowOnly;
    const cells = TITLES.map((title) => element('th', {}, title));
    for (const cell of cells) cell.setAttribute('scope', 'col');
    const head = element('thead', {}, element('tr', {}, ...cells, element('td')));
    this.node = element('table', { class: 'shard-table lineage-table' }, head, this.body);
    this.node.setAttribute('aria-label', 'Lineage of the shards');
  }

  show({ shards }: Lineage, times: TimeFace): void {
    const before = [...this.rows.keys()].join();
    this.rows = new Map(
      shards.map((shard) => [shard.shardId, this.rows.get(shard.shardId) ?? this.createRow(shard)]),
    );
    for (const shard of shards) {
      const row = this.rows.get(shard.shardId);
      if (!row) continue;
      row.shard = shard;
      for (const [index, text] of textsOf(shard, times).entries()) {
        const cell = row.cells[index];
        if (cell) setText(cell, text);
      }
    }
    if (before === [...this.rows.keys()].join()) return;
    this.body.replaceChildren(...[...this.rows.values()].map(({ node }) => node));
  }

  private createRow(shard: LineageShard): Row {
    const cells = TITLES.map(() => element('td'));
    const only = createButton({
      icon: 'filter',
      title: `Show only this shard: ${nameOf(shard.shardId)}`,
      kind: 'quiet',
      onClick: () => this.onShowOnly(row.shard),
    });
    const node = element('tr', {}, ...cells, element('td', {}, only.node));
    const row: Row = { node, cells, shard };
    return row;
  }
}

function textsOf(shard: LineageShard, times: TimeFace): string[] {
  return [
    nameOf(shard.shardId),
    parentsText(shard) || '–',
    hashText(shard),
    timeText(shard.createdMs, times),
    shard.closedMs === undefined ? 'open' : timeText(shard.closedMs, times),
    shareText(shard, times.nowMs),
    formatCount(shard.recordsRead),
    formatBytes(shard.bytesRead),
    stateOf(shard),
  ];
}
