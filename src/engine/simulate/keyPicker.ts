import type { SeededRandom } from './random.ts';

/**
 * Picks keys by Zipf's law: key i (from 0) has a weight of 1 / (i + 1)^skew. A skew of 0 picks all
 * keys evenly. The table of cumulative weights costs 8 bytes a key and a pick costs log2(keys).
 */
export class KeyPicker {
  private readonly random: SeededRandom;
  private readonly cumulative: Float64Array;

  constructor(random: SeededRandom, options: { keys: number; keySkew: number }) {
    this.random = random;
    this.cumulative = new Float64Array(options.keys);
    let total = 0;
    for (let index = 0; index < options.keys; index++) {
      total += (index + 1) ** -options.keySkew;
      this.cumulative[index] = total;
    }
  }

  /** The index of a key. */
  pick(): number {
    const last = this.cumulative.length - 1;
    const target = this.random.next() * (this.cumulative[last] ?? 0);
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.cumulative[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
