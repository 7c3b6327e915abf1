import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../../../../src/engine/server/http.ts';
import { RequestBodies, type RequestBody } from '../../../../src/engine/server/requestBody.ts';

/** As much of a request as its body is. */
class FakeRequest extends EventEmitter {
  destroy(): void {
    this.emit('close');
  }
}

function read(
  bodies: RequestBodies,
  isKept = true,
): { request: FakeRequest; body: Promise<RequestBody> } {
  const request = new FakeRequest();
  return { request, body: bodies.read(request as unknown as HttpRequest, { isKept }) };
}

const chunk = Buffer.from('12345');

describe('RequestBodies', () => {
  it('gives the whole body', async () => {
    const { request, body } = read(new RequestBodies());
    for (const part of [chunk, chunk]) request.emit('data', part);
    request.emit('end');
    request.emit('close');
    assert.deepEqual(await body, { kind: 'complete', bytes: Buffer.concat([chunk, chunk]) });
  });

  it('drops what is not to be kept, and says when the peer has gone', async () => {
    const dropped = read(new RequestBodies(), false);
    dropped.request.emit('data', chunk);
    dropped.request.emit('end');
    const aborted = read(new RequestBodies());
    aborted.request.emit('data', chunk);
    aborted.request.emit('close');
    assert.deepEqual(
      [await dropped.body, await aborted.body],
      [{ kind: 'dropped' }, { kind: 'aborted' }],
    );
  });

  it('holds no more than its bound, until bodies are released or their peers gone', async () => {
    const bodies = new RequestBodies(12);
    const kinds: string[] = [];
    const send = async (): Promise<RequestBody> => {
      const { request, body } = read(bodies);
      request.emit('data', chunk);
      request.emit('end');
      kinds.push((await body).kind);
      return body;
    };
    const first = await send();
    const gone = read(bodies);
    gone.request.emit('data', chunk);
    await send();
    gone.request.emit('close');
    await gone.body;
    await send();
    await send();
    bodies.release(first);
    await send();
    assert.deepEqual(kinds, ['complete', 'tooMany', 'complete', 'tooMany', 'complete']);
  });

  it('reads on behind the largest body, and cuts off who never ends', async () => {
    const { request, body } = read(new RequestBodies());
    const mib = Buffer.alloc(2 ** 20);
    for (let sent = 0; sent < 17; sent += 1) request.emit('data', mib);
    const endless = read(new RequestBodies());
    for (let sent = 0; sent < 257; sent += 1) endless.request.emit('data', mib);
    request.emit('end');
    assert.deepEqual([await body, await endless.body], [{ kind: 'tooLarge' }, { kind: 'aborted' }]);
  });
});
