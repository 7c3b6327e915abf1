import type { Lineage, LineageShard } from '../../../src/protocol/webview/lineage.ts';
import { element } from '../../shared/dom.ts';
import { formatBytes, formatCount } from '../text/format.ts';
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

/** The picture's twin for those who cannot see it; drawn anew only when something changed. */
export class LineageTable {
  readonly node: HTMLElement;
  private readonly body = element('tbody');
  private shown = '';

  constructor() {
    const cells = TITLES.map((title) => element('th', {}, title));
    for (const cell of cells) cell.setAttribute('scope', 'col');
    const head = element('thead', {}, element('tr', {}, ...cells));
    this.node = element('table', { class: 'shard-table lineage-table' }, head, this.body);
    this.node.setAttribute('aria-label', 'Lineage of the shards');
  }

  show({ shards, nowMs }: Lineage): void {
    const rows = shards.map((shard) => textsOf(shard, nowMs));
    const key = JSON.stringify(rows);
    if (key === this.shown) return;
    this.shown = key;
    this.body.replaceChildren(
      ...rows.map((texts) => element('tr', {}, ...texts.map((text) => element('td', {}, text)))),
    );
  }
}

function textsOf(shard: LineageShard, nowMs: number): string[] {
  return [
    nameOf(shard.shardId),
    parentsText(shard) || '–',
    hashText(shard),
    timeText(shard.createdMs),
    shard.closedMs === undefined ? 'open' : timeText(shard.closedMs),
    shareText(shard, nowMs),
    formatCount(shard.recordsRead),
    formatBytes(shard.bytesRead),
    stateOf(shard),
  ];
}
