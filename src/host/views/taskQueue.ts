/** Runs tasks in the order they come, at most `concurrency` at once. */
export class TaskQueue {
  private readonly concurrency: number;
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(concurrency: number) {
    this.concurrency = concurrency;
  }

  /** Settles as the task does. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.concurrency) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await task();
    } finally {
      // A waiting task takes over this one's place, so `running` stands.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
