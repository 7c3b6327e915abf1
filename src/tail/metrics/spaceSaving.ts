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
 * records is among them.
 */
export class SpaceSaving {
  private readonly capacity: number;
  private readonly counters = new Map<string, Counter>();
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
    counter.records++;
    counter.bytes += bytes;
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
    let smallestKey = '';
    let smallest = Number.POSITIVE_INFINITY;
    for (const [key, { records }] of this.counters) {
      if (records < smallest) {
        smallest = records;
        smallestKey = key;
      }
    }
    this.counters.delete(smallestKey);
    return smallest;
  }
}
