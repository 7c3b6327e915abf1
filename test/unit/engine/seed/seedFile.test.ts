import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSeed, readSeedFile } from '../../../../src/engine/seed/seedFile.ts';

const FULL = {
  $schema: 'x',
  streams: [
    {
      name: 'orders',
      mode: 'PROVISIONED',
      shardCount: 2,
      retentionHours: 48,
      maxRecordSizeInKiB: 2048,
      tags: { team: 'a', constructor: 'b' },
      consumers: ['one', 'two'],
    },
    { name: 'clicks' },
  ],
  deliveryStreams: [
    {
      name: 'archive',
      source: 'orders',
      bucket: 'my-bucket',
      prefix: 'p/',
      errorPrefix: 'e/',
      compression: 'GZIP',
      bufferMegabytes: 1,
      bufferSeconds: 60,
    },
  ],
  producers: [
    {
      streamName: 'clicks',
      kind: 'clicks',
      recordsPerSecond: 0.5,
      keys: 1,
      keySkew: 1.5,
      seed: 0,
      shardCount: 1,
    },
  ],
  faults: [
    { kind: 'delay', streamName: 'orders', shardId: '0', operation: 'PutRecord', delayMs: 5 },
    { kind: 'cut', share: 0.1, count: 3, seed: 4, moment: 'before' },
  ],
};

describe('parseSeed', () => {
  it('takes everything that there is, and nothing', () => {
    assert.deepEqual([parseSeed(FULL), parseSeed({})], [FULL, {}]);
  });

  const refused: [unknown, string][] = [
    [[], 'The seed must be an object.'],
    [null, 'The seed must be an object.'],
    [
      { stream: [] },
      'stream is not known here; there is $schema, streams, deliveryStreams, producers, faults.',
    ],
    [{ streams: {} }, 'streams must be a list.'],
    [{ streams: ['s'] }, 'streams[0] must be an object.'],
    [{ streams: [{}] }, 'streams[0].name is missing.'],
    [
      {
        streams: [
          { name: 'a b', shardCount: 0 },
          { name: 's', tags: { a: 1 } },
        ],
      },
      [
        'streams[0].name must have the form ^[a-zA-Z0-9_.-]{1,128}$.',
        'streams[0].shardCount must be a whole number from 1 to 10000.',
        'streams[1].tags.a must be a text.',
      ].join('\n'),
    ],
    [
      { streams: [{ name: 's', mode: 'FAST' }] },
      'streams[0].mode must be one of PROVISIONED, ON_DEMAND.',
    ],
    [
      { streams: [{ name: 's', mode: 'PROVISIONED' }] },
      'streams[0].shardCount is missing, which PROVISIONED needs.',
    ],
    [
      { streams: [{ name: 's', mode: 'ON_DEMAND', shardCount: 1 }] },
      'streams[0].shardCount does not go with ON_DEMAND.',
    ],
    [{ streams: [{ name: 's' }, { name: 's' }] }, 'streams[1] names s a second time.'],
    [
      { streams: [{ name: 's', consumers: ['c', 'c'] }] },
      'streams[0].consumers[1] names c a second time.',
    ],
    [
      { streams: [{ name: 's', tags: Object.fromEntries(Array(51).entries()) }] },
      /^streams\[0\]\.tags must have at most 50 members\./,
    ],
    [
      { faults: [{ kind: 'cut', share: 0 }] },
      'faults[0].share must be a number above 0 and at most 1.',
    ],
    [
      { faults: [{ kind: 'failRecords', delayMs: 5 }] },
      'faults[0] is not possible: delayMs is not a parameter of failRecords; use kind, streamName, shardId, share, count, seed.',
    ],
    [
      { deliveryStreams: [{ name: 'd', bucket: 'b', compression: 'ZIP' }] },
      [
        'deliveryStreams[0].bucket must have the form ^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$.',
        'deliveryStreams[0].compression must be one of GZIP, UNCOMPRESSED.',
      ].join('\n'),
    ],
    [
      { producers: Array.from({ length: 201 }, (_, index) => ({ streamName: `s${index}` })) },
      /^producers must have at most 200 entries\.\nproducers\[0\]\.kind is missing\./,
    ],
  ] as [unknown, string][];
  for (const [value, message] of refused) {
    it(`refuses ${JSON.stringify(value).slice(0, 70)}`, () => {
      assert.throws(() => parseSeed(value), { code: 'invalidInput', message });
    });
  }

  it('says no more than fifty problems', () => {
    const streams = Array.from({ length: 100 }, () => ({}));
    assert.throws(
      () => parseSeed({ streams }),
      ({ message }: Error) => message.split('\n').length === 50,
    );
  });

  it('names the file that cannot be read', () => {
    assert.throws(() => readSeedFile('/nowhere/at-all.json'), {
      code: 'invalidInput',
      message: /^The seed file \/nowhere\/at-all\.json cannot be read: ENOENT.*\.$/,
    });
  });
});
