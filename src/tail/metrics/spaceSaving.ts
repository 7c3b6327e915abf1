/** One of the most frequent keys, as far as the sketch can tell. */
export interface FrequentKey {
  readonly key: string;
  /** At least the true count, and at most `error` above it. */
  readonly records: number;
  /** Of the records that are counted; those before the key was noticed are missing. */
  readonly bytes: number;
  readonly error: number;
}

interface Counter {
  records: number;
  bytes: number;
  error: number;
}

/**
 * The most frequent keys of a stream of any length in bounded memory, by the space-saving algorithm
 * of Metwally, Agrawal and El Abbadi (2005): a key without a counter takes over the smallest one
 * and what that counted becomes the key's error. Every key that has more than `total / capacity`
 * records is among them. Keys lie in groups by their count, so that the smallest is at hand: an
 * aggregate may bring thousands of keys at once.
 */
export class SpaceSaving {
  private readonly capacity: number;
  private readonly counters = new Map<string, Counter>();
  private readonly keysByCount = new Map<number, Set<string>>();
  private smallest = 0;
  private totalRecords = 0;
  private totalBytes = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Of all keys together, exactly. */
  get total(): { readonly records: number; readonly bytes: number } {
    return { records: this.totalRecords, bytes: this.totalBytes };
  }

  add(key: string, bytes: number): void {
    this.totalRecords++;
    this.totalBytes += bytes;
    const counter = this.counters.get(key) ?? this.makeCounter(key);
    this.leave(key, counter.records);
    counter.records++;
    counter.bytes += bytes;
    this.enter(key, counter.records);
  }

  /** Most records first. */
  keys(): FrequentKey[] {
    return [...this.counters]
      .map(([key, counter]) => ({ key, ...counter }))
      .sort((a, b) => b.records - a.records || (a.key < b.key ? -1 : 1));
  }

  private makeCounter(key: string): Counter {
    const error = this.counters.size < this.capacity ? 0 : this.evictSmallest();
    const counter = { records: error, bytes: 0, error };
    this.counters.set(key, counter);
    return counter;
  }

  /** Returns what the smallest counter counted. */
  private evictSmallest(): number {
    const { smallest } = this;
    const [key] = this.keysByCount.get(smallest) ?? [];
    if (key !== undefined) {
      this.leave(key, smallest);
      this.counters.delete(key);
    }
    return smallest;
  }

  private enter(key: string, count: number): void {
    const group = this.keysByCount.get(count);
    if (group) group.add(key);
    else this.keysByCount.set(count, new Set([key]));
    // A new key counts one, or one more than the smallest, whose group may be empty now.
    if (count < this.smallest || !this.keysByCount.has(this.smallest)) this.smallest = count;
  }

  private leave(key: string, count: number): void {
    const group = this.keysByCount.get(count);
    group?.delete(key);
    if (group?.size === 0) this.keysByCount.delete(count);
  }
}
