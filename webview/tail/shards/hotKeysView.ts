import { makeVisible } from '../../../src/formats/visibleText.ts';
import { shortShardId } from '../../../src/formats/shardId.ts';
import type { HotKey, HotKeyReport, SplitHint } from '../../../src/protocol/webview/metrics.ts';
import type { TailState } from '../../../src/protocol/webview/tail.ts';
import { Poll } from './poll.ts';
import { element, setText } from '../../shared/dom.ts';
import { formatBytes, formatCount, formatRate } from '../text/format.ts';

/** A narrow pane leaves out those of a class. */
const HEADINGS: readonly { readonly title: string; readonly cssClass?: string }[] = [
  { title: 'Key' },
  { title: 'Shard' },
  { title: 'Records/s' },
  { title: 'Bytes/s', cssClass: 'medium' },
  { title: 'Of its shard' },
];

/** The hottest keys, what share of its shard each takes, and whether a split would help. */
export class HotKeysView {
  readonly node: HTMLElement;
  readonly id = 'keys';
  readonly title = 'Hot keys';
  private readonly poll: Poll<HotKeyReport>;
  private readonly body = element('tbody');
  private readonly hints = element('ul', { class: 'hints', 'aria-label': 'Hints' });
  private readonly empty = element('div', { class: 'pane-hint' });
  private masking = '';

  constructor(request: () => Promise<HotKeyReport>) {
    this.poll = new Poll(request, (report) => this.show(report));
    const head = element('tr', {}, ...HEADINGS.map(headingOf));
    const table = element(
      'table',
      { class: 'shard-table hot-keys' },
      element('thead', {}, head),
      this.body,
    );
    const scroller = element(
      'div',
      { class: 'shard-scroller', tabindex: 0, role: 'region' },
      table,
    );
    scroller.setAttribute('aria-label', 'The hottest keys');
    this.node = element('div', { class: 'heat' }, this.hints, this.empty, scroller);
  }

  setShown(isShown: boolean): void {
    this.poll.setShown(isShown);
  }

  setMetrics(): void {
    this.poll.tick();
  }

  /** Where nothing flows, the next metrics come late; what is hidden from now on must not wait for them. */
  setState({ masking }: TailState): void {
    const key = JSON.stringify(masking);
    if (key === this.masking) return;
    this.masking = key;
    this.poll.refresh();
  }

  show({ keys, hints }: HotKeyReport): void {
    setText(this.empty, keys.length === 0 ? 'No key stands out from the others.' : '');
    this.hints.hidden = hints.length === 0;
    this.hints.replaceChildren(
      ...hints.map(({ shardId, hint }) => element('li', {}, hintText(shardId, hint))),
    );
    this.body.replaceChildren(...keys.map(rowOf));
  }
}

/** A sentence or two: what is wrong, and what would help. */
export function hintText(shardId: string, hint: SplitHint): string {
  const shard = `Shard ${makeVisible(shortShardId(shardId))} is near its limits. `;
  if (hint.kind === 'oneKey') {
    const key = makeVisible(hint.partitionKey);
    return `${shard}A split would not help: the key ${key} alone takes ${percent(hint.share)} of it, and a key stays in one shard. Spread its records over more keys.`;
  }
  const lower = percent(hint.lowerShare);
  const upper = percent(1 - hint.lowerShare);
  return `${shard}A split at the hash key ${hint.newStartingHashKey} would divide its load about ${lower} to ${upper}; a stream of on-demand mode splits by itself.`;
}

function rowOf(key: HotKey): HTMLElement {
  const bar = element('span', { class: 'share-bar' });
  bar.style.width = `${Math.min(100, key.share * 100)}%`;
  const share = element('td', {}, element('span', { class: 'share' }, bar), shareText(key));
  const text = makeVisible(key.partitionKey);
  const name = element('td', { title: `${text}\nHash key ${key.hashKey}` }, text);
  return element(
    'tr',
    {},
    name,
    element('td', {}, makeVisible(shortShardId(key.shardId))),
    element('td', {}, formatRate(key.recordsPerSecond)),
    element('td', { class: 'medium' }, formatBytes(key.bytesPerSecond)),
    share,
  );
}

function headingOf({ title, cssClass = '' }: (typeof HEADINGS)[number]): HTMLElement {
  const cell = element('th', { class: cssClass }, title);
  cell.setAttribute('scope', 'col');
  return cell;
}

/** The sketch may have counted too much, never too little. */
function shareText({ share, error }: HotKey): string {
  const points = Math.round(error * 100);
  return points === 0 ? percent(share) : `${percent(share)} (up to ${formatCount(points)} less)`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
