/** Asks while its view is shown, once a tick, and never a second time before the answer has come. */
export class Poll<T> {
  private readonly request: () => Promise<T>;
  private readonly show: (answer: T) => void;
  private isShown = false;
  private isBusy = false;
  private isOutdated = false;

  constructor(request: () => Promise<T>, show: (answer: T) => void) {
    this.request = request;
    this.show = show;
  }

  setShown(isShown: boolean): void {
    this.isShown = isShown;
    this.tick();
  }

  tick(): void {
    if (!this.isShown || this.isBusy) return;
    this.isBusy = true;
    this.isOutdated = false;
    this.request()
      .then(
        (answer) => {
          if (!this.isOutdated) this.show(answer);
        },
        // The host logs what went wrong and shows it; the next tick asks again.
        () => undefined,
      )
      .finally(() => {
        this.isBusy = false;
        if (this.isOutdated) this.tick();
      });
  }

  /** Asks for what must be shown from now on: an answer that is under way is of before. */
  refresh(): void {
    this.isOutdated = true;
    this.tick();
  }
}
