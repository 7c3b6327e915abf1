import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isExpected, messageOf } from '../../../src/base/errors.ts';
import { parseFilter } from '../../../src/formats/filterText.ts';
import { parseTailLink, tailLinkQuery } from '../../../src/host/panels/tailLink.ts';
import { seededRandom } from '../../support/seededRandom.ts';

type State = Parameters<typeof tailLinkQuery>[0];

const STATE: State = {
  connectionName: 'prod & eu',
  streamName: 'orders',
  position: { type: 'AT_TIMESTAMP', timestampMs: Date.UTC(2026, 10, 20, 9) },
  startedMs: Date.UTC(2026, 10, 20, 10),
  followsLatest: false,
  shards: 'all',
  filter: parseFilter('status="a+b" cel:{data.x > 1 && key != "ü"}'),
};

describe('a link to a tail', () => {
  it('opens what was shown', () => {
    const again = (change: Partial<State>): unknown =>
      parseTailLink(tailLinkQuery({ ...STATE, ...change }));
    const { connectionName, streamName, position, shards, filter } = STATE;
    const same = { connectionName, streamName, position, shards, filter };
    const number = '49668899999999999999999999999999999999999999999999999986';
    assert.deepEqual(
      [
        again({}),
        again({ followsLatest: true }),
        again({ position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000001', 'b'] }),
        again({ position: { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: number } }),
        again({ position: { type: 'AFTER_SEQUENCE_NUMBERS', sequenceNumbers: { a: number } } }),
        again({ shards: { kind: 'key', partitionKey: 'a,b=&+ü' } }),
      ],
      [
        same,
        { ...same, position: { type: 'LATEST' } },
        { ...same, position: { type: 'TRIM_HORIZON' }, shards: ['shardId-000000000001', 'b'] },
        { ...same, position: { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: number } },
        { ...same, position: { type: 'AT_TIMESTAMP', timestampMs: STATE.startedMs } },
        { ...same, shards: { kind: 'key', partitionKey: 'a,b=&+ü' } },
      ],
    );
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
      'The link repeats a part',
      'The link is too long',
    ]);
  });

  it('never fails in another way, whatever it is', () => {
    const seed = 17;
    const random = seededRandom(seed);
    const good = tailLinkQuery(STATE);
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
