import { HISTOGRAM_VALUES_MAX, HISTOGRAM_VALUE_CHARS_MAX } from '../limits.ts';
import { jsonStart } from '../view/cells.ts';

/**
 * For each record of the window the value of one field, as a small number, so that a payload is
 * decoded once and not for each histogram. Records are added in their order and leave in it.
 */
export class FieldColumn {
  private readonly names: string[] = [];
  private readonly ids = new Map<string, number>();
  private column = new Uint16Array(1_024);
  private first: number;
  private endNumber: number;

  constructor(firstNumber: number) {
    this.first = firstNumber;
    this.endNumber = firstNumber;
  }

  /** The number of the record that is to be added next. */
  get end(): number {
    return this.endNumber;
  }

  /** `value` as it was found; undefined for nothing, which has no group. */
  add(value: unknown): void {
    if (this.endNumber - this.first === this.column.length) this.grow();
    this.column[this.endNumber % this.column.length] = this.idOf(value);
    this.endNumber++;
  }

  dropBefore(firstNumber: number): void {
    this.first = Math.max(this.first, firstNumber);
    this.endNumber = Math.max(this.endNumber, firstNumber);
  }

  nameOf(number: number): string | undefined {
    if (number < this.first || number >= this.endNumber) return undefined;
    const id = this.column[number % this.column.length] ?? 0;
    return id === 0 ? undefined : this.names[id - 1];
  }

  /** 0 for nothing, and for what comes when there are too many values to tell apart. */
  private idOf(value: unknown): number {
    if (value === undefined) return 0;
    const name = textOf(value).slice(0, HISTOGRAM_VALUE_CHARS_MAX);
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= HISTOGRAM_VALUES_MAX) return 0;
    const id = this.names.push(name);
    this.ids.set(name, id);
    return id;
  }

  private grow(): void {
    const column = new Uint16Array(this.column.length * 2);
    for (let number = this.first; number < this.endNumber; number++) {
      column[number % column.length] = this.column[number % this.column.length] ?? 0;
    }
    this.column = column;
  }
}

/** Texts as they are, of the rest as much of its JSON as a name has. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : jsonStart(value, HISTOGRAM_VALUE_CHARS_MAX);
}
