import { type Disposable, DisposableStore, toDisposable } from '../../../src/base/lifecycle.ts';
import type { Lineage, LineageShard } from '../../../src/protocol/webview/lineage.ts';
import { Announcer } from '../../shared/announcer.ts';
import { createButton } from '../../shared/controls.ts';
import { element, listen, setAttribute, setText } from '../../shared/dom.ts';
import { FrameTask } from '../../shared/frame.ts';
import { Poll } from '../shards/poll.ts';
import type { StreamView } from '../shards/streamView.ts';
import { formatCount } from '../text/format.ts';
import type { TimeFace } from '../text/timeFormat.ts';
import type { Times } from '../text/times.ts';
import { layOut, moveBand } from './layout.ts';
import { nameOf, shardText } from './lineageText.ts';
import { lineagePicture } from './picture.ts';
import { LineageTable } from './lineageTable.ts';

const HEIGHT_PX = 140;

/** Which shard came from which, when, and how much of it was read: as a picture, and as a table. */
export class LineageView implements StreamView, Disposable {
  readonly id = 'lineage';
  readonly title = 'Lineage';
  readonly node: HTMLElement;
  private readonly place = element('div', {
    class: 'lineage-picture',
    tabindex: 0,
    role: 'application',
  });
  private readonly told = element('span', { class: 'lineage-told' });
  /** Says what was chosen, and not again with each reading. */
  private readonly announcer = new Announcer();
  private readonly only;
  private readonly hint = element('div', { class: 'pane-hint' });
  private readonly table: LineageTable;
  private readonly store = new DisposableStore();
  private readonly frame = this.store.add(new FrameTask(() => this.draw()));
  private readonly poll: Poll<Lineage>;
  private readonly times: Times;
  private lineage: Lineage | undefined;
  private selectedId: string | undefined;

  constructor(options: {
    readonly times: Times;
    readonly request: () => Promise<Lineage>;
    readonly onShowOnly: (shard: LineageShard) => void;
  }) {
    this.times = options.times;
    this.poll = new Poll(options.request, (lineage) => this.show(lineage));
    this.only = createButton({
      text: 'Show only this shard',
      kind: 'secondary',
      onClick: () => {
        if (this.selected) options.onShowOnly(this.selected);
      },
    });
    this.only.node.hidden = true;
    this.table = new LineageTable(options.onShowOnly);
    const about = element(
      'div',
      { class: 'lineage-about' },
      this.told,
      this.only.node,
      this.announcer.node,
    );
    this.node = element('div', { class: 'lineage' }, this.place, about, this.hint, this.table.node);
    const label = 'Shards over time; arrow keys go to parents, children and neighbours';
    setAttribute(this.place, 'aria-label', label);
    const resized = new ResizeObserver(() => this.frame.schedule());
    resized.observe(this.place);
    this.store.add(toDisposable(() => resized.disconnect()));
    this.store.add(
      this.times.onDidChange(() => {
        if (this.lineage) this.show(this.lineage);
      }),
    );
    this.store.add(listen(this.place, 'keydown', (event) => this.onKey(event)));
    this.store.add(listen(this.place, 'click', (event) => this.onClick(event)));
  }

  setShown(isShown: boolean): void {
    this.poll.setShown(isShown);
  }

  setMetrics(): void {
    this.poll.tick();
  }

  dispose(): void {
    this.store.dispose();
  }

  private get selected(): LineageShard | undefined {
    return this.lineage?.shards.find(({ shardId }) => shardId === this.selectedId);
  }

  private show(lineage: Lineage): void {
    this.lineage = lineage;
    const { shards, left } = lineage;
    const isEmpty = shards.length === 0;
    this.place.hidden = isEmpty;
    setText(
      this.hint,
      isEmpty
        ? 'The shards of the stream are not known yet.'
        : left > 0
          ? `${formatCount(left)} older shards are not shown.`
          : '',
    );
    this.table.show(lineage, this.faceOf(lineage));
    this.frame.schedule();
  }

  private draw(): void {
    const { lineage, selected } = this;
    const { clientWidth: width } = this.place;
    if (!lineage || width === 0) return;
    const bands = layOut(lineage, { width, height: HEIGHT_PX });
    this.place.replaceChildren(
      lineagePicture(bands, {
        width,
        height: HEIGHT_PX,
        selectedId: this.selectedId,
        textOf: (shard) => shardText(shard, this.faceOf(lineage)),
      }),
    );
    setText(this.told, selected ? shardText(selected, this.faceOf(lineage)) : '');
    this.only.node.hidden = selected === undefined;
    if (selected) {
      const text = 'Show only this shard';
      this.only.setLabel({ icon: '', text, title: `${text}: ${nameOf(selected.shardId)}` });
    }
  }

  /** Told from the clock of the host, as the lineage is. */
  private faceOf({ nowMs }: Lineage): TimeFace {
    return { format: this.times.format, nowMs };
  }

  private onKey(event: KeyboardEvent): void {
    const { lineage, selected } = this;
    if (!lineage || event.ctrlKey || event.metaKey || event.altKey) return;
    const isArrow = event.key.startsWith('Arrow');
    // The first arrow chooses the youngest shard; from there they go along the lineage.
    const next = selected ? moveBand(event.key, selected, lineage.shards) : lineage.shards[0];
    if (!isArrow || !next) return;
    event.preventDefault();
    event.stopPropagation();
    this.select(next.shardId);
  }

  private onClick(event: MouseEvent): void {
    const band = event.target instanceof Element ? event.target.closest('[data-shard]') : null;
    this.select(band?.getAttribute('data-shard') ?? undefined);
  }

  private select(shardId: string | undefined): void {
    this.selectedId = shardId;
    const { lineage, selected } = this;
    this.announcer.say(lineage && selected ? shardText(selected, this.faceOf(lineage)) : '');
    this.frame.schedule();
  }
}
