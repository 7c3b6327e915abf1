/** Ascending numbers; the oldest go first. Positions are counted from the very first push. */
export class NumberQueue {
  private values = new Float64Array(256);
  private firstPosition = 0;
  private endPosition = 0;

  get first(): number {
    return this.firstPosition;
  }

  get end(): number {
    return this.endPosition;
  }

  get(position: number): number | undefined {
    if (!Number.isInteger(position)) return undefined;
    if (position < this.firstPosition || position >= this.endPosition) return undefined;
    return this.values[position % this.values.length];
  }

  /** Undefined when the value is not there. */
  positionOf(value: number): number | undefined {
    let [low, high] = [this.firstPosition, this.endPosition];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.get(middle) ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return this.get(low) === value ? low : undefined;
  }

  push(value: number): void {
    if (this.endPosition - this.firstPosition === this.values.length) this.grow();
    this.values[this.endPosition % this.values.length] = value;
    this.endPosition++;
  }

  dropBelow(value: number): void {
    while (
      this.firstPosition < this.endPosition &&
      (this.values[this.firstPosition % this.values.length] ?? 0) < value
    ) {
      this.firstPosition++;
    }
  }

  private grow(): void {
    const values = new Float64Array(this.values.length * 2);
    for (let position = this.firstPosition; position < this.endPosition; position++) {
      values[position % values.length] = this.values[position % this.values.length] ?? 0;
    }
    this.values = values;
  }
}
