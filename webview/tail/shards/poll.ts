/** Asks while its view is shown, once a tick, and never a second time before the answer has come. */
export class Poll<T> {
  private readonly request: () => Promise<T>;
  private readonly show: (answer: T) => void;
  private isShown = false;
  private isBusy = false;

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
    this.request()
      // The host logs what went wrong and shows it; the next tick asks again.
      .then(this.show, () => undefined)
      .finally(() => (this.isBusy = false));
  }
}
