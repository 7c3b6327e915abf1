import { formatShardId, parseShardId } from '../../formats/shardId.ts';
import type { KinesisService } from '../kinesis/service.ts';
import type { FaultTarget } from './fault.ts';

/** The stream and the shard that a request names, by whatever member it names them. */
export function requestTarget(
  kinesis: KinesisService,
  operation: string,
  input: unknown,
): FaultTarget {
  const members = input as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = members[name];
    return typeof value === 'string' ? value : undefined;
  };
  const iterator = text('ShardIterator');
  if (iterator !== undefined) return { operation, ...iteratorTarget(kinesis, iterator) };
  const index = parseShardId(text('ShardId') ?? '');
  const arn = text('StreamARN') ?? text('ConsumerARN') ?? text('ResourceARN');
  return {
    operation,
    streamName: text('StreamName') ?? /:stream\/([^/]+)/.exec(arn ?? '')?.[1],
    shardId: index === undefined ? undefined : formatShardId(index),
  };
}

function iteratorTarget(kinesis: KinesisService, iterator: string): FaultTarget {
  const state = kinesis.iterators.decode(iterator);
  if (state === undefined) return {};
  return {
    streamName: kinesis.catalog.findById(state.streamId)?.name,
    shardId: formatShardId(state.shardIndex),
  };
}
