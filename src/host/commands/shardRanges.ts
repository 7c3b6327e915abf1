import type { ShardInfo, StreamsService } from '../../aws/service.ts';
import { isExpected } from '../../base/errors.ts';
import type { ConnectionEntry } from '../connections/connectionRegistry.ts';
import { SHARD_PAGES_MAX } from '../limits.ts';
import type { CommandContext } from './command.ts';

/** Every shard that the stream lists. */
export async function allShards(
  streams: StreamsService,
  streamName: string,
  signal: AbortSignal,
): Promise<ShardInfo[]> {
  const shards: ShardInfo[] = [];
  let next: string | undefined;
  for (let page = 0; page < SHARD_PAGES_MAX; page++) {
    const answer = await streams.listShards(streamName, { signal, next });
    shards.push(...answer.items);
    next = answer.next;
    if (next === undefined) break;
  }
  return shards;
}

/** The shards with their hash keys for a capture; none when the stream cannot be asked any more. */
export async function shardRanges(
  { connections, log }: CommandContext,
  options: { entry: ConnectionEntry; streamName: string; signal: AbortSignal },
): Promise<{ shardId: string; startingHashKey: string; endingHashKey: string }[]> {
  const { entry, streamName, signal } = options;
  try {
    const { streams } = await connections.connect(entry);
    const shards = await allShards(streams, streamName, signal);
    return shards.map(({ shardId, startingHashKey, endingHashKey }) => ({
      shardId,
      startingHashKey,
      endingHashKey,
    }));
  } catch (error) {
    signal.throwIfAborted();
    if (!isExpected(error)) throw error;
    log.error('commands', 'The capture has no shards, which could not be listed', error);
    return [];
  }
}
