import { unreachable } from '../../base/errors.ts';
import { ECHOED_VALUE_CHARACTERS_MAX, VALIDATION_ERRORS_MAX } from '../limits.ts';
import { AwsError } from './awsError.ts';
import type { ListShape, MapShape, ScalarShape, Shape, StructureShape } from './shapes.ts';

/** Kinesis echoes a value that breaks a constraint, Firehose does not. */
export interface ValidationStyle {
  readonly echoValues: boolean;
}

/**
 * Checks the constraints of a parsed input. Throws AwsError `ValidationException` with up to ten
 * broken constraints, in the order of the shape.
 */
export function validateInput(
  shape: StructureShape,
  input: unknown,
  style: ValidationStyle = { echoValues: true },
): void {
  const errors = new ErrorList(style);
  validateStructure(shape, input as Readonly<Record<string, unknown>>, '', errors);
  errors.throwIfAny();
}

class ErrorList {
  private readonly style: ValidationStyle;
  private readonly texts: string[] = [];

  constructor(style: ValidationStyle) {
    this.style = style;
  }

  /** `echo` is the value as the service prints it; without one only the place is named. */
  add(path: string, constraint: string, echo?: string): void {
    if (this.texts.length >= VALIDATION_ERRORS_MAX) return;
    const value = echo === undefined || !this.style.echoValues ? '' : ` ${echo}`;
    this.texts.push(`Value${value} at '${path}' failed to satisfy constraint: ${constraint}`);
  }

  throwIfAny(): void {
    const count = this.texts.length;
    if (count === 0) return;
    const noun = count === 1 ? 'error' : 'errors';
    throw new AwsError(
      'ValidationException',
      `${String(count)} validation ${noun} detected: ${this.texts.join('; ')}`,
    );
  }
}

function validateStructure(
  shape: StructureShape,
  input: Readonly<Record<string, unknown>>,
  path: string,
  errors: ErrorList,
): void {
  for (const name in shape.members) {
    const memberShape = shape.members[name];
    if (memberShape === undefined) continue;
    const value = input[name];
    if (value !== undefined) validateValue(memberShape, value, path, name, errors);
    else if (memberShape.required === true) {
      errors.add(join(path, name), 'Member must not be null', 'null');
    }
  }
}

/** Paths are joined only where something is wrong: a batch of 500 good records costs no text. */
function validateValue(
  shape: Shape,
  value: unknown,
  parent: string,
  name: string,
  errors: ErrorList,
): void {
  switch (shape.kind) {
    case 'list':
      validateList(shape, value as readonly unknown[], join(parent, name), errors);
      return;
    case 'map':
      validateMap(shape, value as Readonly<Record<string, unknown>>, join(parent, name), errors);
      return;
    case 'structure':
      validateStructure(shape, value as Record<string, unknown>, join(parent, name), errors);
      return;
    default:
      for (const constraint of broken(shape, value)) {
        errors.add(join(parent, name), constraint, quote(printed(shape, value)));
      }
  }
}

/** Members that are scalars are named together, with the whole list. */
function validateList(
  shape: ListShape,
  members: readonly unknown[],
  path: string,
  errors: ErrorList,
): void {
  const { member: memberShape } = shape;
  const constraints = [...brokenLength(shape, members.length)];
  if (isScalar(memberShape)) {
    if (members.some((member) => broken(memberShape, member).length > 0)) {
      constraints.push(`Member must satisfy constraint: ${allOf(memberShape)}`);
    }
  }
  for (const constraint of constraints) errors.add(path, constraint, printedList(shape, members));
  if (isScalar(memberShape)) return;
  members.forEach((member, index) => {
    validateValue(memberShape, member, path, `${String(index + 1)}.member`, errors);
  });
}

function validateMap(
  shape: MapShape,
  value: Readonly<Record<string, unknown>>,
  path: string,
  errors: ErrorList,
): void {
  const { key: keyShape, value: valueShape } = shape;
  const entries = Object.entries(value);
  const constraints = [...brokenLength(shape, entries.length)];
  if (entries.some(([key]) => broken(keyShape, key).length > 0)) {
    constraints.push(`Map keys must satisfy constraint: ${allOf(keyShape)}`);
  }
  if (isScalar(valueShape) && entries.some(([, item]) => broken(valueShape, item).length > 0)) {
    constraints.push(`Map value must satisfy constraint: ${allOf(valueShape)}`);
  }
  for (const constraint of constraints) errors.add(path, constraint, printedMap(shape, entries));
  if (isScalar(valueShape)) return;
  for (const [key, item] of entries) validateValue(valueShape, item, path, `${key}.member`, errors);
}

