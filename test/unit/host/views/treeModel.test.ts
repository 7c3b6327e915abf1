import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { StreamDetail } from '../../../../src/aws/service.ts';
import { ExpectedError } from '../../../../src/base/errors.ts';
import type { ConnectionEntry } from '../../../../src/host/connections/connectionRegistry.ts';
import {
  DESCRIBE_STREAM_INTERVAL_AWS_MS,
  FILTER_NAMES_MAX,
  LIST_INTERVAL_AWS_MS,
  PASSING_STATE_POLL_MS,
  THROTTLED_ATTEMPTS_MAX,
  THROTTLED_BACKOFF,
} from '../../../../src/host/limits.ts';
import { TreeModel } from '../../../../src/host/views/treeModel.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';
import { fakeConnection, paged, summary } from '../fakeConnection.ts';

const AWS: ConnectionEntry = { name: 'prod', kind: 'aws', profile: 'prod', region: 'eu-west-1' };

describe('what the tree knows of its rows', () => {
  let clock: FakeClock;
  let model: TreeModel;
  /** What DescribeStreamSummary does, by the number of calls so far. */
  let answer: (call: number) => string;
  let askedMs: number[];

  beforeEach(() => {
    clock = new FakeClock(0);
    askedMs = [];
    answer = () => 'ACTIVE';
    const describeStreamSummary = async (name: string): Promise<StreamDetail> => {
      askedMs.push(clock.nowMs());
      await Promise.resolve();
      return detail(name, answer(askedMs.length));
    };
    const names = Array.from({ length: FILTER_NAMES_MAX + 500 }, (_, index) => `s${index}`);
    const listStreams = paged(names.map(summary));
    const connection = fakeConnection({ streams: { describeStreamSummary, listStreams } });
    model = new TreeModel({ connect: () => Promise.resolve(connection) }, clock);
  });
  afterEach(async () => {
    model.dispose();
    await settle();
    assert.equal(clock.pending, 0);
  });

  it('fills in at the pace that the service allows, each row once', async () => {
    for (const name of ['a', 'b', 'c', 'a']) {
      assert.equal(model.streamDetail(AWS, name), undefined);
    }
    await clock.advance(1_000);
    assert.deepEqual(
      askedMs,
      [0, 1, 2].map((call) => call * DESCRIBE_STREAM_INTERVAL_AWS_MS),
    );
    assert.equal(model.streamDetail(AWS, 'c')?.status, 'ACTIVE');
  });

  it('is asked for again when the service throttles, for a while', async () => {
    answer = (call) => {
      if (call < THROTTLED_ATTEMPTS_MAX) throw new ExpectedError('throttled', 'Too many requests');
      return 'ACTIVE';
    };
    model.streamDetail(AWS, 'a');
    await clock.advance(THROTTLED_ATTEMPTS_MAX * THROTTLED_BACKOFF.maxMs);
    assert.equal(model.streamDetail(AWS, 'a')?.status, 'ACTIVE');
    assert.equal(askedMs.length, THROTTLED_ATTEMPTS_MAX);
  });

  it('stays without a detail when the service throttles for good', async () => {
    answer = () => {
      throw new ExpectedError('throttled', 'Too many requests');
    };
    model.streamDetail(AWS, 'a');
    await clock.advance(10 * THROTTLED_ATTEMPTS_MAX * THROTTLED_BACKOFF.maxMs);
    assert.equal(model.streamDetail(AWS, 'a'), undefined);
    assert.equal(askedMs.length, THROTTLED_ATTEMPTS_MAX);
  });

  it('follows a passing state to its end', async () => {
    let changes = 0;
    const listening = model.onDidChange(() => (changes += 1));
    answer = (call) => (call < 3 ? 'CREATING' : 'ACTIVE');
    model.streamDetail(AWS, 'a');
    await clock.advance(10 * PASSING_STATE_POLL_MS);
    listening.dispose();
    assert.deepEqual(
      { askedMs, changes, status: model.streamDetail(AWS, 'a')?.status },
      {
        askedMs: [0, PASSING_STATE_POLL_MS, 2 * PASSING_STATE_POLL_MS],
        changes: 3,
        status: 'ACTIVE',
      },
    );
  });

  it('is forgotten at a refresh, and so is what was still to be asked', async () => {
    model.streamDetail(AWS, 'a');
    model.streamDetail(AWS, 'b');
    await settle();
    model.refresh(AWS);
    await clock.advance(1_000);
    assert.deepEqual(askedMs, [0]);
    assert.equal(model.streamDetail(AWS, 'a'), undefined);
    await clock.advance(1_000);
    assert.equal(model.streamDetail(AWS, 'a')?.name, 'a');
  });

  it('has ready again what was looked at, whatever became of a part of it', async () => {
    const calls: string[] = [];
    const answerTo = <T>(
      call: string,
      items: readonly T[],
    ): Promise<{ items: T[]; next: undefined }> => {
      calls.push(call);
      return Promise.resolve({ items: [...items], next: undefined });
    };
    let hasGone = false;
    const connection = fakeConnection({
      streams: {
        listStreams: () => answerTo('streams', [summary('orders')]),
        listShards: (name) => {
          if (hasGone && name === 'gone') throw new ExpectedError('notFound', 'It is gone.');
          return answerTo(`shards of ${name}`, []);
        },
      },
      deliveryStreams: { listDeliveryStreams: () => answerTo('delivery streams', ['archive']) },
    });
    const reloaded = new TreeModel({ connect: () => Promise.resolve(connection) }, clock);
    for (const name of ['orders', 'gone']) await reloaded.shards(AWS, name).first();
    hasGone = true;
    calls.length = 0;
    await reloaded.reload(AWS);
    const expected = ['streams', 'delivery streams', 'shards of orders'];
    assert.deepEqual(calls, expected);
    await Promise.all([
      reloaded.streams(AWS).first(),
      reloaded.deliveryStreams(AWS).first(),
      reloaded.shards(AWS, 'orders').first(),
    ]);
    assert.deepEqual(calls, expected);
    reloaded.dispose();
  });

  it('reaches for a filter as far as the limit, page by page', async () => {
    const list = model.streams(AWS);
    const loaded = model.loadForFilter(AWS, list);
    await settle();
    assert.equal(list.items.length, 200);
    await clock.advance(LIST_INTERVAL_AWS_MS);
    assert.equal(list.items.length, 300);
    await clock.advance(60_000);
    await loaded;
    assert.deepEqual([list.items.length, list.hasMore], [FILTER_NAMES_MAX, true]);
  });
});

function detail(name: string, status: string): StreamDetail {
  return {
    ...summary(name),
    status,
    openShardCount: 1,
    retentionHours: 24,
    consumerCount: 0,
    createdMs: 0,
    encryptionType: undefined,
  };
}
