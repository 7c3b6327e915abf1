import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import { Answers } from '../../../../src/engine/server/answers.ts';
import type { HttpResponse } from '../../../../src/engine/server/http.ts';

/** As much of a response as an answer uses. */
class FakeResponse extends EventEmitter {
  statusCode = 0;
  headersSent = false;
  destroyed = false;
  headers: Readonly<Record<string, string>> = {};
  ended: Uint8Array | string | undefined;

  writeHead(status: number, headers: Readonly<Record<string, string>>): void {
    this.statusCode = status;
    this.headers = headers;
  }

  end(body: Uint8Array | string): void {
    this.ended = body;
  }

  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

const MIB = 2 ** 20;
const answerOf = (body: Uint8Array | string) => ({ status: 200, headers: { a: 'b' }, body });

function send(answers: Answers, body: Uint8Array | string): FakeResponse {
  const response = new FakeResponse();
  answers.send(response as unknown as HttpResponse, answerOf(body));
  return response;
}

describe('Answers', () => {
  it('are sent whole, with their length in bytes', () => {
    const answers = new Answers();
    const texts = ['é', 'é'.repeat(5_000)].map((text) => send(answers, text));
    for (const response of texts) response.emit('finish');
    assert.deepEqual(
      texts.map(({ statusCode, headers, ended }) => [statusCode, headers, String(ended)]),
      [
        [200, { a: 'b', 'content-length': '2' }, 'é'],
        [200, { a: 'b', 'content-length': '10000' }, 'é'.repeat(5_000)],
      ],
    );
  });

  it('that are large fit until too much of them is not taken', () => {
    const answers = new Answers({ bytesMax: 3 * MIB });
    const mib = Buffer.alloc(MIB);
    const responses: FakeResponse[] = [];
    const seen: boolean[][] = [];
    const look = (): void => {
      seen.push([answers.fits(answerOf(mib)), answers.fits(answerOf('small')), answers.isFull]);
    };
    for (let count = 0; count < 3; count += 1) {
      look();
      responses.push(send(answers, mib));
    }
    look();
    const [first, second, third] = responses;
    first?.emit('finish');
    first?.emit('close');
    look();
    second?.destroy();
    third?.destroy();
    responses.push(send(answers, Buffer.alloc(3 * MIB - 5)), send(answers, '12345'));
    look();
    for (const response of responses.slice(3)) response.destroy();
    look();
    const free = [true, true, false];
    assert.deepEqual(seen, [
      free,
      free,
      free,
      [false, true, true],
      free,
      [false, true, true],
      free,
    ]);
  });

  it('that are gone at once hold nothing', () => {
    const answers = new Answers({ bytesMax: 1 });
    const response = Object.assign(new FakeResponse(), { writableFinished: true });
    answers.send(response as unknown as HttpResponse, answerOf('xyz'));
    assert.deepEqual([response.ended, answers.isFull, response.eventNames()], ['xyz', false, []]);
  });

  it('that nobody takes are given up', async () => {
    const answers = new Answers({ bytesMax: MIB, msMax: 10 });
    const response = send(answers, Buffer.alloc(MIB));
    const before = answers.isFull;
    await new Promise((resolve) => response.once('close', resolve));
    assert.deepEqual(
      [before, answers.isFull, response.destroyed, response.eventNames()],
      [true, false, true, []],
    );
  });

  it('are not sent where one was sent before', () => {
    const answers = new Answers({ bytesMax: 1 });
    const response = new FakeResponse();
    response.headersSent = true;
    answers.send(response as unknown as HttpResponse, answerOf('x'));
    assert.deepEqual([response.ended, answers.isFull], [undefined, false]);
  });
});
