import type { RowPage } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import type { RowCache } from './rowCache.ts';
import type { RowRange } from './rowSpan.ts';

interface Wanted {
  readonly from: number;
  readonly to: number;
}

interface RowRequest {
  readonly generation: number;
  readonly from: number;
  readonly count: number;
}

/**
 * Fetches the rows that are in view and missing. One request is under way at a time; what is
 * wanted meanwhile replaces what was wanted before, so fast scrolling asks only for where it ends.
 * While the view moves, the rows that it moves to are asked for too, so that it finds them there.
 */
export class RowLoader {
  private readonly cache: RowCache;
  private readonly request: (request: RowRequest) => Promise<RowPage>;
  private readonly onLoaded: () => void;
  private readonly rowsPerRequestMax: number;
  private wanted: Wanted | undefined;
  private busy = false;
  private lastFrom: number | undefined;

  constructor(options: {
    cache: RowCache;
    rowsPerRequestMax: number;
    request: (request: RowRequest) => Promise<RowPage>;
    onLoaded: () => void;
  }) {
    this.cache = options.cache;
    this.rowsPerRequestMax = options.rowsPerRequestMax;
    this.request = options.request;
    this.onLoaded = options.onLoaded;
  }

  /**
   * Asks for what is missing of [from, to), and of what lies ahead within the rows that exist;
   * `onLoaded` says when some of it has arrived.
   */
  want(from: number, to: number, rows: RowRange = { first: from, end: to }): void {
    const moved = from - (this.lastFrom ?? from);
    this.lastFrom = from;
    // A jump says nothing of where the next one leads.
    const isJump = Math.abs(moved) > limits.rowsAheadMax;
    const ahead = isJump ? 0 : Math.min(limits.rowsAheadMax, Math.abs(moved) * limits.framesAhead);
    this.wanted =
      moved < 0
        ? this.cache.missing(Math.min(from, Math.max(rows.first, from - ahead)), to)
        : this.cache.missing(from, Math.max(to, Math.min(rows.end, to + ahead)));
    if (this.wanted && !this.busy) void this.fetch(this.wanted);
  }

  private async fetch(wanted: Wanted): Promise<void> {
    this.busy = true;
    const { generation, epoch } = this.cache;
    const count = Math.min(wanted.to - wanted.from, this.rowsPerRequestMax);
    // A failure is the host going away; the next change of the view asks again.
    const page = await this.request({ generation, from: wanted.from, count }).catch(
      () => undefined,
    );
    this.busy = false;
    // The answer may still have the cells of columns that are no longer there.
    if (epoch !== this.cache.epoch) {
      if (this.wanted) void this.fetch(this.wanted);
      return;
    }
    // Without a new row there is nothing to draw, and asking again at once would only spin.
    if (page && this.cache.put(page) > 0) this.onLoaded();
  }
}
