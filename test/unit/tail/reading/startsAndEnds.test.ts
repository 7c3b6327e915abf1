import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { TailEnd, TailStart } from '../../../../src/formats/position.ts';
import { compareSequenceNumbers } from '../../../../src/formats/sequenceNumber.ts';
import type { ShardChoice } from '../../../../src/protocol/webview/tail.ts';
import type { TailSession } from '../../../../src/tail/session.ts';
import { settle } from '../../../support/fakeClock.ts';
import { READING_WAYS, type ReadingWay, shownRows } from '../../../support/tails.ts';
import { byKey, drain, KEYS, openTail, type PutRecord, RandomStream } from '../randomStream.ts';

/** More than the clocks of a tail and of the service may differ. */
const QUIET_MS = 60_000;
const SEEDS = Array.from({ length: 60 }, (_, index) => 7 + index * 101);

interface Plan {
  readonly position: TailStart;
  readonly shards: ShardChoice;
  readonly end: TailEnd | undefined;
}

/** The time at which a tail was opened, and how many records there were then. */
interface Opening {
  readonly timeMs: number;
  readonly records: number;
}

/**
 * Any start, any choice of shards and any end, on a stream with a past that goes on resharding and
 * failing, against a model that looks at each record by itself and knows no readers.
 */
describe('a tail from anywhere to anywhere', () => {
  for (const way of READING_WAYS) {
    for (const seed of SEEDS) {
      it(`shows what lies between, once and in order, by ${way} (seed ${seed})`, async () => {
        const stream = new RandomStream(seed);
        for (let step = 0; step < 30; step++) await stream.step();
        const plan = randomPlan(stream);
        if (plan.position.type === 'LATEST') await stream.clock.advance(QUIET_MS);
        const opening = { timeMs: stream.clock.nowMs(), records: stream.records.length };
        const session = openTail(stream, { ...plan, ...pushOf(way) });
        await drain(stream, () => ['running', 'ended'].includes(session.state.phase.name));
        for (let step = 0; step < 30; step++) await liveStep(stream, session, way);
        const asked = stream.records.filter((record) => isAsked(stream, plan, opening, record));
        if (plan.end) {
          await checkEnded(stream, session, { end: plan.end, asked, opening });
          session.resume();
        }
        await drain(stream, () => session.counts.received >= asked.length);
        await stream.clock.advance(10_000);
        assert.deepEqual(byKey(shownRows(session), KEYS), textsByKey(asked), JSON.stringify(plan));
        session.dispose();
        await settle();
        assert.deepEqual([stream.clock.pending, stream.source.push.openLines], [0, 0]);
      });
    }
  }
});

function pushOf(way: ReadingWay): Parameters<typeof openTail>[1] {
  return way === 'push' ? { push: { mode: 'push', isAutomatic: true } } : {};
}

/** That it has ended there and shows what lies before. */
async function checkEnded(
  stream: RandomStream,
  session: TailSession,
  { end, asked, opening }: { end: TailEnd; asked: readonly PutRecord[]; opening: Opening },
): Promise<void> {
  const isFew = end.type === 'COUNT' && asked.length < end.records;
  await drain(stream, () =>
    isFew ? session.counts.received >= asked.length : session.state.phase.name === 'ended',
  );
  await stream.clock.advance(10_000);
  const shown = shownRows(session);
  if (end.type === 'COUNT') {
    assert.equal(shown.length, Math.min(end.records, asked.length));
    const firsts = KEYS.flatMap((key) => {
      const count = shown.filter(({ partitionKey }) => partitionKey === key).length;
      return asked.filter(({ partitionKey }) => partitionKey === key).slice(0, count);
    });
    assert.deepEqual(byKey(shown, KEYS), textsByKey(firsts));
    return;
  }
  const untilMs = end.type === 'NOW' ? opening.timeMs : end.timestampMs;
  const before = asked.filter(({ arrivalMs }) => arrivalMs < untilMs);
  assert.deepEqual(byKey(shown, KEYS), textsByKey(before), JSON.stringify(end));
}

/** Each key's in the order in which they were put. */
function textsByKey(records: readonly PutRecord[]): string[] {
  return KEYS.flatMap((key) =>
    records.filter(({ partitionKey }) => partitionKey === key).map(({ text }) => text),
  );
}

async function liveStep(
  stream: RandomStream,
  session: TailSession,
  way: ReadingWay,
): Promise<void> {
  await stream.step();
  const chance = stream.random();
  if (chance < 0.03) stream.source.expireIterators();
  else if (way === 'push' && chance < 0.15) session.reading.usePolling();
  else if (way === 'push' && chance < 0.3) session.reading.usePush();
  else if (chance < 0.35) await stream.clock.advance(20_000);
}

