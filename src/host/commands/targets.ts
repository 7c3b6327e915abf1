import type { Connection } from '../../aws/service.ts';
import { ExpectedError } from '../../base/errors.ts';
import type { ConnectionEntry } from '../connections/connectionRegistry.ts';
import { type Choice, type Step, askChoice } from '../input/prompts.ts';
import { isTreeNode } from '../views/nodes.ts';
import type { CommandContext } from './command.ts';

/** A stream or delivery stream that a command works on. */
export interface StreamTarget {
  readonly entry: ConnectionEntry;
  readonly connection: Connection;
  readonly name: string;
}

/** The connection of a row, or the one that the person picks; a stopped local engine is started. */
export async function connectionTarget(
  context: CommandContext,
  argument: unknown,
  step: Step,
): Promise<{ entry: ConnectionEntry; connection: Connection }> {
  const entry =
    isTreeNode(argument) && 'connection' in argument
      ? argument.connection
      : await pickConnection(context, step);
  if (entry.kind === 'local') await context.engine.start();
  return { entry, connection: await context.connections.connect(entry) };
}

async function pickConnection(context: CommandContext, step: Step): Promise<ConnectionEntry> {
  const { all } = context.connections;
  const [only] = all;
  if (only && all.length === 1) return only;
  const choices = all.map((entry) => ({
    label: entry.name,
    description: entry.kind === 'local' ? context.engine.state.name : entry.region,
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
  const choices = collect(context.signal, async (next) => {
    const page = await target.connection.streams.listStreams({ signal: context.signal, next });
    const items = page.items.map(({ name, status }) => ({
      label: name,
      description: status,
      value: name,
    }));
    return { items, next: page.next };
  });
  return { ...target, name: await askStream(step, 'Data stream', choices, target.entry) };
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
  const choices = collect(context.signal, async (next) => {
    const page = await target.connection.deliveryStreams.listDeliveryStreams({
      signal: context.signal,
      next,
    });
    return { items: page.items.map((name) => ({ label: name, value: name })), next: page.next };
  });
  return { ...target, name: await askStream(step, 'Delivery stream', choices, target.entry) };
}

/** The shard of a row, or the one that the person picks. */
export async function shardTarget(
  context: CommandContext,
  argument: unknown,
  target: StreamTarget,
  step: Step,
): Promise<string> {
  if (isTreeNode(argument) && argument.type === 'shard') return argument.shard.shardId;
  const choices = collect(context.signal, async (next) => {
    const page = await target.connection.streams.listShards(target.name, {
      signal: context.signal,
      next,
    });
    const items = page.items.map(({ shardId, endingSequenceNumber }) => ({
      label: shardId,
      description: endingSequenceNumber === undefined ? 'open' : 'closed',
      value: shardId,
    }));
    return { items, next: page.next };
  });
  return askChoice(step, 'Shard', choices);
}

async function askStream(
  step: Step,
  what: string,
  choices: Promise<readonly Choice<string>[]>,
  entry: ConnectionEntry,
): Promise<string> {
  const found = await choices;
  if (found.length === 0) {
    const message = `${entry.name} has no ${what.toLowerCase()}s yet. Create one first.`;
    throw new ExpectedError('notFound', message);
  }
  return askChoice(step, what, found);
}

/** A quick pick of more than this is not one to read through; the tree pages and filters. */
const CHOICES_MAX = 2_000;

async function collect<T>(
  signal: AbortSignal,
  page: (next: string | undefined) => Promise<{ items: Choice<T>[]; next: string | undefined }>,
): Promise<Choice<T>[]> {
  const all: Choice<T>[] = [];
  let next: string | undefined;
  do {
    signal.throwIfAborted();
    const answer = await page(next);
    all.push(...answer.items);
    next = answer.next;
  } while (next !== undefined && all.length < CHOICES_MAX);
  return all;
}
