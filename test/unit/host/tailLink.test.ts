import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isExpected, messageOf } from '../../../src/base/errors.ts';
import { parseFilter } from '../../../src/formats/filterText.ts';
import { LINK_SHARDS_MAX } from '../../../src/host/limits.ts';
import { parseTailLink, tailLinkQuery } from '../../../src/host/panels/tailLink.ts';
import { seededRandom } from '../../support/seededRandom.ts';

type State = Parameters<typeof tailLinkQuery>[0];

const STATE: State = {
  connectionName: 'prod & eu',
  streamName: 'orders',
  position: { type: 'AT_TIMESTAMP', timestampMs: Date.UTC(2026, 10, 20, 9) },
  end: undefined,
  startedMs: Date.UTC(2026, 10, 20, 10),
  followsLatest: false,
  shards: 'all',
  filter: parseFilter('status="a+b&c=100%25" cel:{data.x > 1 && key != "ü"}'),
};

/** VS Code undoes the escapes of a query once before an extension gets it. */
function handedOver(query: string): string {
  return decodeURIComponent(query);
}

describe('a link to a tail', () => {
  it('opens what was shown', () => {
    const again = (change: Partial<State>): unknown =>
      parseTailLink(handedOver(tailLinkQuery({ ...STATE, ...change })));
    const { connectionName, streamName, position, shards, filter } = STATE;
    const same = { connectionName, streamName, position, shards, filter };
    const number = '49668899999999999999999999999999999999999999999999999986';
    assert.deepEqual(
      [
        again({}),
        again({ followsLatest: true }),
        again({ position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000001', 'b'] }),
        again({ position: { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: number } }),
        again({ end: { type: 'COUNT', records: 5 } }),
        again({ end: { type: 'NOW' } }),
        again({ end: { type: 'AT_TIMESTAMP', timestampMs: 9 } }),
        again({ shards: { kind: 'key', partitionKey: 'a,b=&+ü' } }),
        again({ shards: { kind: 'key', partitionKey: 'k', allShards: true } }),
      ],
      [
        same,
        { ...same, position: { type: 'LATEST' } },
        { ...same, position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000001', 'b'] },
        { ...same, position: { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: number } },
        { ...same, end: { type: 'COUNT', records: 5 } },
        { ...same, end: { type: 'AT_TIMESTAMP', timestampMs: STATE.startedMs } },
        { ...same, end: { type: 'AT_TIMESTAMP', timestampMs: 9 } },
        { ...same, shards: { kind: 'key', partitionKey: 'a,b=&+ü' } },
        { ...same, shards: { kind: 'key', partitionKey: 'k', allShards: true } },
      ],
    );
  });

  it('is not made of what it cannot say', () => {
    const sequenceNumbers = { a: '1' };
    const shards = Array.from({ length: LINK_SHARDS_MAX + 1 }, (_, index) => `s${index}`);
    const reasons = [
      { position: { type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers } as const },
      { shards },
      { shards: { kind: 'key', partitionKey: 'k'.repeat(9_000) } as const },
    ].map((change) => {
      try {
        return tailLinkQuery({ ...STATE, ...change });
      } catch (error) {
        return isExpected(error) && error.code === 'unsupported' ? messageOf(error) : error;
      }
    });
    assert.deepEqual(reasons, [
      'A link cannot name a place in each shard. Start the tail at a time, then copy the link.',
      `A link names at most ${LINK_SHARDS_MAX} shards. Tail all, or fewer of them.`,
      'The filter and the shards of the tail are too long for a link. Shorten them.',
    ]);
  });

  it('that is none of ours is refused with the reason', () => {
    const base = 'connection=c&stream=s';
    const reasons = [
      'stream=s',
      'connection=a%00b&stream=s',
      'connection=c&stream=s/../x',
      `${base}&from=yesterday`,
      `${base}&from=at:1e9`,
      `${base}&shards=a,,b`,
      `${base}&shards=a&key=k`,
      `${base}&filter=%22`,
      `${base}&run=1`,
      `${base}&until=count:0`,
      `${base}&until=tomorrow`,
      `${base}&stream=t`,
      `${base}&key=${'k'.repeat(9_000)}`,
    ].map((query) => {
      try {
        parseTailLink(query);
        return 'taken';
      } catch (error) {
        return messageOf(error).replace('. Ask for a new one.', '');
      }
    });
    assert.deepEqual(reasons, [
      'The link names no connection',
      'The link names no connection',
      'The link names no stream',
      'The link has no place to start from',
      'The link has no place to start from',
      'The link has shards that are none',
      'The link has a partition key that is none',
      'The link has a filter that cannot be read',
      'The link has a part that this version does not know',
      'The link has an end that is none',
      'The link has an end that is none',
      'The link repeats a part',
      'The link is too long',
    ]);
  });

  it('never fails in another way, whatever it is', () => {
    const seed = 17;
    const random = seededRandom(seed);
    const good = handedOver(tailLinkQuery(STATE));
    for (let round = 0; round < 3_000; round++) {
      const characters = [...good];
      for (let change = 0; change < 3; change++) {
        const at = Math.floor(random() * characters.length);
        characters[at] = String.fromCharCode(Math.floor(random() * 200));
      }
      try {
        parseTailLink(characters.join(''));
      } catch (error) {
        assert.ok(
          isExpected(error) && error.code === 'invalidInput',
          `seed ${seed}: ${String(error)}`,
        );
      }
    }
  });
});
