/**
 * Avro's types as the library has them, except where that would lose digits or let a payload of a
 * few bytes claim billions of items: lists and maps count what they make against a budget, longs are
 * exact, floats short, and unions give the value of their branch.
 */
import avsc from 'avsc';
import {
  AVRO_EXTRA_ITEMS_MAX,
  AVRO_LONG_BYTES_MAX,
  BIG_NUMBER_BYTES_MAX,
} from '../decoders/limits.ts';
import { ExactNumber, floatNumber } from './valueWriter.ts';

/** What the library reads from; its own declarations leave it out. */
interface Tap {
  readonly buf: Uint8Array;
  pos: number;
  readLong(): number;
  readString(): string | undefined;
  readFloat(): number;
  isValid(): boolean;
}

interface ReadableType {
  _read(tap: Tap): unknown;
}

/** Items that a payload may still make; set before each, since the library reads in one go. */
let itemsLeft = 0;

export function beginPayload(bytes: number): void {
  // Almost every item takes a byte at least; those that take none are nulls and empty records.
  itemsLeft = bytes + AVRO_EXTRA_ITEMS_MAX;
}

/** Gives our types in the place of the library's. */
export function typeHook(
  schema: unknown,
  options: Partial<avsc.ForSchemaOptions>,
): avsc.Type | undefined {
  const name = typeof schema === 'string' ? schema : definedType(schema);
  switch (name) {
    case 'long':
      return new ExactLong();
    case 'float':
      return new ShortFloat();
    case 'array':
      return new BoundedArray(schema as avsc.Schema, options);
    case 'map':
      return new BoundedMap(schema as avsc.Schema, options);
    default:
      return undefined;
  }
}

function definedType(schema: unknown): unknown {
  const isDefinition = typeof schema === 'object' && schema !== null && !Array.isArray(schema);
  return isDefinition && 'type' in schema ? schema.type : undefined;
}

class ExactLong extends avsc.types.LongType {
  _read(tap: Tap): number | bigint {
    const { buf } = tap;
    const start = tap.pos;
    const rounded = tap.readLong();
    if (Number.isSafeInteger(rounded)) return rounded;
    // Before they are put together, which takes a time that grows with the square of their number.
    if (tap.pos - start > AVRO_LONG_BYTES_MAX) throw new Error('A long has more than 64 bits');
    let bits = 0n;
    for (let at = start, shift = 0n; at < tap.pos; at++, shift += 7n) {
      bits |= BigInt((buf[at] ?? 0) & 0x7f) << shift;
    }
    if (bits >> 64n !== 0n) throw new Error('A long has more than 64 bits');
    return (bits >> 1n) ^ -(bits & 1n);
  }
}

class ShortFloat extends avsc.types.FloatType {
  _read(tap: Tap): ExactNumber | number {
    return floatNumber(tap.readFloat());
  }
}

class BoundedArray extends avsc.types.ArrayType {
  _read(tap: Tap): unknown[] {
    const items: unknown[] = [];
    const type = this.itemsType as unknown as ReadableType;
    for (let left = blockItems(tap); left > 0; left = blockItems(tap)) {
      for (; left > 0; left--) items.push(takeItem(tap, type));
    }
    return items;
  }
}

class BoundedMap extends avsc.types.MapType {
  _read(tap: Tap): Map<string, unknown> {
    const members = new Map<string, unknown>();
    const type = this.valuesType as ReadableType;
    for (let left = blockItems(tap); left > 0; left = blockItems(tap)) {
      for (; left > 0; left--) {
        const name = tap.readString() ?? '';
        members.set(name, takeItem(tap, type));
      }
    }
    return members;
  }
}

function blockItems(tap: Tap): number {
  const count = tap.readLong();
  if (count >= 0) return count;
  tap.readLong();
  return -count;
}

function takeItem(tap: Tap, type: ReadableType): unknown {
  if (itemsLeft-- <= 0) throw new Error('It has more items than it has bytes');
  const item = type._read(tap);
  if (!tap.isValid()) throw new Error('It ends too early');
  return item;
}

/** The logical type of amounts: all digits, with the point where the schema has it. */
export class Decimal extends avsc.types.LogicalType {
  private readonly scale: number;

  constructor(schema: avsc.Schema, options?: unknown) {
    super(schema, options);
    const { scale = 0 } = schema as unknown as { scale?: unknown };
    if (typeof scale !== 'number' || !Number.isInteger(scale) || scale < 0 || scale > 1_000) {
      throw new Error('The scale of a decimal is a whole number');
    }
    this.scale = scale;
  }

  protected override _fromValue(value: unknown): unknown {
    if (!(value instanceof Uint8Array)) return value;
    if (value.length > BIG_NUMBER_BYTES_MAX) throw new Error('A decimal has too many digits');
    const negative = ((value[0] ?? 0) & 0x80) !== 0;
    const hex = Buffer.from(value).toString('hex');
    const magnitude = hex === '' ? 0n : BigInt(`0x${hex}`);
    const unscaled = negative ? magnitude - (1n << BigInt(value.length * 8)) : magnitude;
    return new ExactNumber(decimalJson(unscaled, this.scale));
  }

  protected override _toValue(): undefined {
    return undefined;
  }

  protected override _resolve(): undefined {
    return undefined;
  }
}

function decimalJson(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
