import { ExpectedError } from '../../base/errors.ts';
import type { StartPosition, TailEnd, TailStart } from '../../formats/position.ts';
import { decodeSequenceNumber, isSequenceNumber } from '../../formats/sequenceNumber.ts';
import { parseShardId, shortShardId } from '../../formats/shardId.ts';
import type { ShardChoice } from '../../protocol/webview/tail.ts';
import { PARTITION_KEY_CHARS_MAX } from '../limits.ts';
import { chosenShards, growsWithStream, isByHash } from './shardChoice.ts';
import type { SourceShard } from '../source.ts';

export interface StartingPoint {
  readonly shard: SourceShard;
  readonly start: StartPosition;
}

const HORIZON: StartPosition = { type: 'TRIM_HORIZON' };

/** Throws `invalidInput` for what no stream could begin with. */
export function checkStart(position: TailStart, shards: ShardChoice, nowMs: number): void {
  checkChoice(shards);
  if (position.type === 'AT_TIMESTAMP') {
    if (!Number.isFinite(position.timestampMs) || position.timestampMs < 0) {
      throw invalid('Enter a date and time to start at.');
    }
    if (position.timestampMs > nowMs) throw invalid('The time to start at lies in the future.');
  }
  const numbers =
    position.type === 'AFTER_SEQUENCE_NUMBERS'
      ? Object.values(position.sequenceNumbers)
      : 'sequenceNumber' in position
        ? [position.sequenceNumber]
        : undefined;
  if (numbers?.length === 0) throw invalid('Enter a sequence number for at least one shard.');
  if (numbers?.some((number) => !isSequenceNumber(number))) {
    throw invalid('A sequence number has only digits.');
  }
}

function checkChoice(shards: ShardChoice): void {
  if (shards === 'all') return;
  if (!('kind' in shards)) {
    if (shards.length === 0) throw invalid('Choose at least one shard.');
    return;
  }
  const { partitionKey } = shards;
  if (partitionKey === '') throw invalid('Enter the partition key to find.');
  if ([...partitionKey].length > PARTITION_KEY_CHARS_MAX) {
    throw invalid(`A partition key has at most ${PARTITION_KEY_CHARS_MAX} characters.`);
  }
}

/** Throws `invalidInput` for an end that comes before the start, or never. */
export function checkEnd(end: TailEnd | undefined, position: TailStart): void {
  if (end?.type === 'COUNT' && !(Number.isSafeInteger(end.records) && end.records > 0)) {
    throw invalid('Enter after how many records to stop: a whole number from 1.');
  }
  if (end?.type === 'NOW' && position.type === 'LATEST') {
    throw invalid('From latest to now there is nothing. Start earlier, or stop later.');
  }
  if (end?.type !== 'AT_TIMESTAMP') return;
  if (!Number.isFinite(end.timestampMs)) throw invalid('Enter a date and time to stop at.');
  if (position.type === 'AT_TIMESTAMP' && position.timestampMs >= end.timestampMs) {
    throw invalid('The time to stop at has to be after the time to start at.');
  }
}

/**
 * Which shards to read at first, and each from where. Shards that a reshard brings later begin at
 * TRIM_HORIZON. Throws `invalidInput` when the choice does not fit the stream.
 */
export function startingPoints(
  shards: readonly SourceShard[],
  position: TailStart,
  choice: ShardChoice,
): StartingPoint[] {
  const chosen = chosenShards(shards, choice);
  switch (position.type) {
    case 'LATEST': {
      // A closed shard has nothing that is later; what continues it is open or closed itself.
      const open = chosen.filter((shard) => shard.endingSequenceNumber === undefined);
      const read = growsWithStream(choice) ? open : chosen;
      return read.map((shard) => ({ shard, start: position }));
    }
    case 'TRIM_HORIZON':
    case 'AT_TIMESTAMP':
      return chosen.map((shard) => ({ shard, start: position }));
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      return pointsAround(shards, isByHash(choice) ? shards : chosen, { chosen, position });
    case 'AFTER_SEQUENCE_NUMBERS':
      return pointsAfter(shards, chosen, position.sequenceNumbers);
  }
}

