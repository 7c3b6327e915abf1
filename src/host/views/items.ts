import * as vscode from 'vscode';
import { unreachable } from '../../base/errors.ts';
import { type HashKeyRange, hashKeyPosition } from '../../formats/hashKey.ts';
import { decodeSequenceNumber } from '../../formats/sequenceNumber.ts';
import { shortShardId } from '../../formats/shardId.ts';
import type { ShardInfo } from '../../aws/service.ts';
import { type ConnectionEntry, endpointOf } from '../connections/connectionRegistry.ts';
import type { EngineState } from '../engine/engineController.ts';
import { consumersText } from './consumersText.ts';
import type {
  ConnectionNode,
  DeliveryStreamNode,
  MessageNode,
  MoreNode,
  ShardNode,
  StreamNode,
  TreeNode,
} from './nodes.ts';
import { nodeId } from './nodes.ts';
import { tooltipMarkdown } from './tooltip.ts';
import type { TreeModel } from './treeModel.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a row looks: few words in the row, the rest in its tooltip. */
export function itemOf(
  node: TreeNode,
  model: TreeModel,
  engine: EngineState,
  otherRegions: readonly string[],
): vscode.TreeItem {
  const isLocal = node.type === 'connection' && node.connection.kind === 'local';
  const item = isLocal ? localItem(engine, otherRegions) : itemFor(node, model);
  item.id = nodeId(node);
  item.accessibilityInformation ??= {
    label: [item.label, item.description].filter((part) => typeof part === 'string').join(', '),
  };
  return item;
}

function itemFor(node: TreeNode, model: TreeModel): vscode.TreeItem {
  switch (node.type) {
    case 'connection':
      return connectionItem(node);
    case 'streams':
      return groupItem('Data Streams', 'streams', model.streams(node.connection));
    case 'stream':
      return streamItem(node, model);
    case 'shard':
      return shardItem(node);
    case 'deliveryStreams':
      return groupItem(
        'Delivery Streams',
        'deliveryStreams',
        model.deliveryStreams(node.connection),
      );
    case 'deliveryStream':
      return deliveryStreamItem(node, model);
    case 'message':
      return messageItem(node);
    case 'more':
      return moreItem(node);
    default:
      return unreachable(node);
  }
}

function localItem(engine: EngineState, otherRegions: readonly string[]): vscode.TreeItem {
  const item = new vscode.TreeItem('Local engine', Collapsed);
  item.contextValue = `connection.local.${engine.name}`;
  switch (engine.name) {
    case 'running': {
      item.collapsibleState = Expanded;
      const others = otherRegions.length > 0 ? ` · also ${otherRegions.join(', ')}` : '';
      item.description = `running · ${new URL(engine.ready.http).host}${others}`;
      item.iconPath = new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('charts.green'));
      const hidden =
        others &&
        `Shows the streams of ${engine.region}. There are also some in ${otherRegions.join(', ')}, which programs made that sign for that region: add an endpoint connection for it, or change the setting kinesisWorkbench.engine.region.`;
      item.tooltip = tooltip('Local engine', [
        `Point your program at ${engine.ready.http}`,
        engine.ready.https !== undefined &&
          `With TLS, by its own certificate: ${engine.ready.https}`,
        `Version ${engine.ready.version}, process ${engine.ready.pid}`,
        engine.attached && 'Started by another window, shared with this one',
        hidden,
      ]);
      return item;
    }
    case 'starting':
      item.collapsibleState = None;
      item.description = 'starting…';
      item.iconPath = new vscode.ThemeIcon('loading~spin');
      return item;
    case 'stopped':
      item.collapsibleState = None;
      item.description = 'stopped';
      item.iconPath = new vscode.ThemeIcon('vm');
      return item;
    case 'failed':
      item.collapsibleState = None;
      item.description = engine.message;
      item.tooltip = engine.message;
      item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
      return item;
    default:
      return unreachable(engine);
  }
}

