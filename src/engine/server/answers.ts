import {
  ANSWER_MS_MAX,
  ANSWER_OF_WRITE_BYTES_MAX,
  ANSWERS_BYTES_MAX,
  TEXT_ANSWER_LENGTH_MAX,
} from '../limits.ts';
import type { HttpResponse } from './http.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** Answers that their peers have not taken yet, bounded in bytes together and in time each. */
export class Answers {
  private readonly bytesMax: number;
  private readonly msMax: number;
  private heldBytes = 0;

  constructor({ bytesMax = ANSWERS_BYTES_MAX, msMax = ANSWER_MS_MAX } = {}) {
    this.bytesMax = bytesMax;
    this.msMax = msMax;
  }

  /** Whether nothing more should be asked of the engine that has an answer. */
  get isFull(): boolean {
    return this.heldBytes >= this.bytesMax;
  }

  /**
   * Whether it may still be sent. Those of writes may, because what is written needs its answer;
   * `isFull` keeps them from being asked for.
   */
  fits({ body }: Answer): boolean {
    if (body.length <= ANSWER_OF_WRITE_BYTES_MAX) return true;
    return this.heldBytes + body.length <= this.bytesMax;
  }

  /** A peer that has not taken it all in time is cut off. */
  send(response: HttpResponse, { status, headers, body }: Answer): void {
    if (response.headersSent || response.destroyed) return;
    const isText = typeof body === 'string' && body.length <= TEXT_ANSWER_LENGTH_MAX;
    const whole = isText || typeof body !== 'string' ? body : Buffer.from(body);
    const length = typeof whole === 'string' ? Buffer.byteLength(whole) : whole.length;
    const head = { ...headers, 'content-length': String(length) };
    if ('stream' in response) response.writeHead(status, head);
    else response.writeHead(status, head);
    response.end(whole);
    // Most answers are gone by now. HTTP/2 does not say so.
    if ('writableFinished' in response && response.writableFinished) return;
    this.hold(response, length);
  }

  private hold(response: HttpResponse, length: number): void {
    this.heldBytes += length;
    const release = (): void => {
      clearTimeout(timer);
      response.off('finish', release);
      response.off('close', release);
      this.heldBytes -= length;
    };
    // Its end also releases an answer that waits behind others of a connection which is gone: Node
    // says nothing of those.
    const timer = setTimeout(() => {
      release();
      response.destroy();
    }, this.msMax);
    response.once('finish', release);
    response.once('close', release);
  }
}
