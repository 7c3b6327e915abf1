import { Emitter } from '../../../src/base/event.ts';
import type { TimeFormat } from '../../../src/protocol/webview/grid.ts';
import type { TimeFace } from './timeFormat.ts';

/** How the reader wants times: what every part of the page asks, so that they agree. */
export class Times implements TimeFace {
  private readonly chosen: () => TimeFormat;
  private readonly emitter = new Emitter<void>();
  /** What stands on the page has to be written anew. */
  readonly onDidChange = this.emitter.event;

  constructor(chosen: () => TimeFormat) {
    this.chosen = chosen;
  }

  get format(): TimeFormat {
    return this.chosen();
  }

  get nowMs(): number {
    return Date.now();
  }

  changed(): void {
    this.emitter.fire();
  }
}
