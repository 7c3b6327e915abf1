import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AwsError, ERROR_TYPES } from '../../../../src/engine/wire/awsError.ts';
import { jsonCodec } from '../../../../src/engine/wire/jsonCodec.ts';
import { Timestamp } from '../../../../src/engine/wire/timestamp.ts';

describe('jsonCodec', () => {
  it('writes blobs as base64, times as seconds, and leaves undefined out', () => {
    const text = jsonCodec.encode({
      Data: Buffer.from('padded hi').subarray(7),
      At: new Timestamp(1_459_799_926_480),
      Absent: undefined,
      List: [{ Data: new Uint8Array([0]) }, null, 1],
    });
    assert.equal(text, '{"Data":"aGk=","At":1459799926.48,"List":[{"Data":"AA=="},null,1]}');
  });

  it('refuses large JSON of nothing but structure, and takes 500 keys full of it', () => {
    const many = 600_000;
    for (const body of [
      '['.repeat(2 * many),
      `[${'{},'.repeat(many)}{}]`,
      `{${'"":0,'.repeat(many)}"":0}`,
    ]) {
      // Without a cause: it was not even tried.
      assert.throws(
        () => jsonCodec.decode(Buffer.from(body)),
        (error) => error instanceof AwsError && error.cause === undefined,
      );
    }
    const Records = Array.from({ length: 500 }, () => ({
      PartitionKey: '{[:,'.repeat(64),
      Data: 'YQ=='.repeat(1_000),
    }));
    assert.deepEqual(jsonCodec.decode(Buffer.from(JSON.stringify({ Records }))), { Records });
  });

  it('refuses what is not JSON', () => {
    assert.throws(() => jsonCodec.decode(Buffer.from('{')), {
      type: 'SerializationException',
      message: '',
    });
  });

  it('writes errors with the key that their type has, and none without a text', () => {
    assert.deepEqual(
      [
        jsonCodec.encodeError({ type: 'SerializationException', message: 'm' }),
        jsonCodec.encodeError({ type: 'ResourceNotFoundException', message: 'm' }),
        jsonCodec.encodeError({ type: 'UnknownOperationException', message: '' }),
      ],
      [
        '{"__type":"SerializationException","Message":"m"}',
        '{"__type":"ResourceNotFoundException","message":"m"}',
        '{"__type":"UnknownOperationException"}',
      ],
    );
  });

  it('has client errors answer 4xx and the engine’s own 5xx', () => {
    const serverErrors = Object.entries(ERROR_TYPES)
      .filter(([, { status }]) => status >= 500)
      .map(([type]) => type);
    assert.deepEqual(serverErrors, ['InternalFailure', 'ServiceUnavailableException']);
  });
});
