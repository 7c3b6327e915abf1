import { SUBSCRIBER_STALLED_MS_MAX } from '../limits.ts';
import type { Frames } from '../wire/eventStream.ts';
import type { HttpResponse } from './http.ts';

/** Answers that go on until they are told to end, such as subscriptions. */
export class FrameStreams {
  private readonly open = new Set<AbortController>();
  private readonly stalledMs: number;

  /** A peer that takes nothing for `stalledMs` is cut off. */
  constructor(stalledMs = SUBSCRIBER_STALLED_MS_MAX) {
    this.stalledMs = stalledMs;
  }

  /**
   * Sends frames as fast as the peer takes them: while it does not, no further frame is made.
   * Resolves when the stream has ended or the peer has gone.
   */
  async send(
    response: HttpResponse,
    answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
    frames: Frames,
  ): Promise<void> {
    const ending = new AbortController();
    const end = (): void => {
      ending.abort();
    };
    this.open.add(ending);
    response.once('close', end);
    if (response.destroyed) end();
    response.statusCode = answer.status;
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    try {
      for await (const frame of frames(ending.signal)) {
        if (response.destroyed) break;
        if (!write(response, frame) && !(await this.isTaken(response, ending.signal))) break;
      }
    } finally {
      if (!response.destroyed) await this.ended(response);
      response.off('close', end);
      this.open.delete(ending);
    }
  }

  /** Ends all streams, so that the engine can stop. */
  end(): void {
    for (const ending of [...this.open]) ending.abort();
  }

  /** Resolves when the peer has taken what was written; false when nobody will. */
  private isTaken(response: HttpResponse, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (taken: boolean): void => {
        clearTimeout(timer);
        response.off('drain', onDrain);
        signal.removeEventListener('abort', onAbort);
        resolve(taken);
      };
      const onDrain = (): void => {
        finish(true);
      };
      const onAbort = (): void => {
        finish(false);
      };
      const timer = setTimeout(() => {
        response.destroy();
        finish(false);
      }, this.stalledMs);
      response.once('drain', onDrain);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
  }

  /** Resolves when the end is on its way: an engine that stops closes the connection right after. */
  private ended(response: HttpResponse): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        response.off('close', finish);
        resolve();
      };
      const timer = setTimeout(() => {
        response.destroy();
        finish();
      }, this.stalledMs);
      response.once('close', finish);
      response.end(finish);
    });
  }
}

/** Both kinds of response write alike, but their types share no signature. */
function write(response: HttpResponse, frame: Uint8Array): boolean {
  return 'stream' in response ? response.write(frame) : response.write(frame);
}