function isScalar(shape: Shape): shape is ScalarShape {
  return shape.kind !== 'list' && shape.kind !== 'map' && shape.kind !== 'structure';
}

const NONE: readonly string[] = [];

/** The constraints that a value breaks, in the order in which the service names them. */
function broken(shape: ScalarShape, value: unknown): readonly string[] {
  switch (shape.kind) {
    case 'string': {
      const text = value as string;
      const lengths = brokenLength(shape, text.length);
      if (shape.matcher === undefined || shape.matcher.test(text)) return lengths;
      return [mustMatch(shape.pattern), ...lengths];
    }
    case 'enum':
      return shape.values.includes(value as string) ? NONE : [mustBeOneOf(shape.values)];
    case 'integer':
    case 'long':
    case 'double': {
      const { min, max } = shape;
      const number = value as number;
      if (min !== undefined && number < min) return [mustBeAtLeast('value', min)];
      return max !== undefined && number > max ? [mustBeAtMost('value', max)] : NONE;
    }
    case 'blob':
      return brokenLength({ maxLength: shape.maxLength }, (value as Uint8Array).length);
    case 'boolean':
    case 'timestamp':
      return NONE;
    default:
      return unreachable(shape);
  }
}

interface Lengths {
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
}

function brokenLength({ minLength, maxLength }: Lengths, length: number): readonly string[] {
  if (minLength !== undefined && length < minLength) return [mustBeAtLeast('length', minLength)];
  if (maxLength !== undefined && length > maxLength) return [mustBeAtMost('length', maxLength)];
  return NONE;
}

/** All constraints of a list's members or a map's keys or values, broken or not. */
function allOf(shape: ScalarShape): string {
  const constraints: string[] = [];
  if (shape.kind === 'enum') constraints.push(mustBeOneOf(shape.values));
  if (shape.kind === 'string') {
    const { minLength, maxLength, pattern } = shape;
    if (maxLength !== undefined) constraints.push(mustBeAtMost('length', maxLength));
    if (minLength !== undefined) constraints.push(mustBeAtLeast('length', minLength));
    if (pattern !== undefined) constraints.push(mustMatch(pattern));
  }
  return `[${constraints.join(', ')}]`;
}

function mustBeAtLeast(what: 'length' | 'value', min: number): string {
  return `Member must have ${what} greater than or equal to ${String(min)}`;
}

function mustBeAtMost(what: 'length' | 'value', max: number): string {
  return `Member must have ${what} less than or equal to ${String(max)}`;
}

function mustMatch(pattern = ''): string {
  return `Member must satisfy regular expression pattern: ${pattern}`;
}

function mustBeOneOf(values: readonly string[]): string {
  return `Member must satisfy enum value set: [${values.join(', ')}]`;
}

/** Members are named as the service's Java code names them: the first letter small. */
function join(parent: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return parent === '' ? member : `${parent}.${member}`;
}

/** A scalar as the service's Java code prints it. */
function printed(shape: Shape, value: unknown): string {
  if (shape.kind !== 'blob') return String(value);
  const length = String((value as Uint8Array).length);
  return `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`;
}

/** Undefined for structures of a class whose name in the service's Java code is not known. */
function printedList({ member }: ListShape, members: readonly unknown[]): string | undefined {
  if (isScalar(member))
    return quote(`[${members.map((item) => printed(member, item)).join(', ')}]`);
  if (members.length === 0) return "'[]'";
  if (member.kind !== 'structure' || member.className === undefined) return undefined;
  const { className } = member;
  return quote(`[${members.map((_, index) => `${className}@${index.toString(16)}`).join(', ')}]`);
}

function printedMap(
  { value: valueShape }: MapShape,
  entries: readonly (readonly [string, unknown])[],
): string | undefined {
  if (!isScalar(valueShape)) return undefined;
  const items = entries.map(([key, item]) => `${key}=${printed(valueShape, item)}`);
  return quote(`{${items.join(', ')}}`);
}

function quote(value: string): string {
  if (value.length <= ECHOED_VALUE_CHARACTERS_MAX) return `'${value}'`;
  return `'${value.slice(0, ECHOED_VALUE_CHARACTERS_MAX)}…'`;
}
