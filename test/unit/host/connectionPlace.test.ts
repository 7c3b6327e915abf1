import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionPlace } from '../../../src/host/connections/connectionPlace.ts';
import type { ConnectionEntry } from '../../../src/host/connections/connectionRegistry.ts';
import { LOCAL_CONNECTION_NAME } from '../../../src/host/settings.ts';

const AWS = { kind: 'aws', name: 'shop', profile: 'shop', region: 'eu-west-1' } as const;
const LOCAL = { kind: 'local', name: LOCAL_CONNECTION_NAME } as const;

describe('where a stream is', () => {
  it('is said where a person picks a connection, and that it is production', () => {
    const entries: ConnectionEntry[] = [LOCAL, AWS, { ...AWS, production: true }];
    assert.deepEqual(
      entries.map((entry) => connectionPlace(entry, 'running')),
      ['running', 'eu-west-1', 'production · eu-west-1'],
    );
  });
});
