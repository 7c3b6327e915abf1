import type { ShardInfo, StreamSummary } from '../../aws/service.ts';
import type { ConnectionEntry } from '../connections/connectionRegistry.ts';

/** The rows of the sidebar. Commands on a row get its node as their argument. */
export type TreeNode =
  | ConnectionNode
  | StreamsNode
  | StreamNode
  | ShardNode
  | DeliveryStreamsNode
  | DeliveryStreamNode
  | MessageNode
  | MoreNode;

export interface ConnectionNode {
  readonly type: 'connection';
  readonly connection: ConnectionEntry;
}

export interface StreamsNode {
  readonly type: 'streams';
  readonly connection: ConnectionEntry;
}

export interface StreamNode {
  readonly type: 'stream';
  readonly connection: ConnectionEntry;
  readonly stream: StreamSummary;
}

export interface ShardNode {
  readonly type: 'shard';
  readonly connection: ConnectionEntry;
  readonly streamName: string;
  readonly shard: ShardInfo;
}

export interface DeliveryStreamsNode {
  readonly type: 'deliveryStreams';
  readonly connection: ConnectionEntry;
}

export interface DeliveryStreamNode {
  readonly type: 'deliveryStream';
  readonly connection: ConnectionEntry;
  readonly name: string;
}

/** A row that says why there is nothing here, and what a click does about it. */
export interface MessageNode {
  readonly type: 'message';
  readonly parent: TreeNode;
  readonly kind: 'empty' | 'error' | 'advice';
  readonly text: string;
  readonly command?: { readonly id: string; readonly title: string };
}

export interface MoreNode {
  readonly type: 'more';
  readonly parent: TreeNode;
  readonly shown: number;
}

/** Stable across refreshes, so that VS Code keeps rows expanded and selected. */
export function nodeId(node: TreeNode): string {
  const { name } = connectionOf(node);
  switch (node.type) {
    case 'connection':
      return JSON.stringify([name]);
    case 'streams':
    case 'deliveryStreams':
      return JSON.stringify([name, node.type]);
    case 'stream':
      return rowId(name, 'stream', node.stream.name);
    case 'shard':
      return JSON.stringify([name, 'streams', node.streamName, node.shard.shardId]);
    case 'deliveryStream':
      return rowId(name, 'deliveryStream', node.name);
    case 'message':
      return JSON.stringify([nodeId(node.parent), node.kind, node.text]);
    case 'more':
      return JSON.stringify([nodeId(node.parent), 'more']);
  }
}

/** The id of a stream's or delivery stream's row, without its node. */
export function rowId(
  connectionName: string,
  kind: 'stream' | 'deliveryStream',
  name: string,
): string {
  return JSON.stringify([connectionName, kind === 'stream' ? 'streams' : 'deliveryStreams', name]);
}

export function connectionOf(node: TreeNode): ConnectionEntry {
  return node.type === 'message' || node.type === 'more'
    ? connectionOf(node.parent)
    : node.connection;
}

/** Recognises a command's argument as a row of the tree. */
export function isTreeNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'connection' in value;
}
