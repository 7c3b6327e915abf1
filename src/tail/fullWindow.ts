import type { WhenFull } from './sessionOptions.ts';

/** What a full window does: it drops the oldest records, or asks once for a pause instead. */
export class FullWindow {
  private readonly whenFull: WhenFull;
  private isGivenUp = false;
  private isHolding = false;

  constructor(whenFull: WhenFull = 'dropOldest') {
    this.whenFull = whenFull;
  }

  get mayDrop(): boolean {
    return this.whenFull === 'dropOldest' || this.isGivenUp;
  }

  /** Whether the tail is paused because of the window, and not by a person. */
  get hasPaused(): boolean {
    return this.isHolding;
  }

  /** A record found no room: whether to pause now. */
  pausesNow(isPaused: boolean): boolean {
    if (this.mayDrop || isPaused) return false;
    this.isHolding = true;
    return true;
  }

  /** Who goes on with a full window has seen that it is full, and wants what is new. */
  resumed(): void {
    if (this.isHolding) this.isGivenUp = true;
    this.isHolding = false;
  }

  /** It may fill, and pause the tail, anew. */
  emptied(): void {
    this.isGivenUp = this.isHolding = false;
  }
}
