import type { ShardMetrics, TailSnapshot, TailState } from '../../../src/protocol/webview/tail.ts';

/**
 * One tab of the pane that tells what the stream does. A new one is a file with a class that has
 * this shape, and a line in `viewsOf` of `streamPane.ts`.
 */
export interface StreamView {
  /** What the page remembers; it stays the same over versions. */
  readonly id: string;
  readonly title: string;
  readonly node: HTMLElement;
  /** What the host knows when the page opens. */
  open?(snapshot: TailSnapshot): void;
  setState?(state: TailState): void;
  /** About once a second; `timeMs` is when they arrived. */
  setMetrics?(metrics: readonly ShardMetrics[], timeMs: number): void;
  /** Whether its tab is the chosen one: what costs a request can wait for that. */
  setShown?(isShown: boolean): void;
}
