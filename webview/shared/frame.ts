/** Runs a callback at most once per animation frame, however often it is asked for. */
export class FrameTask {
  private handle: number | undefined;
  private readonly run: () => void;

  constructor(run: () => void) {
    this.run = run;
  }

  schedule(): void {
    this.handle ??= requestAnimationFrame(() => {
      this.handle = undefined;
      this.run();
    });
  }

  dispose(): void {
    if (this.handle !== undefined) cancelAnimationFrame(this.handle);
    this.handle = undefined;
  }
}
