import * as vscode from 'vscode';
import { isCancellation, messageOf } from '../../base/errors.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ConnectionEntry, ConnectionRegistry } from '../connections/connectionRegistry.ts';
import type { EngineContents } from '../engine/engineContents.ts';
import type { EngineController } from '../engine/engineController.ts';
import type { Log } from '../log.ts';
import { itemOf, streamTooltip } from './items.ts';
import { type TreeNode, nodeId, rowId } from './nodes.ts';
import type { TreeChange, TreeModel } from './treeModel.ts';
import { TreeRows, errorRows } from './treeRows.ts';

export const STREAMS_VIEW = 'kinesisWorkbench.streams';
/** Why the view is empty, an `EmptyReason`. */
const EMPTY_CONTEXT = 'kinesisWorkbench.emptyBecause';
const FILTERED_CONTEXT = 'kinesisWorkbench.filtered';

/** How many consumers of a stream tails have registered. */
export type TailConsumerCount = (
  connectionName: string,
  streamName: string,
  signal: AbortSignal,
) => Promise<number>;

/** The sidebar's tree: connection → Data Streams → stream → shards, and Delivery Streams. */
export class StreamsTree implements vscode.TreeDataProvider<TreeNode>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.changeEmitter.event;

  private readonly connections: ConnectionRegistry;
  private readonly contents: EngineContents;
  private readonly engine: EngineController;
  private readonly model: TreeModel;
  private readonly log: Log;
  private readonly view: vscode.TreeView<TreeNode>;
  private readonly rows: TreeRows;
  private readonly tailConsumers: TailConsumerCount;
  /** The nodes as VS Code has them: it knows a row by its very object. */
  private readonly shown = new Map<string, TreeNode>();

  constructor(options: {
    connections: ConnectionRegistry;
    contents: EngineContents;
    engine: EngineController;
    model: TreeModel;
    log: Log;
    tailConsumers: TailConsumerCount;
  }) {
    this.connections = options.connections;
    this.contents = options.contents;
    this.engine = options.engine;
    this.model = options.model;
    this.log = options.log;
    this.tailConsumers = options.tailConsumers;
    this.rows = new TreeRows(options);
    this.view = this.store.add(
      vscode.window.createTreeView(STREAMS_VIEW, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.store.add(this.model.onDidChange((change) => this.show(change)));
    this.store.add(this.connections.onDidChange(() => this.refresh()));
    this.store.add(this.connections.onDidLearn(() => this.changeEmitter.fire(undefined)));
    this.store.add(this.engine.onDidChangeState(() => this.drop(this.local)));
    this.store.add(this.contents.onDidChange(() => this.refresh(this.local)));
  }

  /** Whether somebody looks. */
  get visible(): boolean {
    return this.view.visible;
  }

  get filter(): string {
    return this.rows.filter;
  }

  /** Shows only streams whose name contains the text, in any case; '' shows all. */
  setFilter(text: string): void {
    this.rows.filter = text;
    this.view.description = text.trim() === '' ? '' : `filter: ${text.trim()}`;
    void vscode.commands.executeCommand('setContext', FILTERED_CONTEXT, this.rows.filter !== '');
    this.changeEmitter.fire(undefined);
  }

  /** Asks the services again. */
  refresh(connection?: ConnectionEntry): void {
    const isQuick = connection?.kind === 'local' && this.engine.state.name === 'running';
    if (isQuick) void this.reload(connection);
    else this.drop(connection);
  }

  async loadMore(node: TreeNode): Promise<void> {
    if (node.type !== 'more') return;
    await this.rows.listOf(node.parent)?.more();
    this.changeEmitter.fire(undefined);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return itemOf(node, this.model, this.engine.state, this.contents.otherRegions);
  }

  /** For the tooltip of a stream with consumers; what cannot be listed is not told apart. */
  async resolveTreeItem(
    item: vscode.TreeItem,
    node: TreeNode,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    if (node.type !== 'stream') return item;
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => {
      abort.abort();
    });
    const { connection, stream } = node;
    try {
      const ours = await this.tailConsumers(connection.name, stream.name, abort.signal);
      item.tooltip = streamTooltip(node, this.model, ours);
    } catch {
      item.tooltip = streamTooltip(node, this.model);
    } finally {
      listening.dispose();
    }
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) return this.roots();
    try {
      const children = await this.rows.childrenOf(node);
      for (const child of children) this.shown.set(nodeId(child), child);
      return children;
    } catch (error) {
      if (isCancellation(error)) return [];
      this.log.warn('tree', 'A row could not be loaded', messageOf(error));
      return errorRows(node, error);
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  /**
   * One row is drawn anew by itself, so that the rest stays as it is under the pointer. Anything
   * else may empty or fill the whole view, and then the root is asked too.
   */
  private show({ connection, row }: TreeChange): void {
    const node = row && this.shown.get(rowId(connection.name, row.kind, row.name));
    this.changeEmitter.fire(node);
  }

  private get local(): ConnectionEntry | undefined {
    return this.connections.all.find((entry) => entry.kind === 'local');
  }

  private drop(connection?: ConnectionEntry): void {
    this.model.refresh(connection);
    this.redraw();
  }

  /**
   * Has the new rows ready before VS Code asks for them: it forgets the old ones at once, and what a
   * person does to one of them meanwhile comes without its row.
   */
  private async reload(connection: ConnectionEntry): Promise<void> {
    await this.model.reload(connection);
    this.redraw();
  }

  private redraw(): void {
    this.shown.clear();
    this.changeEmitter.fire(undefined);
  }

  private async roots(): Promise<TreeNode[]> {
    const nodes = this.connections.all.map((connection) => ({
      type: 'connection' as const,
      connection,
    }));
    const reason = await this.rows.emptyReason();
    await vscode.commands.executeCommand('setContext', EMPTY_CONTEXT, reason);
    return reason === 'none' ? nodes : [];
  }
}
