import * as vscode from 'vscode';
import { hasCode, isCancellation, messageOf } from '../../base/errors.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ConnectionEntry, ConnectionRegistry } from '../connections/connectionRegistry.ts';
import type { EngineContents } from '../engine/engineContents.ts';
import type { EngineController } from '../engine/engineController.ts';
import type { Log } from '../log.ts';
import { itemOf } from './items.ts';
import type { MessageNode, TreeNode } from './nodes.ts';
import type { PagedList } from './pagedList.ts';
import type { TreeModel } from './treeModel.ts';

export const STREAMS_VIEW = 'kinesisWorkbench.streams';
/** Why the view is empty; the welcome texts in package.json depend on it. */
const EMPTY_CONTEXT = 'kinesisWorkbench.emptyBecause';
const FILTERED_CONTEXT = 'kinesisWorkbench.filtered';

type EmptyReason = 'engineStopped' | 'engineStarting' | 'nothingExists' | 'filtered' | 'none';

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
  private currentFilter = '';

  constructor(options: {
    connections: ConnectionRegistry;
    contents: EngineContents;
    engine: EngineController;
    model: TreeModel;
    log: Log;
  }) {
    this.connections = options.connections;
    this.contents = options.contents;
    this.engine = options.engine;
    this.model = options.model;
    this.log = options.log;
    this.view = this.store.add(
      vscode.window.createTreeView(STREAMS_VIEW, { treeDataProvider: this, showCollapseAll: true }),
    );
    // A change inside one connection may empty or fill the whole view, so the root is asked too.
    this.store.add(this.model.onDidChange(() => this.changeEmitter.fire(undefined)));
    this.store.add(this.connections.onDidChange(() => this.refresh()));
    this.store.add(this.engine.onDidChangeState(() => this.refreshLocal()));
    this.store.add(this.contents.onDidChange(() => this.refreshLocal()));
  }

  /** Whether somebody looks. */
  get visible(): boolean {
    return this.view.visible;
  }

  get filter(): string {
    return this.currentFilter;
  }

  /** Shows only streams whose name contains the text, in any case; '' shows all. */
  setFilter(text: string): void {
    this.currentFilter = text.trim().toLowerCase();
    this.view.description = text.trim() === '' ? '' : `filter: ${text.trim()}`;
    void vscode.commands.executeCommand('setContext', FILTERED_CONTEXT, this.currentFilter !== '');
    this.changeEmitter.fire(undefined);
  }

  /** Asks the services again. */
  refresh(connection?: ConnectionEntry): void {
    this.model.refresh(connection);
    this.changeEmitter.fire(undefined);
  }

  async loadMore(node: TreeNode): Promise<void> {
    if (node.type !== 'more') return;
    await this.listOf(node.parent)?.more();
    this.changeEmitter.fire(undefined);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return itemOf(node, this.model, this.engine.state, this.contents.otherRegions);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) return this.roots();
    try {
      return await this.childrenOf(node);
    } catch (error) {
      if (isCancellation(error)) return [];
      this.log.warn('tree', 'A row could not be loaded', messageOf(error));
      return errorRows(node, error);
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private refreshLocal(): void {
    const local = this.connections.all.find((entry) => entry.kind === 'local');
    this.refresh(local);
  }

  private async roots(): Promise<TreeNode[]> {
    const nodes = this.connections.all.map((connection) => ({
      type: 'connection' as const,
      connection,
    }));
    const reason = await this.emptyReason();
    await vscode.commands.executeCommand('setContext', EMPTY_CONTEXT, reason);
    return reason === 'none' ? nodes : [];
  }

  private async emptyReason(): Promise<EmptyReason> {
    if (this.currentFilter !== '' && !(await this.anythingMatches())) return 'filtered';
    if (this.connections.all.length > 1) return 'none';
    switch (this.engine.state.name) {
      case 'stopped':
        return 'engineStopped';
      case 'starting':
        return 'engineStarting';
      case 'failed':
        return 'none';
      case 'running':
        return (await this.localIsEmpty()) ? 'nothingExists' : 'none';
    }
  }

  private async localIsEmpty(): Promise<boolean> {
    const [local] = this.connections.all;
    if (!local) return true;
    if (this.contents.otherRegions.length > 0) return false;
    try {
      const streams = await this.model.streams(local).first();
      return streams.length === 0 && (await this.model.deliveryStreams(local).first()).length === 0;
    } catch {
      return false; // The rows below say what is wrong.
    }
  }

  private async anythingMatches(): Promise<boolean> {
    const answers = this.connections.all.map(async (connection) => {
      if (connection.kind === 'local' && this.engine.state.name !== 'running') return false;
      const streams = await this.model.streams(connection).first();
      const names = await this.model.deliveryStreams(connection).first();
      return (
        streams.some(({ name }) => this.matches(name)) || names.some((name) => this.matches(name))
      );
    });
    const results = await Promise.allSettled(answers);
    return results.some((result) => result.status === 'rejected' || result.value);
  }

  private async childrenOf(node: TreeNode): Promise<TreeNode[]> {
    switch (node.type) {
      case 'connection':
        return this.connectionChildren(node.connection);
      case 'streams': {
        const streams = await this.model.streams(node.connection).first();
        const rows = streams
          .filter(({ name }) => this.matches(name))
          .map((stream) => ({ type: 'stream' as const, connection: node.connection, stream }));
        return this.listRows(node, rows);
      }
      case 'stream': {
        const { connection, stream } = node;
        const shards = await this.model.shards(connection, stream.name).first();
        const rows = shards.map((shard) => ({
          type: 'shard' as const,
          connection,
          streamName: stream.name,
          shard,
        }));
        return this.listRows(node, rows);
      }
      case 'deliveryStreams': {
        const names = await this.model.deliveryStreams(node.connection).first();
        const rows = names
          .filter((name) => this.matches(name))
          .map((name) => ({ type: 'deliveryStream' as const, connection: node.connection, name }));
        return this.listRows(node, rows);
      }
      case 'shard':
      case 'deliveryStream':
      case 'message':
      case 'more':
        return [];
    }
  }

  private async connectionChildren(connection: ConnectionEntry): Promise<TreeNode[]> {
    const groups: TreeNode[] = [
      { type: 'streams', connection },
      { type: 'deliveryStreams', connection },
    ];
    if (connection.kind === 'local' && this.engine.state.name !== 'running') return [];
    // One error row for the connection rather than the same one in both groups.
    await this.model.streams(connection).first();
    return groups;
  }

  /** The rows of a list with what comes after them: "more", or why there are none. */
  private listRows(parent: TreeNode, rows: TreeNode[]): TreeNode[] {
    const list = this.listOf(parent);
    if (list?.hasMore) return [...rows, { type: 'more', parent, shown: list.items.length }];
    return rows.length === 0 ? [this.emptyRow(parent)] : rows;
  }

  private listOf(node: TreeNode): PagedList<unknown> | undefined {
    if (node.type === 'streams') return this.model.streams(node.connection);
    if (node.type === 'deliveryStreams') return this.model.deliveryStreams(node.connection);
    if (node.type === 'stream') return this.model.shards(node.connection, node.stream.name);
    return undefined;
  }

  private emptyRow(parent: TreeNode): MessageNode {
    const row = { type: 'message', kind: 'empty', parent } as const;
    if (this.currentFilter !== '') {
      const command = { id: 'kinesis.clearFilter', title: 'Clear Filter' };
      return { ...row, text: 'The filter hides everything here', command };
    }
    if (parent.type === 'streams') {
      const command = { id: 'kinesis.createStream', title: 'Create Stream' };
      return { ...row, text: 'No data streams yet: create one', command };
    }
    if (parent.type === 'deliveryStreams') {
      const command = { id: 'kinesis.createDeliveryStream', title: 'Create Delivery Stream' };
      return { ...row, text: 'No delivery streams yet: create one', command };
    }
    return { ...row, text: 'Nothing here' };
  }

  private matches(name: string): boolean {
    return this.currentFilter === '' || name.toLowerCase().includes(this.currentFilter);
  }
}

/** What is wrong and, in a row of its own so that it is not cut off, what to do about it. */
function errorRows(parent: TreeNode, error: unknown): MessageNode[] {
  const command = hasCode(error, 'engineStopped')
    ? { id: 'kinesis.startEngine', title: 'Start Local Engine' }
    : { id: 'kinesis.refresh', title: 'Try Again' };
  const [problem = '', ...advice] = messageOf(error).split(/(?<=[.!?])\s+(?=[A-Z])/);
  const rows: MessageNode[] = [{ type: 'message', kind: 'error', parent, text: problem, command }];
  if (advice.length > 0) {
    rows.push({ type: 'message', kind: 'advice', parent, text: advice.join(' '), command });
  }
  return rows;
}