function connectionItem({ connection }: ConnectionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(connection.name, Collapsed);
  item.contextValue = `connection.${connection.kind}`;
  item.description = describeConnection(connection);
  item.iconPath = new vscode.ThemeIcon(leadsToAws(connection) ? 'cloud' : 'plug');
  if (connection.kind === 'local' || connection.production !== true) return item;
  item.contextValue += '.production';
  item.description = `production · ${item.description}`;
  item.iconPath = new vscode.ThemeIcon('lock', new vscode.ThemeColor('charts.orange'));
  item.tooltip = tooltip(connection.name, [
    describeConnection(connection),
    'Production: personal data is masked in tails, and records are put only after a question',
  ]);
  return item;
}

function leadsToAws(connection: ConnectionEntry): boolean {
  return connection.kind === 'aws' && endpointOf(connection) === undefined;
}

function describeConnection(connection: ConnectionEntry): string {
  switch (connection.kind) {
    case 'local':
      return '';
    case 'aws': {
      const endpoint = endpointOf(connection);
      const elsewhere = endpoint === undefined ? [] : [new URL(endpoint).host];
      return [connection.profile, ...elsewhere, connection.region].join(' · ');
    }
    case 'endpoint':
      return `${new URL(connection.endpoint).host} · ${connection.region}`;
    default:
      return unreachable(connection);
  }
}

function groupItem(
  label: string,
  contextValue: string,
  list: { items: readonly unknown[]; hasMore: boolean },
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, contextValue === 'streams' ? Expanded : Collapsed);
  item.contextValue = contextValue;
  const count = list.items.length;
  if (!list.hasMore) item.description = `(${count})`;
  else if (count > 0) item.description = `(${count}+)`;
  item.iconPath = new vscode.ThemeIcon(contextValue === 'streams' ? 'pulse' : 'package');
  return item;
}

function streamItem({ connection, stream }: StreamNode, model: TreeModel): vscode.TreeItem {
  const detail = model.streamDetail(connection, stream.name);
  const status = detail?.status ?? stream.status;
  const mode = detail?.mode ?? stream.mode;
  const item = new vscode.TreeItem(stream.name, Collapsed);
  item.contextValue = `stream.${status}`;
  const shards = detail && status !== 'CREATING' ? shardCount(detail.openShardCount) : undefined;
  const onDemand = mode === 'ON_DEMAND' ? 'on-demand' : undefined;
  item.description = [status, onDemand, shards].filter(Boolean).join(' · ');
  item.iconPath = statusIcon(status, 'list-flat');
  // Whose consumers they are is asked for when somebody points at the row.
  if (!detail || detail.consumerCount === 0) {
    item.tooltip = streamTooltip({ connection, stream }, model);
  }
  return item;
}

/** `tailConsumers` are those among its consumers that tails have registered. */
export function streamTooltip(
  { connection, stream }: Pick<StreamNode, 'connection' | 'stream'>,
  model: TreeModel,
  tailConsumers?: number,
): vscode.MarkdownString {
  const detail = model.streamDetail(connection, stream.name);
  const mode = detail?.mode ?? stream.mode;
  const lines = [`Status ${detail?.status ?? stream.status}`, stream.arn];
  if (mode)
    lines.push(mode === 'ON_DEMAND' ? 'Capacity mode on-demand' : 'Capacity mode provisioned');
  if (detail) {
    const consumers = consumersText(detail.consumerCount, tailConsumers);
    lines.push(`Retention ${detail.retentionHours} h, ${consumers}`);
    lines.push(`Encryption ${detail.encryptionType ?? 'NONE'}`);
    lines.push(`Created ${new Date(detail.createdMs).toLocaleString()}`);
  }
  return tooltip(stream.name, lines);
}

function shardCount(count: number): string {
  return count === 1 ? '1 shard' : `${count} shards`;
}

