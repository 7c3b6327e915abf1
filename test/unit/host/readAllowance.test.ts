import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ConnectionEntry } from '../../../src/host/connections/connectionRegistry.ts';
import { readingOf } from '../../../src/host/panels/readAllowance.ts';

const MEBIBYTE = 1024 * 1024;

describe('what a tail may read', () => {
  const aws = { name: 'prod', kind: 'aws', profile: 'p', region: 'eu-west-1' } as const;
  const endpoint = (url: string): ConnectionEntry => ({
    name: 'e',
    kind: 'endpoint',
    endpoint: url,
    region: 'eu-west-1',
  });

  it('is what the settings say on AWS, and from half of the bytes up to all', () => {
    const push = { mode: 'enhancedFanOut', isAutomatic: false };
    const readings = [1, 2, 5].map((readsPerSecond) => readingOf(aws, readsPerSecond));
    assert.deepEqual(readings, [
      { allowance: { readsPerSecond: 1, bytesPerSecond: MEBIBYTE }, pollIntervalMs: 1_000, push },
      {
        allowance: { readsPerSecond: 2, bytesPerSecond: 1.25 * MEBIBYTE },
        pollIntervalMs: 500,
        push,
      },
      {
        allowance: { readsPerSecond: 5, bytesPerSecond: 2 * MEBIBYTE },
        pollIntervalMs: 200,
        push,
      },
    ]);
    const url = 'https://vpce-1.kinesis.eu-west-1.vpce.amazonaws.com';
    const production: ConnectionEntry = {
      name: 'tunnel',
      kind: 'endpoint',
      endpoint: 'http://localhost:4566',
      region: 'eu-west-1',
      production: true,
    };
    assert.deepEqual(
      [url, 'https://kinesis.corp.example', 'http://10.0.0.7:4567', 'http://localhost.example'].map(
        (place) => readingOf(endpoint(place), 1),
      ),
      [readings[0], readings[0], readings[0], readings[0]],
    );
    assert.deepEqual(readingOf(production, 1), readings[0]);
  });

  it('is all that a shard gives where nobody else is disturbed', () => {
    const free = {
      allowance: { readsPerSecond: 5, bytesPerSecond: Number.POSITIVE_INFINITY },
      pollIntervalMs: 500,
      push: { mode: 'push', isAutomatic: false },
    };
    assert.deepEqual(readingOf({ name: 'Local engine', kind: 'local' }, 1), {
      ...free,
      push: { mode: 'push', isAutomatic: true },
    });
    for (const host of ['localhost:4566', '127.0.0.1:4566', '[::1]:4566', 'kinesis.localhost']) {
      assert.deepEqual(readingOf(endpoint(`http://${host}`), 1), free);
      const endpoints = { kinesis: `http://${host}` };
      assert.deepEqual(readingOf({ ...aws, endpoints }, 1), free);
      assert.notDeepEqual(readingOf({ ...aws, endpoints, production: true }, 1), free);
    }
    assert.notDeepEqual(readingOf({ ...aws, endpoints: { kinesis: 'http://10.0.0.7' } }, 1), free);
  });
});
