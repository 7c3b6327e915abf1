/**
 * Wire: what travels between a client and the engine. A request is described once, as a `Shape`;
 * type checking (`parseInput.ts`), constraint validation (`validateInput.ts`) and the TypeScript
 * type of what `run` receives (`Value`) all follow from it. It refuses to know any operation.
 * Start reading here, then `operation.ts`.
 */

export interface StringShape {
  readonly kind: 'string';
  readonly minLength?: number;
  readonly maxLength?: number;
  /** As AWS prints it in messages. */
  readonly pattern?: string;
  /** `pattern` as a whole-string match. */
  readonly matcher?: RegExp;
}

export interface EnumShape<V extends string = string> {
  readonly kind: 'enum';
  readonly values: readonly V[];
}

export interface NumberShape {
  readonly kind: 'integer' | 'long' | 'double';
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape {
  readonly kind: 'boolean';
}

/** Arrives in `run` as epoch milliseconds. */
export interface TimestampShape {
  readonly kind: 'timestamp';
}

/** Arrives in `run` as a Uint8Array; lengths are in decoded bytes. */
export interface BlobShape {
  readonly kind: 'blob';
  readonly maxLength?: number;
}

export interface ListShape<M extends Shape = Shape> {
  readonly kind: 'list';
  readonly member: M;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Keys are strings, as everywhere in both services. */
export interface MapShape<V extends Shape = Shape> {
  readonly kind: 'map';
  readonly key: StringShape;
  readonly value: V;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export type Members = Readonly<Record<string, Shape & { readonly required?: boolean }>>;

/** Messages name members in this order, which for each request is the one that AWS was seen to use. */
export interface StructureShape<M extends Members = Members> {
  readonly kind: 'structure';
  readonly members: M;
  /** Of the service's Java code, as messages about lists of them print it. */
  readonly className?: string;
}

export type ScalarShape =
  StringShape | EnumShape | NumberShape | BooleanShape | TimestampShape | BlobShape;

export type Shape = ScalarShape | ListShape | MapShape | StructureShape;

/** The TypeScript type of a parsed value of the shape. */
export type Value<S> =
  S extends EnumShape<infer V>
    ? V
    : S extends StringShape
      ? string
      : S extends NumberShape | TimestampShape
        ? number
        : S extends BooleanShape
          ? boolean
          : S extends BlobShape
            ? Uint8Array
            : S extends ListShape<infer M>
              ? readonly Value<M>[]
              : S extends MapShape<infer V>
                ? Readonly<Record<string, Value<V>>>
                : S extends StructureShape<infer M>
                  ? StructureValue<M>
                  : never;

type RequiredKeys<M> = {
  [K in keyof M]: M[K] extends { readonly required: true } ? K : never;
}[keyof M];

type StructureValue<M> = { readonly [K in RequiredKeys<M>]: Value<M[K]> } & {
  readonly [K in Exclude<keyof M, RequiredKeys<M>>]?: Value<M[K]>;
};

export function string(
  constraints: { minLength?: number; maxLength?: number; pattern?: string } = {},
): StringShape {
  const { pattern } = constraints;
  if (pattern === undefined) return { kind: 'string', ...constraints };
  return { kind: 'string', ...constraints, matcher: new RegExp(`^(?:${pattern})$`) };
}

export function enumeration<const V extends string>(...values: readonly V[]): EnumShape<V> {
  return { kind: 'enum', values };
}

export function integer(range: { min?: number; max?: number } = {}): NumberShape {
  return { kind: 'integer', ...range };
}

export function long(range: { min?: number; max?: number } = {}): NumberShape {
  return { kind: 'long', ...range };
}

export function double(range: { min?: number; max?: number } = {}): NumberShape {
  return { kind: 'double', ...range };
}

export function boolean(): BooleanShape {
  return { kind: 'boolean' };
}

export function timestamp(): TimestampShape {
  return { kind: 'timestamp' };
}

export function blob(constraints: { maxLength?: number } = {}): BlobShape {
  return { kind: 'blob', ...constraints };
}

export function list<M extends Shape>(
  member: M,
  constraints: { minLength?: number; maxLength?: number } = {},
): ListShape<M> {
  return { kind: 'list', member, ...constraints };
}

export function map<V extends Shape>(
  key: StringShape,
  value: V,
  constraints: { minLength?: number; maxLength?: number } = {},
): MapShape<V> {
  return { kind: 'map', key, value, ...constraints };
}

export function structure<const M extends Members>(
  members: M,
  names: { className?: string } = {},
): StructureShape<M> {
  return { kind: 'structure', members, ...names };
}

export function required<S extends Shape>(shape: S): S & { readonly required: true } {
  return { ...shape, required: true };
}