function shardItem({ shard }: ShardNode): vscode.TreeItem {
  const isOpen = shard.endingSequenceNumber === undefined;
  const item = new vscode.TreeItem(shard.shardId, None);
  item.contextValue = isOpen ? 'shard.open' : 'shard.closed';
  item.description = [isOpen ? 'open' : 'closed', hashShare(shard), parents(shard)]
    .filter(Boolean)
    .join(' · ');
  item.iconPath = new vscode.ThemeIcon(isOpen ? 'circle-filled' : 'circle-outline');
  const start = decodeSequenceNumber(shard.startingSequenceNumber);
  item.tooltip = tooltip(shard.shardId, [
    isOpen ? 'Open' : 'Closed',
    `Hash keys ${shard.startingHashKey} to ${shard.endingHashKey}`,
    `First sequence number ${shard.startingSequenceNumber}`,
    shard.endingSequenceNumber && `Last sequence number ${shard.endingSequenceNumber}`,
    start && `Created ${new Date(start.shardCreatedSeconds * 1000).toLocaleString()}`,
    shard.parentShardIds.length > 0 && `Continues ${shard.parentShardIds.join(' and ')}`,
  ]);
  return item;
}

function hashShare(shard: ShardInfo): string {
  const range: HashKeyRange = {
    start: BigInt(shard.startingHashKey),
    end: BigInt(shard.endingHashKey),
  };
  const percent = (key: bigint): string => `${Number((hashKeyPosition(key) * 100).toFixed(1))}`;
  return `${percent(range.start)} – ${percent(range.end + 1n)} %`;
}

function parents(shard: ShardInfo): string {
  if (shard.parentShardIds.length === 0) return '';
  return `from ${shard.parentShardIds.map(shortShardId).join(' + ')}`;
}

function deliveryStreamItem(
  { connection, name }: DeliveryStreamNode,
  model: TreeModel,
): vscode.TreeItem {
  const detail = model.deliveryStreamDetail(connection, name);
  const item = new vscode.TreeItem(name, None);
  item.contextValue = `deliveryStream.${detail?.status ?? 'UNKNOWN'}`;
  item.iconPath = statusIcon(detail?.status ?? 'ACTIVE', 'archive');
  if (!detail) return item;
  const source = detail.sourceStreamArn
    ? `from ${detail.sourceStreamArn.split('/').at(-1) ?? detail.sourceStreamArn}`
    : 'direct put';
  item.description = [detail.status, source, detail.destination].join(' · ');
  item.tooltip = tooltip(name, [
    `Status ${detail.status}`,
    `Source: ${source}`,
    `Destination: ${detail.destination}`,
    detail.arn,
  ]);
  return item;
}

function statusIcon(status: string, whenActive: string): vscode.ThemeIcon {
  if (status === 'CREATING' || status === 'UPDATING') return new vscode.ThemeIcon('loading~spin');
  if (status === 'DELETING') return new vscode.ThemeIcon('trash');
  if (status.endsWith('FAILED'))
    return new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
  return new vscode.ThemeIcon(whenActive);
}

const MESSAGE_ICONS: { readonly [Kind in MessageNode['kind']]: vscode.ThemeIcon } = {
  empty: new vscode.ThemeIcon('info'),
  error: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  advice: new vscode.ThemeIcon('lightbulb'),
};

function messageItem(node: MessageNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.text, None);
  item.contextValue = `message.${node.kind}`;
  item.tooltip = node.command ? `${node.text}\n\nClick: ${node.command.title}` : node.text;
  item.iconPath = MESSAGE_ICONS[node.kind];
  if (node.command) {
    item.command = {
      command: node.command.id,
      title: node.command.title,
      arguments: [node.parent],
    };
  }
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem('Load more…', None);
  item.description = `${node.shown} shown`;
  item.contextValue = 'more';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: 'kinesis.loadMore', title: 'Load More', arguments: [node] };
  return item;
}

function tooltip(...args: Parameters<typeof tooltipMarkdown>): vscode.MarkdownString {
  return new vscode.MarkdownString(tooltipMarkdown(...args));
}
