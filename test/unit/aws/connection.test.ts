import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { createConnection } from '../../../src/aws/sdk.ts';
import type { Connection } from '../../../src/aws/service.ts';
import { type FakeAnswer, FakeService } from './fakeService.ts';

const RECEIPT = { ShardId: 'shardId-000000000000', SequenceNumber: '1' };

describe('a connection that is disposed', () => {
  const { signal } = new AbortController();
  let service: FakeService;
  let connection: Connection;

  beforeEach(async () => {
    service = new FakeService();
    const endpoint = await service.listen();
    connection = createConnection({ kind: 'local', endpoint, region: 'us-east-1' });
  });
  afterEach(() => service.close());

  it('lets the calls in flight end and closes its sockets then', async () => {
    const arrived = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<FakeAnswer>();
    service.respond = () => {
      arrived.resolve(undefined);
      return answer.promise;
    };
    const record = { data: new Uint8Array(), partitionKey: 'k' };
    const put = connection.streams.putRecord('s', record, signal);
    await arrived.promise;
    connection.dispose();
    answer.resolve({ body: RECEIPT });
    assert.deepEqual(await put, {
      shardId: RECEIPT.ShardId,
      sequenceNumber: RECEIPT.SequenceNumber,
    });
    await closed(service);
  });

  it('closes the sockets that nothing uses at once', async () => {
    await connection.streams.listStreams({ signal });
    connection.dispose();
    await closed(service);
  });

  it('closes again after a call that came too late', async () => {
    connection.dispose();
    await connection.streams.listStreams({ signal });
    await closed(service);
  });
});

async function closed({ sockets }: FakeService): Promise<void> {
  assert.equal(sockets.length, 1);
  for (const socket of sockets) if (!socket.closed) await once(socket, 'close');
}
