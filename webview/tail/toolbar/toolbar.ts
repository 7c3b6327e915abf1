import type { StartPosition } from '../../../src/formats/position.ts';
import type { ShardChoice, TailCounts, TailState } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { createButton, createTextField, type TextFieldControl } from '../../shared/controls.ts';
import { element, icon, setText } from '../../shared/dom.ts';
import { countText } from '../text/describe.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { createMaskingButton, type MaskingButton } from './maskingButton.ts';
import { createPositionChooser, type PositionChooser } from './positionChooser.ts';
import { createShardChooser, type ShardChooser } from './shardChooser.ts';

export interface ToolbarActions {
  togglePause(): void;
  clear(): void;
  search(text: string): void;
  setMasking(isOn: boolean): void;
  /** Resolves when the tail has started again; rejects with the message to show. */
  restart(choice: { position?: StartPosition; shards?: ShardChoice }): Promise<void>;
}

/** What is tailed, from where, and the search: the two lines above the rows. */
export class Toolbar {
  readonly node: HTMLElement;
  private readonly streamName = element('strong', { class: 'stream-name' });
  private readonly connectionName = element('span');
  private readonly count = element('span', { class: 'count' });
  private readonly shards: ShardChooser;
  private readonly position: PositionChooser;
  private readonly masking: MaskingButton;
  private readonly pause;
  private readonly searchField: TextFieldControl;
  private searchTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(actions: ToolbarActions) {
    this.shards = createShardChooser({ onStart: (shards) => actions.restart({ shards }) });
    this.position = createPositionChooser({
      nowMs: () => Date.now(),
      onStart: (position) => actions.restart({ position }),
    });
    this.pause = createButton({ kind: 'quiet', onClick: () => actions.togglePause() });
    this.masking = createMaskingButton({ onSwitch: (isOn) => actions.setMasking(isOn) });
    const clear = createButton({
      icon: 'clear-all',
      text: 'Clear',
      title: 'Clear the rows; reading goes on',
      kind: 'quiet',
      onClick: () => actions.clear(),
    });
    for (const { node } of [this.pause, clear]) node.classList.add('compact');
    this.searchField = createTextField({
      label: 'Search in key, shard, sequence number and data',
      placeholder: 'Search in key, shard, sequence number and data',
      icon: 'search',
      charsMax: limits.searchCharsMax,
      onInput: (text) => this.searchSoon(text, actions),
    });
    this.searchField.node.classList.add('search');
    const connection = element('span', { class: 'connection' }, icon('plug'), this.connectionName);
    this.node = element(
      'header',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Tail' },
      element(
        'div',
        { class: 'toolbar-line' },
        this.streamName,
        ...this.shards.nodes,
        ...this.position.nodes,
        this.pause.node,
        clear.node,
        this.masking.node,
        connection,
      ),
      element('div', { class: 'toolbar-line' }, this.searchField.node, this.count),
    );
  }

  focusSearch(): void {
    this.searchField.focus();
  }

  setState(state: TailState): void {
    setText(this.streamName, makeVisible(state.streamName));
    setText(this.connectionName, makeVisible(state.connectionName));
    this.shards.setShards(state.shards, state.knownShardIds);
    this.position.setPosition(state.position);
    this.masking.setMasking(state.masking);
    const paused = state.phase.name === 'paused';
    this.pause.setLabel(
      paused
        ? { icon: 'debug-start', text: 'Resume', title: 'Resume (Space)' }
        : { icon: 'debug-pause', text: 'Pause', title: 'Pause (Space)' },
    );
    this.node.classList.toggle('paused', paused);
  }

  /** Fills the box without searching. Only the box changes the search, so it never follows the host. */
  fillSearch(text: string): void {
    clearTimeout(this.searchTimer);
    this.searchField.value = text;
  }

  setCounts(counts: TailCounts, search: string): void {
    setText(this.count, countText(counts, search));
  }

  private searchSoon(text: string, actions: ToolbarActions): void {
    clearTimeout(this.searchTimer);
    this.searchTimer = setTimeout(() => {
      actions.search(text);
    }, limits.searchDelayMs);
  }
}
