import type { Page, PageOptions } from '../../aws/service.ts';

/** Pages that were loaded so far of one list, and whether there is more. */
export class PagedList<T> {
  private readonly fetch: (options: PageOptions) => Promise<Page<T>>;
  private readonly signal: AbortSignal;
  private readonly limit: number;
  private readonly depth: number;
  private loaded: T[] = [];
  private next: string | undefined;
  private started = false;
  private loading: Promise<void> | undefined;

  constructor(options: {
    fetch: (options: PageOptions) => Promise<Page<T>>;
    limit: number;
    /** As many items as the first look loads, a page at least. */
    depth?: number;
    signal: AbortSignal;
  }) {
    this.fetch = options.fetch;
    this.limit = options.limit;
    this.depth = options.depth ?? 0;
    this.signal = options.signal;
  }

  get items(): readonly T[] {
    return this.loaded;
  }

  get hasMore(): boolean {
    return !this.started || this.next !== undefined;
  }

  /** Loads what is first seen, once; a failed load is tried again at the next call. */
  async first(): Promise<readonly T[]> {
    if (!this.started) await this.more();
    while (this.hasMore && this.loaded.length < this.depth) await this.more();
    return this.loaded;
  }

  /** Loads one page more; calls at the same time share one request. */
  more(): Promise<void> {
    if (!this.hasMore) return Promise.resolve();
    this.loading ??= this.loadPage().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async loadPage(): Promise<void> {
    const { items, next } = await this.fetch({
      signal: this.signal,
      next: this.next,
      limit: this.limit,
    });
    this.loaded = [...this.loaded, ...items];
    this.next = next;
    this.started = true;
  }
}
