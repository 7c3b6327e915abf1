import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ShardMetrics, TailReading } from '../../../../src/protocol/webview/tail.ts';
import { readingText } from '../../../../webview/tail/text/readings.ts';

const OFF: TailReading = {
  pushMode: 'enhancedFanOut',
  push: 'off',
  consumerName: undefined,
  refusal: undefined,
};

function shard(more: Partial<ShardMetrics>): ShardMetrics {
  return {
    shardId: 'shardId-000000000000',
    recordsPerSecond: 0,
    bytesPerSecond: 0,
    millisBehindLatest: 0,
    recordsRead: 0,
    throttles: 0,
    written: undefined,
    hashKeyShare: undefined,
    state: 'reading',
    mode: 'polling',
    readsPerSecond: 1,
    readBytesPerSecond: 1_024,
    readsPerSecondMax: 1,
    ...more,
  };
}

describe('what reading takes of a stream', () => {
  it('is said of the shard that is read most, with its throttles', () => {
    const metrics = [
      shard({ readsPerSecond: 0.4 }),
      shard({ readsPerSecond: 2, readsPerSecondMax: 2.5, throttles: 3 }),
      shard({ readsPerSecond: 5, state: 'ended' }),
    ];
    const { short, sentences, action } = readingText(OFF, metrics);
    assert.equal(short, '2.0 of 5 reads/s');
    assert.match(sentences[0] ?? '', /read 2\.0 times a second .* of 5 .* 1\.0 KB\/s of 2\.0 MB\./);
    assert.match(sentences[1] ?? '', /^At most 1\.0 reads a second/);
    assert.equal(sentences[2], 'Throttled 3 times so far.');
    assert.deepEqual(action, { text: 'Use enhanced fan-out…', isOn: true });
  });

  it('is nothing while all shards are pushed', () => {
    const reading: TailReading = { ...OFF, push: 'on', consumerName: 'kinesis-workbench-1' };
    const { short, sentences, action } = readingText(reading, [shard({ mode: 'enhancedFanOut' })]);
    assert.equal(short, 'Enhanced fan-out');
    assert.deepEqual(sentences, [
      'Enhanced fan-out: 1 of 1 shard, without taking reads from others. The consumer kinesis-workbench-1 is deregistered when this tail is closed.',
    ]);
    assert.deepEqual(action, { text: 'Poll instead', isOn: false });
  });

  it('says why push is not possible, and offers nothing where there is none', () => {
    const refused: TailReading = { ...OFF, pushMode: 'push', push: 'refused', refusal: 'Full.' };
    const { sentences, action } = readingText(refused, [shard({})]);
    assert.equal(sentences.at(-1), 'Push is not possible, so shards are polled. Full.');
    assert.deepEqual(action, { text: 'Use push', isOn: true });
    assert.equal(readingText({ ...OFF, pushMode: undefined }, []).action, undefined);
  });
});
