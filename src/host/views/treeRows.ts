import { hasCode, messageOf } from '../../base/errors.ts';
import type { ConnectionEntry, ConnectionRegistry } from '../connections/connectionRegistry.ts';
import type { EngineContents } from '../engine/engineContents.ts';
import type { EngineController } from '../engine/engineController.ts';
import type { MessageNode, TreeNode } from './nodes.ts';
import type { PagedList } from './pagedList.ts';
import type { TreeModel } from './treeModel.ts';

/** Why the view is empty; the welcome texts in package.json depend on it. */
export type EmptyReason =
  'engineStopped' | 'engineStarting' | 'nothingExists' | 'filtered' | 'none';

export interface RowSources {
  readonly connections: Pick<ConnectionRegistry, 'all'>;
  readonly contents: Pick<EngineContents, 'otherRegions'>;
  readonly engine: Pick<EngineController, 'state'>;
  readonly model: TreeModel;
}

/** Which rows the tree has: by what the services list, by the filter and by what went wrong. */
export class TreeRows {
  private readonly sources: RowSources;
  private currentFilter = '';

  constructor(sources: RowSources) {
    this.sources = sources;
  }

  get filter(): string {
    return this.currentFilter;
  }

  /** Only streams whose name contains the text, in any case; '' shows all. */
  set filter(text: string) {
    this.currentFilter = text.trim().toLowerCase();
  }

  async emptyReason(): Promise<EmptyReason> {
    const { connections, engine } = this.sources;
    const isAlone = connections.all.length === 1;
    if (isAlone && engine.state.name === 'stopped') return 'engineStopped';
    if (isAlone && engine.state.name === 'starting') return 'engineStarting';
    if (isAlone && engine.state.name === 'failed') return 'none';
    if (this.currentFilter !== '') return (await this.anythingMatches()) ? 'none' : 'filtered';
    return isAlone && (await this.localIsEmpty()) ? 'nothingExists' : 'none';
  }

  /** Rejects with what went wrong; `errorRows` makes rows of it. */
  async childrenOf(node: TreeNode): Promise<TreeNode[]> {
    switch (node.type) {
      case 'connection':
        return this.connectionChildren(node.connection);
      case 'streams': {
        const { connection } = node;
        const streams = await this.load(connection, this.sources.model.streams(connection));
        const rows = streams
          .filter(({ name }) => this.matches(name))
          .map((stream) => ({ type: 'stream' as const, connection, stream }));
        return this.listRows(node, rows);
      }
      case 'stream': {
        const { connection, stream } = node;
        const shards = await this.sources.model.shards(connection, stream.name).first();
        const rows = shards.map((shard) => ({
          type: 'shard' as const,
          connection,
          streamName: stream.name,
          shard,
        }));
        return this.listRows(node, rows);
      }
      case 'deliveryStreams': {
        const { connection } = node;
        const names = await this.load(connection, this.sources.model.deliveryStreams(connection));
        const rows = names
          .filter((name) => this.matches(name))
          .map((name) => ({ type: 'deliveryStream' as const, connection, name }));
        return this.listRows(node, rows);
      }
      case 'shard':
      case 'deliveryStream':
      case 'message':
      case 'more':
        return [];
    }
  }

  listOf(node: TreeNode): PagedList<unknown> | undefined {
    const { model } = this.sources;
    if (node.type === 'streams') return model.streams(node.connection);
    if (node.type === 'deliveryStreams') return model.deliveryStreams(node.connection);
    if (node.type === 'stream') return model.shards(node.connection, node.stream.name);
    return undefined;
  }

  /** What is loaded of the list; a filter looks further than the first page. */
  private async load<T>(connection: ConnectionEntry, list: PagedList<T>): Promise<readonly T[]> {
    if (this.currentFilter === '') await list.first();
    else await this.sources.model.loadForFilter(connection, list);
    return list.items;
  }

  private async localIsEmpty(): Promise<boolean> {
    const { connections, contents, model } = this.sources;
    const [local] = connections.all;
    if (!local) return true;
    if (contents.otherRegions.length > 0) return false;
    try {
      const streams = await model.streams(local).first();
      return streams.length === 0 && (await model.deliveryStreams(local).first()).length === 0;
    } catch {
      return false; // The rows below say what is wrong.
    }
  }

  /** Answers as soon as one connection has something to show, be it an error. */
  private anythingMatches(): Promise<boolean> {
    const found = this.sources.connections.all.map(async (connection) => {
      const matches = await this.anyMatchOf(connection).catch(() => true);
      if (!matches) throw new Error('Nothing matches here');
    });
    return Promise.any(found).then(
      () => true,
      () => false,
    );
  }

  private async anyMatchOf(connection: ConnectionEntry): Promise<boolean> {
    const { engine, model } = this.sources;
    if (connection.kind === 'local' && engine.state.name !== 'running') {
      return engine.state.name === 'failed';
    }
    const streams = model.streams(connection);
    const names = model.deliveryStreams(connection);
    await Promise.all([this.load(connection, streams), this.load(connection, names)]);
    if (streams.hasMore || names.hasMore) return true;
    return (
      streams.items.some(({ name }) => this.matches(name)) ||
      names.items.some((name) => this.matches(name))
    );
  }

  private async connectionChildren(connection: ConnectionEntry): Promise<TreeNode[]> {
    const { engine, model } = this.sources;
    if (connection.kind === 'local' && engine.state.name !== 'running') return [];
    try {
      await model.streams(connection).first();
    } catch (error) {
      // One error row for the connection rather than the same one in both groups.
      if (concernsConnection(error)) throw error;
    }
    return [
      { type: 'streams', connection },
      { type: 'deliveryStreams', connection },
    ];
  }

  /** The rows of a list with what comes after them: "more", or why there are none. */
  private listRows(parent: TreeNode, rows: TreeNode[]): TreeNode[] {
    const list = this.listOf(parent);
    if (list?.hasMore) return [...rows, { type: 'more', parent, shown: list.items.length }];
    return rows.length === 0 ? [this.emptyRow(parent)] : rows;
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
export function errorRows(parent: TreeNode, error: unknown): MessageNode[] {
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

/** Whether it is no use to ask for anything else there; a permission is of one operation only. */
function concernsConnection(error: unknown): boolean {
  return (
    hasCode(error, 'cancelled') ||
    hasCode(error, 'credentialsMissing') ||
    hasCode(error, 'engineStopped') ||
    hasCode(error, 'networkUnreachable') ||
    hasCode(error, 'sessionExpired')
  );
}
