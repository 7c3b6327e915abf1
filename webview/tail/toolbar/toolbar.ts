import type { TailEnd, TailStart } from '../../../src/formats/position.ts';
import type { ShardChoice, ShardMetrics, TailState } from '../../../src/protocol/webview/tail.ts';
import { createButton } from '../../shared/controls.ts';
import { element, icon, setAttribute, setText } from '../../shared/dom.ts';
import { isPaused } from '../text/describe.ts';
import type { Times } from '../text/times.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import { createMaskingButton, type MaskingButton } from './maskingButton.ts';
import { createReadBudget, type ReadBudgetView } from './readBudget.ts';
import { createPositionChooser, type PositionChooser } from './positionChooser.ts';
import { createShardChooser, type ShardChooser } from './shardChooser.ts';

export interface ToolbarActions {
  togglePause(): void;
  clear(): void;
  exportRows(): void;
  setMasking(isOn: boolean): void;
  setPush(isOn: boolean): void;
  /** Resolves when the tail has started again; rejects with the message to show. */
  restart(choice: RestartChoice): Promise<void>;
}

/** What is not among it stays; an `end` that is undefined means none. */
export interface RestartChoice {
  readonly position?: TailStart;
  readonly shards?: ShardChoice;
  readonly end?: TailEnd | undefined;
}

/** What is tailed, and from where: the first line. */
export class Toolbar {
  readonly node: HTMLElement;
  private readonly streamName = element('strong', { class: 'stream-name' });
  private readonly connection = element('span', { class: 'connection' });
  private readonly shards: ShardChooser;
  private readonly position: PositionChooser;
  private readonly masking: MaskingButton;
  private readonly readBudget: ReadBudgetView;
  private readonly pause;

  constructor(actions: ToolbarActions, times: Times) {
    this.shards = createShardChooser({ onStart: (shards) => actions.restart({ shards }) });
    this.position = createPositionChooser({
      times,
      onStart: (bounds) => actions.restart(bounds),
    });
    this.pause = createButton({ kind: 'quiet', onClick: () => actions.togglePause() });
    this.masking = createMaskingButton({ onSwitch: (isOn) => actions.setMasking(isOn) });
    this.readBudget = createReadBudget({ onPush: (isOn) => actions.setPush(isOn) });
    const clear = createButton({
      icon: 'clear-all',
      text: 'Clear',
      title: 'Clear the rows; reading goes on',
      kind: 'quiet',
      onClick: () => actions.clear(),
    });
    const save = createButton({
      icon: 'export',
      text: 'Export',
      title: 'Export the rows that are shown',
      kind: 'quiet',
      onClick: () => actions.exportRows(),
    });
    for (const { node } of [this.pause, clear, save]) node.classList.add('compact');
    const line = element(
      'div',
      { class: 'toolbar-line' },
      this.streamName,
      ...this.shards.nodes,
      ...this.position.nodes,
      this.pause.node,
      clear.node,
      save.node,
      this.masking.node,
      this.connection,
      ...this.readBudget.nodes,
    );
    line.addEventListener('keydown', (event) => goAlong(line, event));
    const role = { class: 'toolbar', role: 'toolbar', 'aria-label': 'Tail' };
    this.node = element('div', role, line);
  }

  setMetrics(metrics: readonly ShardMetrics[]): void {
    this.readBudget.setMetrics(metrics);
  }

  setState(state: TailState): void {
    const streamName = makeVisible(state.streamName);
    setText(this.streamName, streamName);
    setAttribute(this.streamName, 'title', streamName);
    this.showConnection(makeVisible(state.connectionName), state.isProduction === true);
    this.shards.setShards(state);
    this.position.setBounds({ position: state.position, end: state.end });
    this.masking.setMasking(state.masking);
    this.readBudget.setReading(state.reading);
    const paused = isPaused(state.phase);
    this.pause.setLabel(
      paused
        ? { icon: 'debug-start', text: 'Resume', title: 'Resume (Space)' }
        : { icon: 'debug-pause', text: 'Pause', title: 'Pause (Space)' },
    );
    this.node.classList.toggle('paused', paused);
  }

  private showConnection(name: string, isProduction: boolean): void {
    const text = isProduction ? `${name} · production` : name;
    if (text === this.connection.textContent) return;
    this.connection.classList.toggle('production', isProduction);
    this.connection.replaceChildren(
      icon(isProduction ? 'lock' : 'plug'),
      element('span', {}, text),
    );
  }
}

/** Left and Right, Home and End, as ARIA's pattern of a toolbar has them; Tab goes along it too. */
function goAlong(line: HTMLElement, event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const buttons = [...line.children].filter(
    (child): child is HTMLElement =>
      child.matches('vscode-button:not([disabled])') && child.checkVisibility(),
  );
  const from = buttons.findIndex((button) => button === event.target);
  if (from < 0) return;
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: Math.max(0, from - 1),
    ArrowRight: Math.min(from + 1, buttons.length - 1),
    Home: 0,
    End: buttons.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  buttons[target]?.focus();
  event.preventDefault();
}
