import { SCHEMA_DEPTH_MAX } from '../limits.ts';

/** What a name stands for, and the namespace in which its definition stands. */
export interface AvroDefinition {
  readonly definition: JsonObject;
  readonly namespace: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

const PRIMITIVES = new Set(
  'null boolean int long float double bytes string'.split(' '),
) as ReadonlySet<unknown>;
const NAMED: ReadonlySet<unknown> = new Set(['record', 'error', 'enum', 'fixed']);

/**
 * An Avro schema in which the types of other files stand where they are needed first, as the format
 * wants it. A schema that is no such thing comes back as it is, for whoever compiles it to refuse.
 */
export class AvroJoin {
  private readonly others: ReadonlyMap<string, AvroDefinition>;
  private readonly own: ReadonlySet<string>;
  private readonly placed = new Set<string>();
  private readonly missing = new Set<string>();

  /** `others` are the types of other files by their full names. */
  constructor(schema: unknown, others: ReadonlyMap<string, AvroDefinition>) {
    this.others = others;
    this.own = new Set(definitionsOf(schema).keys());
  }

  /** Names that neither the schema nor the other files define. */
  get missingNames(): readonly string[] {
    return [...this.missing];
  }

  /** How many types of other files there are in it. */
  get placedCount(): number {
    return this.placed.size;
  }

  join(schema: unknown, namespace = '', depth = 0): unknown {
    checkDepth(depth);
    if (typeof schema === 'string') return this.reference(schema, namespace, depth);
    if (Array.isArray(schema)) return schema.map((item) => this.join(item, namespace, depth + 1));
    if (!isObject(schema)) return schema;
    const { type } = schema;
    if (NAMED.has(type)) return this.named(schema, namespace, depth);
    const inner = (name: string): JsonObject =>
      name in schema ? { [name]: this.join(schema[name], namespace, depth + 1) } : {};
    if (type === 'array') return { ...schema, ...inner('items') };
    if (type === 'map') return { ...schema, ...inner('values') };
    return { ...schema, ...inner('type') };
  }

  private named(schema: JsonObject, outer: string, depth: number): JsonObject {
    const { namespace } = fullNameOf(schema, outer);
    const { fields } = schema;
    if (!Array.isArray(fields)) return schema;
    const join = (field: unknown): unknown =>
      isObject(field) && 'type' in field
        ? { ...field, type: this.join(field['type'], namespace, depth + 1) }
        : field;
    return { ...schema, fields: fields.map(join) };
  }

  private reference(name: string, namespace: string, depth: number): unknown {
    if (PRIMITIVES.has(name)) return name;
    const full = qualified(name, namespace);
    if (this.own.has(full) || this.placed.has(full)) return name;
    const other = this.others.get(full);
    if (!other) {
      this.missing.add(full);
      return name;
    }
    return this.place(full, other, depth);
  }

  /** Types within it that stand elsewhere already are named there. */
  private place(full: string, { definition, namespace }: AvroDefinition, depth: number): unknown {
    this.placed.add(full);
    const { name, namespace: own } = splitName(full);
    const body = this.withoutKnown(definition, namespace, depth);
    const placed = { ...(body as JsonObject), name, namespace: own };
    return this.join(placed, own, depth + 1);
  }

  private withoutKnown(definition: JsonObject, outer: string, depth: number): unknown {
    const visit = (part: unknown, namespace: string, level: number): unknown => {
      checkDepth(level);
      if (Array.isArray(part)) return part.map((item) => visit(item, namespace, level + 1));
      if (!isObject(part)) return part;
      let inner = namespace;
      if (NAMED.has(part['type'])) {
        const names = fullNameOf(part, namespace);
        if (part !== definition) {
          if (this.own.has(names.full) || this.placed.has(names.full)) return names.full;
          this.placed.add(names.full);
        }
        inner = names.namespace;
      }
      const members = Object.entries(part).map(([member, value]) => [
        member,
        isSchemaMember(member) ? visit(value, inner, level + 1) : value,
      ]);
      return Object.fromEntries(members) as JsonObject;
    };
    return visit(definition, outer, depth);
  }
}

/** All named types of a schema, by their full names; of two with one name the first. */
export function definitionsOf(schema: unknown): Map<string, AvroDefinition> {
  const found = new Map<string, AvroDefinition>();
  const visit = (part: unknown, namespace: string, depth: number): void => {
    checkDepth(depth);
    if (Array.isArray(part)) {
      for (const item of part) visit(item, namespace, depth + 1);
      return;
    }
    if (!isObject(part)) return;
    let inner = namespace;
    if (NAMED.has(part['type']) && typeof part['name'] === 'string') {
      const names = fullNameOf(part, namespace);
      if (!found.has(names.full)) found.set(names.full, { definition: part, namespace });
      inner = names.namespace;
    }
    for (const [member, value] of Object.entries(part)) {
      if (isSchemaMember(member)) visit(value, inner, depth + 1);
    }
  };
  visit(schema, '', 0);
  return found;
}

/** Defaults and what programs add are values, and no parts of the schema. */
function isSchemaMember(member: string): boolean {
  return member === 'type' || member === 'items' || member === 'values' || member === 'fields';
}

function fullNameOf(schema: JsonObject, outer: string): { full: string; namespace: string } {
  const { name, namespace } = schema;
  const own = typeof namespace === 'string' ? namespace : outer;
  const full = qualified(typeof name === 'string' ? name : '', own);
  return { full, namespace: splitName(full).namespace };
}

function qualified(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function splitName(full: string): { name: string; namespace: string } {
  const at = full.lastIndexOf('.');
  return { name: full.slice(at + 1), namespace: at < 0 ? '' : full.slice(0, at) };
}

/** The stack ends before a file of the largest size does. */
function checkDepth(depth: number): void {
  if (depth > SCHEMA_DEPTH_MAX) throw new Error('The schema is nested too deep');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
