/** Keeps what was used last, up to a total weight; the newest stays however much it weighs. */
export class RecentMap<T> {
  private readonly weightMax: number;
  private readonly weigh: (value: T) => number;
  /** The one that was used longest ago first. */
  private readonly values = new Map<string, T>();
  private weight = 0;

  constructor(weightMax: number, weigh: (value: T) => number = () => 1) {
    this.weightMax = weightMax;
    this.weigh = weigh;
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  get(key: string): T | undefined {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    this.values.delete(key);
    this.values.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.delete(key);
    this.values.set(key, value);
    this.weight += this.weigh(value);
    for (const oldest of this.values.keys()) {
      if (this.weight <= this.weightMax || oldest === key) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const value = this.values.get(key);
    if (value === undefined) return;
    this.weight -= this.weigh(value);
    this.values.delete(key);
  }

  clear(): void {
    this.values.clear();
    this.weight = 0;
  }
}
