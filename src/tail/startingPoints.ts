import { ExpectedError } from '../base/errors.ts';
import { decodeSequenceNumber, isSequenceNumber } from '../formats/sequenceNumber.ts';
import { parseShardId, shortShardId } from '../formats/shardId.ts';
import type { StartPosition } from '../formats/position.ts';
import type { ShardChoice } from '../protocol/webview/tail.ts';
import type { SourceShard } from './source.ts';

export interface StartingPoint {
  readonly shard: SourceShard;
  readonly start: StartPosition;
}

/** Throws `invalidInput` for what no stream could begin with. */
export function checkStart(position: StartPosition, shards: ShardChoice, nowMs: number): void {
  if (shards !== 'all' && shards.length === 0) throw invalid('Choose at least one shard.');
  if (position.type === 'AT_TIMESTAMP') {
    if (!Number.isFinite(position.timestampMs) || position.timestampMs < 0) {
      throw invalid('Enter a date and time to start at.');
    }
    if (position.timestampMs > nowMs) throw invalid('The time to start at lies in the future.');
  }
  if ('sequenceNumber' in position && !isSequenceNumber(position.sequenceNumber)) {
    throw invalid('A sequence number has only digits.');
  }
}

/**
 * Which shards to read at first, and each from where. Shards that a reshard brings later begin at
 * TRIM_HORIZON. Throws `invalidInput` when the choice does not fit the stream.
 */
export function startingPoints(
  shards: readonly SourceShard[],
  position: StartPosition,
  choice: ShardChoice,
): StartingPoint[] {
  const chosen = choice === 'all' ? shards : namedShards(shards, choice);
  switch (position.type) {
    case 'LATEST': {
      // A closed shard has nothing that is later; what continues it is open or closed itself.
      const open = chosen.filter((shard) => shard.endingSequenceNumber === undefined);
      return (choice === 'all' ? open : chosen).map((shard) => ({ shard, start: position }));
    }
    case 'TRIM_HORIZON':
    case 'AT_TIMESTAMP':
      return chosen.map((shard) => ({ shard, start: position }));
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return pointsAround(chosen, position);
  }
}

function namedShards(shards: readonly SourceShard[], names: readonly string[]): SourceShard[] {
  return names.map((name) => {
    const shard = shards.find(({ shardId }) => shardId === name);
    if (!shard) throw invalid(`The stream has no shard ${name}. Choose another one.`);
    return shard;
  });
}

/** A sequence number is of one shard; the other shards begin at the time that it encodes. */
function pointsAround(
  shards: readonly SourceShard[],
  position: Extract<StartPosition, { sequenceNumber: string }>,
): StartingPoint[] {
  const [only] = shards;
  if (only && shards.length === 1) return [{ shard: only, start: position }];
  const parts = decodeSequenceNumber(position.sequenceNumber);
  const owner = shards.find(({ shardId }) => parseShardId(shardId) === parts?.shardIndex);
  if (!parts || !owner) {
    const hint = parts ? ` It is of shard ${shortShardId(String(parts.shardIndex))}.` : '';
    throw invalid(`Choose the one shard that this sequence number is of.${hint}`);
  }
  const byTime: StartPosition = { type: 'AT_TIMESTAMP', timestampMs: parts.timeSeconds * 1_000 };
  const earlier = relatives(shards, owner, parentsOf);
  const later = relatives(shards, owner, childrenOf);
  return shards
    .filter((shard) => !earlier.has(shard.shardId))
    .map((shard) => {
      if (shard === owner) return { shard, start: position };
      const isLater = later.has(shard.shardId);
      return { shard, start: isLater ? { type: 'TRIM_HORIZON' } : byTime };
    });
}

type Step = (shards: readonly SourceShard[], shard: SourceShard) => readonly SourceShard[];

/** All shards that are reached from one by going on in one direction. */
function relatives(shards: readonly SourceShard[], from: SourceShard, step: Step): Set<string> {
  const reached = new Set<string>();
  const queue = [from];
  for (let shard = queue.pop(); shard; shard = queue.pop()) {
    for (const next of step(shards, shard)) {
      if (reached.has(next.shardId)) continue;
      reached.add(next.shardId);
      queue.push(next);
    }
  }
  return reached;
}

const parentsOf: Step = (shards, shard) =>
  shards.filter(({ shardId }) => shard.parentShardIds.includes(shardId));

const childrenOf: Step = (shards, shard) =>
  shards.filter(({ parentShardIds }) => parentShardIds.includes(shard.shardId));

function invalid(message: string): ExpectedError {
  return new ExpectedError('invalidInput', message);
}
