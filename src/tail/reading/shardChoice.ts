import { createHash } from 'node:crypto';

import { ExpectedError } from '../../base/errors.ts';
import { hashKeyOfMd5 } from '../../formats/hashKey.ts';
import type { ShardChoice } from '../../protocol/webview/tail.ts';
import type { SourceRecord, SourceShard } from '../source.ts';

/** Whether shards that a reshard brings may belong to the choice too. */
export function growsWithStream(choice: ShardChoice): boolean {
  return choice === 'all' || 'kind' in choice;
}

/** Whether shards are left out because a key does not hash to them. */
export function isByHash(choice: ShardChoice): boolean {
  return choice !== 'all' && 'kind' in choice && choice.allShards !== true;
}

/** Which of the shards to read. Throws `invalidInput` for a name that is not among them. */
export function chosenShards(shards: readonly SourceShard[], choice: ShardChoice): SourceShard[] {
  if (choice === 'all') return [...shards];
  if ('kind' in choice) return shards.filter((shard) => isChosen(shard, choice));
  return choice.map((name) => {
    const shard = shards.find(({ shardId }) => shardId === name);
    if (shard) return shard;
    const message = `The stream has no shard ${name}. Choose another one.`;
    throw new ExpectedError('invalidInput', message);
  });
}

/** A shard whose hash keys are not known may hold any key. */
export function isChosen(shard: SourceShard, choice: ShardChoice): boolean {
  if (choice === 'all') return true;
  if (!('kind' in choice)) return choice.includes(shard.shardId);
  if (choice.allShards === true) return true;
  const { startingHashKey, endingHashKey } = shard;
  if (startingHashKey === undefined || endingHashKey === undefined) return true;
  const hashKey = hashKeyOf(choice.partitionKey);
  return BigInt(startingHashKey) <= hashKey && hashKey <= BigInt(endingHashKey);
}

/** Records to show of a choice: undefined when all are. */
export function recordTest(choice: ShardChoice): ((record: SourceRecord) => boolean) | undefined {
  if (choice === 'all' || !('kind' in choice)) return undefined;
  return ({ partitionKey }) => partitionKey === choice.partitionKey;
}

export function hashKeyOf(partitionKey: string): bigint {
  return hashKeyOfMd5(createHash('md5').update(partitionKey, 'utf8').digest());
}