/**
 * A sequence number is of one shard; the other shards begin at the time that it encodes. `owners` are
 * those that it may be of: who looks for a key may have it from a record of another one.
 */
function pointsAround(
  shards: readonly SourceShard[],
  owners: readonly SourceShard[],
  {
    chosen,
    position,
  }: {
    readonly chosen: readonly SourceShard[];
    readonly position: Extract<StartPosition, { sequenceNumber: string }>;
  },
): StartingPoint[] {
  const parts = decodeSequenceNumber(position.sequenceNumber);
  const owner = owners.find(({ shardId }) => parseShardId(shardId) === parts?.shardIndex);
  const [only] = chosen;
  // Whether it is of the one that a person named, the service knows best.
  const isOfOnly = owners === chosen || !owner || owner === only;
  if (only && chosen.length === 1 && isOfOnly) return [{ shard: only, start: position }];
  if (!parts || !owner) {
    const hint = parts ? ` It is of shard ${shortShardId(String(parts.shardIndex))}.` : '';
    throw invalid(`Choose the one shard that this sequence number is of.${hint}`);
  }
  const own = new Map([[owner.shardId, position]]);
  return pointsBeside(shards, chosen, own, timeOf([position.sequenceNumber]));
}

/** Each named shard after its own number, as a consumer's checkpoints are kept. */
function pointsAfter(
  shards: readonly SourceShard[],
  chosen: readonly SourceShard[],
  sequenceNumbers: Readonly<Record<string, string>>,
): StartingPoint[] {
  const own = new Map<string, StartPosition>();
  for (const [shardId, sequenceNumber] of Object.entries(sequenceNumbers)) {
    const isKnown = shards.some(
      (shard) => shard.shardId === shardId || shard.parentShardIds.includes(shardId),
    );
    if (!isKnown) throw invalid(`The stream has no shard ${shardId}. Leave it out.`);
    own.set(shardId, { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber });
  }
  return pointsBeside(shards, chosen, own, timeOf(Object.values(sequenceNumbers)));
}

/**
 * What continues a shard with a position of its own begins at its first record, what it continues
 * is left out, and everything else begins at `elsewhere`.
 */
function pointsBeside(
  shards: readonly SourceShard[],
  chosen: readonly SourceShard[],
  own: ReadonlyMap<string, StartPosition>,
  elsewhere: StartPosition,
): StartingPoint[] {
  const earlier = relatives(shards, own.keys(), parentsOf);
  const later = relatives(shards, own.keys(), childrenOf);
  return chosen
    .filter(({ shardId }) => own.has(shardId) || !earlier.has(shardId))
    .map((shard) => {
      const { shardId } = shard;
      return { shard, start: own.get(shardId) ?? (later.has(shardId) ? HORIZON : elsewhere) };
    });
}

/** The time of the earliest of the numbers, as far as they tell. */
function timeOf(sequenceNumbers: readonly string[]): StartPosition {
  const seconds = sequenceNumbers.flatMap((text) => decodeSequenceNumber(text)?.timeSeconds ?? []);
  if (seconds.length < sequenceNumbers.length) return HORIZON;
  return { type: 'AT_TIMESTAMP', timestampMs: Math.min(...seconds) * 1_000 };
}

type Step = (shards: readonly SourceShard[], shardId: string) => readonly string[];

/** All shards that are reached from some by going on in one direction. */
function relatives(
  shards: readonly SourceShard[],
  from: Iterable<string>,
  step: Step,
): Set<string> {
  const reached = new Set<string>();
  const queue = [...from];
  for (let shardId = queue.pop(); shardId !== undefined; shardId = queue.pop()) {
    for (const next of step(shards, shardId)) {
      if (reached.has(next)) continue;
      reached.add(next);
      queue.push(next);
    }
  }
  return reached;
}

const parentsOf: Step = (shards, shardId) =>
  shards.find((shard) => shard.shardId === shardId)?.parentShardIds ?? [];

const childrenOf: Step = (shards, shardId) =>
  shards.filter((shard) => shard.parentShardIds.includes(shardId)).map((shard) => shard.shardId);

function invalid(message: string): ExpectedError {
  return new ExpectedError('invalidInput', message);
}
