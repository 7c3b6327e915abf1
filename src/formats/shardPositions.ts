import { isSequenceNumber } from './sequenceNumber.ts';
import { formatShardId, parseShardId } from './shardId.ts';

/** Longer lists are pasted by mistake: 20,000 shards are the largest quota of any region. */
const POSITIONS_MAX = 20_000;

/**
 * Sequence numbers by shard, as a person pastes them: a JSON object, or lines of a shard and a number.
 * Returns a sentence that says what to correct otherwise.
 */
export function parseShardPositions(text: string): Readonly<Record<string, string>> | string {
  const trimmed = text.trim();
  if (trimmed === '') return 'Enter a shard and a sequence number on each line, or a JSON object.';
  const pairs = trimmed.startsWith('{') ? pairsOfJson(trimmed) : pairsOfLines(trimmed);
  if (typeof pairs === 'string') return pairs;
  if (pairs.length === 0) return 'Enter a sequence number for at least one shard.';
  if (pairs.length > POSITIONS_MAX) return 'These are more shards than any stream has.';
  const positions = new Map<string, string>();
  for (const [shard, number] of pairs) {
    const shardId = shardIdOf(shard);
    if (shardId === undefined) return `“${shard}” is no shard. Write shardId-000000000003, or 3.`;
    if (!isSequenceNumber(number))
      return `The sequence number of ${shardId} has to be digits only.`;
    if (positions.has(shardId)) return `There are two sequence numbers for ${shardId}.`;
    positions.set(shardId, number);
  }
  return Object.fromEntries(positions);
}

/** One line a shard, as `parseShardPositions` reads it. */
export function formatShardPositions(positions: Readonly<Record<string, string>>): string {
  return Object.entries(positions)
    .map(([shardId, sequenceNumber]) => `${shardId} ${sequenceNumber}`)
    .join('\n');
}

type Pairs = readonly (readonly [string, string])[];

function pairsOfJson(text: string): Pairs | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'This is not a JSON object: {"shardId-000000000000": "4950…"}.';
  }
  const pairs: [string, string][] = [];
  for (const [shard, number] of Object.entries(value as Record<string, unknown>)) {
    // A number of 56 digits has lost most of them by now.
    if (typeof number !== 'string') return `Put the sequence number of ${shard} in quotes.`;
    pairs.push([shard, number]);
  }
  return pairs;
}

function pairsOfLines(text: string): Pairs | string {
  const pairs: [string, string][] = [];
  for (const line of text.split('\n').map((part) => part.trim())) {
    if (line === '') continue;
    // Several in a line are fine too: that is how they come out of a box of one line.
    const parts = line.split(/[\s,;:=]+/);
    if (parts.length % 2 > 0) return `Write “${line}” as a shard and its sequence number.`;
    for (let index = 0; index < parts.length; index += 2) {
      pairs.push([parts[index] ?? '', parts[index + 1] ?? '']);
    }
  }
  return pairs;
}

function shardIdOf(text: string): string | undefined {
  const shardIndex = parseShardId(text);
  if (shardIndex === undefined) return undefined;
  return /^(shardId-)?\d+$/.test(text) ? formatShardId(shardIndex) : text;
}