function randomPlan(stream: RandomStream): Plan {
  const choice = randomChoice(stream);
  const nowMs = stream.clock.nowMs();
  switch (stream.below(5)) {
    case 0:
      return { position: { type: 'LATEST' }, shards: choice, end: undefined };
    case 1:
      return { position: { type: 'TRIM_HORIZON' }, shards: choice, end: randomEnd(stream) };
    case 2: {
      const timestampMs = 1_700_000_000_000 + stream.below(nowMs - 1_700_000_000_000);
      const position: TailStart = { type: 'AT_TIMESTAMP', timestampMs };
      return { position, shards: choice, end: randomEnd(stream, timestampMs) };
    }
    case 3: {
      const { sequenceNumber, shardId, partitionKey } = randomRecord(stream);
      const type = stream.random() < 0.5 ? 'AT_SEQUENCE_NUMBER' : 'AFTER_SEQUENCE_NUMBER';
      const choices: ShardChoice[] = ['all', [shardId], { kind: 'key', partitionKey }];
      const shards = choices[stream.below(3)] ?? 'all';
      return { position: { type, sequenceNumber }, shards, end: randomEnd(stream) };
    }
    default: {
      const records = Array.from({ length: 1 + stream.below(3) }, () => randomRecord(stream));
      const numbers = records.map(({ shardId, sequenceNumber }) => [shardId, sequenceNumber]);
      const sequenceNumbers = Object.fromEntries(numbers) as Record<string, string>;
      const position: TailStart = { type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers };
      return { position, shards: 'all', end: randomEnd(stream) };
    }
  }
}

function randomRecord(stream: RandomStream): PutRecord {
  const record = stream.records[stream.below(stream.records.length)];
  if (!record) throw new Error('Nothing was put');
  return record;
}

function randomChoice(stream: RandomStream): ShardChoice {
  const chance = stream.random();
  if (chance < 0.5) return 'all';
  if (chance < 0.75) return { kind: 'key', partitionKey: KEYS[stream.below(KEYS.length)] ?? '' };
  const shardIds = [...stream.source.shards.keys()];
  const some = shardIds.filter(() => stream.random() < 0.4);
  return some.length > 0 ? some : shardIds;
}

function randomEnd(stream: RandomStream, fromMs = 0): TailEnd | undefined {
  const nowMs = stream.clock.nowMs();
  switch (stream.below(4)) {
    case 0:
      return { type: 'NOW' };
    case 1:
      return { type: 'COUNT', records: 1 + stream.below(60) };
    case 2:
      return {
        type: 'AT_TIMESTAMP',
        timestampMs: Math.max(fromMs + 1, nowMs - 3_000) + stream.below(6_000),
      };
    default:
      return undefined;
  }
}

/** Whether a tail without an end is to show it. */
function isAsked(
  stream: RandomStream,
  { position, shards }: Plan,
  opening: Opening,
  record: PutRecord,
): boolean {
  if (!isOfChoice(shards, record)) return false;
  switch (position.type) {
    case 'TRIM_HORIZON':
      return true;
    case 'LATEST':
      return stream.records.indexOf(record) >= opening.records;
    case 'AT_TIMESTAMP':
      return record.arrivalMs >= position.timestampMs;
    case 'AFTER_SEQUENCE_NUMBERS':
      return isBehind(stream, position.sequenceNumbers, record);
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const { sequenceNumber } = position;
      if (position.type === 'AT_SEQUENCE_NUMBER' && record.sequenceNumber === sequenceNumber) {
        return true;
      }
      const owner = stream.records.find((it) => it.sequenceNumber === sequenceNumber);
      return isBehind(stream, { [owner?.shardId ?? '']: sequenceNumber }, record);
    }
  }
}

function isOfChoice(choice: ShardChoice, { shardId, partitionKey }: PutRecord): boolean {
  if (choice === 'all') return true;
  return 'kind' in choice ? partitionKey === choice.partitionKey : choice.includes(shardId);
}

/**
 * Behind the numbers, in shards that have one; all of what came after such a shard and nothing of
 * what came before it; and elsewhere what is no older than the oldest of the numbers, to the second.
 */
function isBehind(
  stream: RandomStream,
  numbers: Readonly<Record<string, string>>,
  { shardId, sequenceNumber, arrivalMs }: PutRecord,
): boolean {
  const own = numbers[shardId];
  if (own !== undefined) return compareSequenceNumbers(sequenceNumber, own) > 0;
  const named = Object.keys(numbers);
  if (named.some((name) => leadsTo(stream, shardId, name))) return false;
  if (named.some((name) => leadsTo(stream, name, shardId))) return true;
  const times = stream.records
    .filter((record) => numbers[record.shardId] === record.sequenceNumber)
    .map((record) => Math.floor(record.arrivalMs / 1_000) * 1_000);
  return arrivalMs >= Math.min(...times);
}

/** Whether the one shard became the other, by however many reshards. */
function leadsTo(stream: RandomStream, from: string, to: string): boolean {
  const parents = stream.source.shards.get(to)?.parentShardIds ?? [];
  return parents.some((parent) => parent === from || leadsTo(stream, from, parent));
}
