import { unreachable } from '../../base/errors.ts';
import { SEED_PROBLEMS_MAX } from './limits.ts';
import type { Schema } from './seedSchema.ts';

export interface Problem {
  /** Such as `streams[0].name`; empty for the file as a whole. */
  readonly path: string;
  /** Goes on after the path: "must be …". */
  readonly text: string;
}

/** Everything in which `value` is not what the schema says, up to the bound. */
export function schemaProblems(schema: Schema, value: unknown): Problem[] {
  const problems: Problem[] = [];
  check(schema, value, '', (path, text) => {
    if (problems.length < SEED_PROBLEMS_MAX) problems.push({ path, text });
  });
  return problems;
}

type Report = (path: string, text: string) => void;

function check(schema: Schema, value: unknown, path: string, report: Report): void {
  switch (schema.type) {
    case 'object':
      checkObject(schema, value, path, report);
      break;
    case 'array':
      checkArray(schema, value, path, report);
      break;
    case 'string':
      checkString(schema, value, path, report);
      break;
    case 'integer':
    case 'number':
      if (!isInRange(schema, value)) report(path, `must be ${describeRange(schema)}`);
      break;
    default:
      unreachable(schema.type);
  }
}

function checkObject(schema: Schema, value: unknown, path: string, report: Report): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(path, 'must be an object');
    return;
  }
  const members = new Map<string, unknown>(Object.entries(value));
  for (const name of schema.required ?? []) {
    if (!members.has(name)) report(join(path, name), 'is missing');
  }
  if (schema.maxProperties !== undefined && members.size > schema.maxProperties) {
    report(path, `must have at most ${String(schema.maxProperties)} members`);
  }
  const properties = new Map(Object.entries(schema.properties ?? {}));
  for (const [name, member] of members) {
    const memberSchema = properties.get(name) ?? schema.additionalProperties;
    if (memberSchema === undefined || memberSchema === false) {
      report(join(path, name), `is not known here; there is ${[...properties.keys()].join(', ')}`);
    } else {
      check(memberSchema, member, join(path, name), report);
    }
  }
}

function checkArray(schema: Schema, value: unknown, path: string, report: Report): void {
  if (!Array.isArray(value)) {
    report(path, 'must be a list');
    return;
  }
  const { items, maxItems = Infinity } = schema;
  if (value.length > maxItems) report(path, `must have at most ${String(maxItems)} entries`);
  if (items === undefined) return;
  value.slice(0, maxItems).forEach((item: unknown, index) => {
    check(items, item, `${path}[${String(index)}]`, report);
  });
}

function checkString(schema: Schema, value: unknown, path: string, report: Report): void {
  if (typeof value !== 'string') {
    report(path, 'must be a text');
  } else if (schema.enum !== undefined && !schema.enum.includes(value)) {
    report(path, `must be one of ${schema.enum.join(', ')}`);
  } else if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) {
    report(path, `must have the form ${schema.pattern}`);
  } else if (value.length > (schema.maxLength ?? Infinity)) {
    report(path, `must have at most ${String(schema.maxLength)} characters`);
  }
}

function isInRange(schema: Schema, value: unknown): boolean {
  if (typeof value !== 'number') return false;
  if (schema.type === 'integer' && !Number.isInteger(value)) return false;
  return (
    value >= (schema.minimum ?? -Infinity) &&
    value > (schema.exclusiveMinimum ?? -Infinity) &&
    value <= (schema.maximum ?? Infinity)
  );
}

function describeRange(schema: Schema): string {
  const sort = schema.type === 'integer' ? 'a whole number' : 'a number';
  return schema.exclusiveMinimum === undefined
    ? `${sort} from ${String(schema.minimum)} to ${String(schema.maximum)}`
    : `${sort} above ${String(schema.exclusiveMinimum)} and at most ${String(schema.maximum)}`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
