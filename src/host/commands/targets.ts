import type { Connection, ShardInfo, StreamSummary } from '../../aws/service.ts';
import { ExpectedError } from '../../base/errors.ts';
import { connectionPlace } from '../connections/connectionPlace.ts';
import type { ConnectionEntry } from '../connections/connectionRegistry.ts';
import { type Choice, type Step, askChoice } from '../input/prompts.ts';
import { isTreeNode } from '../views/nodes.ts';
import { type Choices, collectChoices } from './choices.ts';
import type { CommandContext } from './command.ts';

/** Where a command works. */
export interface ConnectionTarget {
  readonly entry: ConnectionEntry;
  /**
   * To be called for each call of the service and after the last prompt: while a person types, the
   * local engine may come back on another port, or a refresh may replace the clients.
   */
  readonly connect: () => Promise<Connection>;
}

/** A stream or delivery stream that a command works on. */
export interface StreamTarget extends ConnectionTarget {
  readonly name: string;
}

/** The connection of a row, or the one that the person picks; a stopped local engine is started. */
export async function connectionTarget(
  context: CommandContext,
  argument: unknown,
  step: Step,
): Promise<ConnectionTarget> {
  const picked =
    isTreeNode(argument) && 'connection' in argument
      ? argument.connection
      : await pickConnection(context, step);
  const entry = await context.connections.learn(picked);
  if (entry.kind === 'local') await context.engine.start();
  return { entry, connect: () => context.connections.connect(entry) };
}

async function pickConnection(context: CommandContext, step: Step): Promise<ConnectionEntry> {
  const { all } = context.connections;
  const [only] = all;
  if (only && all.length === 1) return only;
  const choices = all.map((entry) => ({
    label: entry.name,
    description: connectionPlace(entry, context.engine.state.name),
    value: entry,
  }));
  return askChoice(step, 'Connection', choices);
}

/** The data stream of a row, or the one that the person picks. */
export async function streamTarget(
  context: CommandContext,
  argument: unknown,
  step: Step,
): Promise<StreamTarget> {
  const target = await connectionTarget(context, argument, step);
  if (isTreeNode(argument) && argument.type === 'stream')
    return { ...target, name: argument.stream.name };
  if (isTreeNode(argument) && argument.type === 'shard')
    return { ...target, name: argument.streamName };
  const choices = await streamChoices(context, target, 'Data stream', ({ name, status }) => ({
    label: name,
    description: status,
    value: name,
  }));
  return { ...target, name: await askStream(step, 'data streams', choices, target.entry) };
}

/** A choice of each data stream of the connection. */
export async function streamChoices(
  { signal }: CommandContext,
  target: ConnectionTarget,
  what: string,
  choice: (stream: StreamSummary) => Choice<string>,
): Promise<Choices<string>> {
  const { streams } = await target.connect();
  return collectChoices(what, {
    signal,
    page: (next) => streams.listStreams({ signal, next }),
    choice,
  });
}

/** The delivery stream of a row, or the one that the person picks. */
export async function deliveryStreamTarget(
  context: CommandContext,
  argument: unknown,
  step: Step,
): Promise<StreamTarget> {
  const target = await connectionTarget(context, argument, step);
  if (isTreeNode(argument) && argument.type === 'deliveryStream')
    return { ...target, name: argument.name };
  const { signal } = context;
  const { deliveryStreams } = await target.connect();
  const choices = await collectChoices('Delivery stream', {
    signal,
    page: (next) => deliveryStreams.listDeliveryStreams({ signal, next }),
    choice: (name: string) => ({ label: name, value: name }),
  });
  return { ...target, name: await askStream(step, 'delivery streams', choices, target.entry) };
}

/** The shard of a row, or the one that the person picks. */
export async function shardTarget(
  context: CommandContext,
  argument: unknown,
  target: StreamTarget,
  step: Step,
): Promise<string> {
  if (isTreeNode(argument) && argument.type === 'shard') return argument.shard.shardId;
  const { signal } = context;
  const { streams } = await target.connect();
  const { items, placeholder } = await collectChoices('Shard', {
    signal,
    page: (next) => streams.listShards(target.name, { signal, next }),
    choice: ({ shardId, endingSequenceNumber }: ShardInfo) => ({
      label: shardId,
      description: endingSequenceNumber === undefined ? 'open' : 'closed',
      value: shardId,
    }),
  });
  return askChoice(step, placeholder, items);
}

async function askStream(
  step: Step,
  what: string,
  { items, placeholder }: Choices<string>,
  entry: ConnectionEntry,
): Promise<string> {
  if (items.length === 0) {
    throw new ExpectedError('notFound', `${entry.name} has no ${what} yet. Create one first.`);
  }
  return askChoice(step, placeholder, items);
}
