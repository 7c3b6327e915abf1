/** When a buffer is delivered: whatever comes first. */
export interface BufferingHints {
  readonly bytesMax: number;
  readonly intervalMs: number;
}

/** Counts what is undelivered and says when it is due. The records themselves lie in the store. */
export class BufferAccount {
  private undeliveredBytes = 0;
  private oldestMs: number | undefined;

  get bytes(): number {
    return this.undeliveredBytes;
  }

  add(bytes: number, arrivedMs: number): void {
    this.undeliveredBytes += bytes;
    this.oldestMs ??= arrivedMs;
  }

  /** `oldestMs` is the arrival of what is now the oldest record; undefined when none is left. */
  remove(bytes: number, oldestMs: number | undefined): void {
    this.undeliveredBytes -= bytes;
    this.oldestMs = oldestMs;
  }

  /** Epoch milliseconds, perhaps in the past; undefined when there is nothing to deliver. */
  dueMs(hints: BufferingHints): number | undefined {
    if (this.oldestMs === undefined) return undefined;
    return this.undeliveredBytes >= hints.bytesMax
      ? this.oldestMs
      : this.oldestMs + hints.intervalMs;
  }
}
