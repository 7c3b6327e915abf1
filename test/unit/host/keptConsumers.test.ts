import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConnectionEntry } from '../../../src/host/connections/connectionRegistry.ts';
import { placeOf } from '../../../src/host/connections/keptConsumers.ts';

const AWS = { kind: 'aws', name: 'shop', profile: 'shop', region: 'eu-west-1' } as const;

describe('the place of a kept consumer', () => {
  it('is another one where the profile leads elsewhere than to AWS', () => {
    const entries: ConnectionEntry[] = [
      AWS,
      { ...AWS, endpoints: { kinesis: 'http://127.0.0.1:4566' } },
      { ...AWS, endpoints: { firehose: 'http://127.0.0.1:4566' } },
    ];
    const [aws, elsewhere, ofOtherService] = entries.map(placeOf);
    assert.equal(aws, '["aws","eu-west-1","shop",null]');
    assert.notEqual(elsewhere, aws);
    assert.equal(ofOtherService, aws);
  });
});
