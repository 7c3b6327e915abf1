import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';
import type { ProducerSpec, ProducerStatus } from '../../protocol/engine/control.ts';
import { callEngine } from '../engine/controlClient.ts';
import type { EngineController } from '../engine/engineController.ts';
import { SIMULATORS_POLL_MS } from '../limits.ts';
import type { Log } from '../log.ts';
import { ProducerList } from './producerList.ts';
import { tooltipMarkdown } from './tooltip.ts';

const SIMULATORS_VIEW = 'kinesisWorkbench.simulators';

/** The producers inside the local engine: what they write, how fast, and whether they can. */
export class SimulatorsTree implements vscode.TreeDataProvider<ProducerStatus>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changeEmitter.event;

  private readonly engine: EngineController;
  private readonly log: Log;
  private readonly view: vscode.TreeView<ProducerStatus>;
  private readonly producers = this.store.add(new ProducerList(() => this.listOrNone()));

  constructor(engine: EngineController, log: Log) {
    this.engine = engine;
    this.log = log;
    this.view = this.store.add(
      vscode.window.createTreeView(SIMULATORS_VIEW, { treeDataProvider: this }),
    );
    this.store.add(this.producers.onDidChange(() => this.changeEmitter.fire(undefined)));
    this.store.add(engine.onDidChangeState(() => this.refresh()));
    this.store.add(this.view.onDidChangeVisibility(() => this.refresh()));
    const timer = setInterval(() => {
      // Only what somebody looks at is kept up to date.
      if (this.view.visible && this.engine.state.name === 'running') this.refresh();
    }, SIMULATORS_POLL_MS);
    this.store.add(toDisposable(() => clearInterval(timer)));
  }

  refresh(): void {
    void this.producers.look();
  }

  async list(): Promise<ProducerStatus[]> {
    const { producers } = await callEngine(this.engine.requireEndpoint(), 'listProducers');
    return producers;
  }

  async start(spec: ProducerSpec): Promise<void> {
    await callEngine(this.engine.requireEndpoint(), 'startProducer', spec);
    this.refresh();
  }

  async stop({ streamName, kind }: Pick<ProducerSpec, 'streamName' | 'kind'>): Promise<void> {
    await callEngine(this.engine.requireEndpoint(), 'stopProducer', { streamName, kind });
    this.refresh();
  }

  getTreeItem(producer: ProducerStatus): vscode.TreeItem {
    const item = new vscode.TreeItem(producer.streamName);
    item.id = JSON.stringify([producer.streamName, producer.kind]);
    item.contextValue = 'simulator';
    item.description = describe(producer);
    item.iconPath = new vscode.ThemeIcon(producer.state === 'running' ? 'pulse' : 'warning');
    item.tooltip = new vscode.MarkdownString(
      tooltipMarkdown(producer.streamName, [
        producer.kind,
        `${producer.recordsPerSecond} records/s, ${producer.keys} keys, key skew ${producer.keySkew}, seed ${producer.seed}`,
        producer.reason,
      ]),
    );
    item.accessibilityInformation = { label: `${producer.streamName}, ${describe(producer)}` };
    return item;
  }

  async getChildren(): Promise<ProducerStatus[]> {
    return [...(await this.producers.all())];
  }

  dispose(): void {
    this.store.dispose();
  }

  private async listOrNone(): Promise<ProducerStatus[]> {
    if (this.engine.state.name !== 'running') return [];
    try {
      return await this.list();
    } catch (error) {
      this.log.warn('simulators', 'The producers could not be listed', messageOf(error));
      return [];
    }
  }
}

/** Recognises a command's argument as a row of this view. */
export function isProducer(value: unknown): value is ProducerStatus {
  return typeof value === 'object' && value !== null && 'streamName' in value && 'kind' in value;
}

function describe({ kind, keys, recordsPerSecond, state, reason }: ProducerStatus): string {
  const what = kind === 'gps' ? `${keys} trucks` : `${kind}, ${keys} keys`;
  const rate = `${what} · ${recordsPerSecond} rec/s`;
  return state === 'running' ? rate : `${state}: ${reason ?? ''}`;
}
