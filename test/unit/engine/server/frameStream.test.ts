import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import { FrameStreams } from '../../../../src/engine/server/frameStream.ts';
import type { HttpResponse } from '../../../../src/engine/server/http.ts';
import { settle } from '../../../support/fakeClock.ts';

/** As much of a response as a stream of frames uses. `isFull` makes it ask for patience. */
class FakeResponse extends EventEmitter {
  statusCode = 0;
  destroyed = false;
  isFull = false;
  readonly headers: Record<string, string> = {};
  readonly written: string[] = [];
  hasEnded = false;

  setHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  write(frame: Uint8Array): boolean {
    this.written.push(Buffer.from(frame).toString());
    return !this.isFull;
  }

  end(onEnded: () => void): void {
    this.hasEnded = true;
    onEnded();
  }

  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }

  /** What is still listened to, which after the end is nothing. */
  get listening(): (string | symbol)[] {
    return this.eventNames().filter((name) => name !== 'close');
  }
}

interface Sending {
  readonly response: FakeResponse;
  readonly done: Promise<void>;
  /** How many frames were asked for. */
  readonly pulled: () => number;
  readonly wasClosed: () => boolean;
}

function send(streams: FrameStreams, count: number, isFull = false): Sending {
  const response = new FakeResponse();
  response.isFull = isFull;
  let pulled = 0;
  let closed = false;
  async function* frames(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
      while (pulled < count) {
        pulled += 1;
        yield Buffer.from(String(pulled));
      }
      if (count === 0)
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    } finally {
      closed = true;
    }
  }
  const answer = { status: 200, headers: { a: 'b' } };
  const done = streams.send(response as unknown as HttpResponse, answer, frames);
  return { response, done, pulled: () => pulled, wasClosed: () => closed };
}

describe('FrameStreams', () => {
  it('sends head and frames, and ends', async () => {
    const { response, done, wasClosed } = send(new FrameStreams(), 3);
    await done;
    assert.deepEqual(
      [response.statusCode, response.headers, response.written, response.hasEnded, wasClosed()],
      [200, { a: 'b' }, ['1', '2', '3'], true, true],
    );
  });

  it('makes no frame that the peer does not take', async () => {
    const { response, done, pulled } = send(new FrameStreams(), 3, true);
    const seen: number[] = [];
    for (let drains = 0; drains < 3; drains += 1) {
      await settle();
      seen.push(pulled());
      response.emit('drain');
    }
    await done;
    assert.deepEqual([seen, response.written.length, response.listening], [[1, 2, 3], 3, []]);
  });

  it('cuts off a peer that takes nothing', async () => {
    const { response, done, pulled, wasClosed } = send(new FrameStreams(10), 3, true);
    await done;
    assert.deepEqual([response.destroyed, pulled(), wasClosed()], [true, 1, true]);
  });

  it('ends what waits when the peer goes, and when it is told to', async () => {
    const streams = new FrameStreams();
    const left = send(streams, 0);
    const waiting = send(streams, 0);
    const stuck = send(streams, 3, true);
    await settle();
    left.response.destroy();
    await left.done;
    streams.end();
    await Promise.all([waiting.done, stuck.done]);
    assert.deepEqual(
      [left, waiting, stuck].map(({ response, wasClosed }) => [response.hasEnded, wasClosed()]),
      [
        [false, true],
        [true, true],
        [true, true],
      ],
    );
  });
});
