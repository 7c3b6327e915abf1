import { unreachable } from '../../base/errors.ts';
import { ECHOED_VALUE_CHARACTERS_MAX, VALIDATION_ERRORS_MAX } from '../limits.ts';
import { AwsError } from './awsError.ts';
import type {
  EnumShape,
  MapShape,
  NumberShape,
  Shape,
  StringShape,
  StructureShape,
} from './shapes.ts';

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
    this.texts.push(
      `Value${value} at '${path}' failed to satisfy constraint: Member must ${constraint}`,
    );
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
    if (value === undefined) {
      if (memberShape.required === true) errors.add(join(path, name), 'not be null', 'null');
    } else {
      validateValue(memberShape, value, path, name, errors);
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
    case 'string':
      validateString(shape, value as string, () => join(parent, name), errors);
      return;
    case 'enum':
      validateEnum(shape, value as string, () => join(parent, name), errors);
      return;
    case 'integer':
    case 'long':
    case 'double':
      validateNumber(shape, value as number, () => join(parent, name), errors);
      return;
    case 'boolean':
    case 'timestamp':
      return;
    case 'blob': {
      const { length } = value as Uint8Array;
      const echo = `'java.nio.HeapByteBuffer[pos=0 lim=${String(length)} cap=${String(length)}]'`;
      validateLength(
        { maxLength: shape.maxLength },
        length,
        () => join(parent, name),
        errors,
        echo,
      );
      return;
    }
    case 'list': {
      const path = join(parent, name);
      const members = value as readonly unknown[];
      validateLength(shape, members.length, () => path, errors);
      members.forEach((member, index) => {
        validateMember(shape.member, member, path, index, errors);
      });
      return;
    }
    case 'map':
      validateMap(shape, value as Readonly<Record<string, unknown>>, join(parent, name), errors);
      return;
    case 'structure':
      validateStructure(shape, value as Record<string, unknown>, join(parent, name), errors);
      return;
    default:
      unreachable(shape);
  }
}

function validateMember(
  shape: Shape,
  member: unknown,
  path: string,
  index: number,
  errors: ErrorList,
): void {
  const position = `${String(index + 1)}.member`;
  if (shape.kind === 'structure') {
    validateStructure(shape, member as Record<string, unknown>, `${path}.${position}`, errors);
  } else {
    validateValue(shape, member, path, position, errors);
  }
}

function validateString(
  shape: StringShape,
  value: string,
  path: () => string,
  errors: ErrorList,
): void {
  validateLength(shape, value.length, path, errors, quote(value));
  if (shape.matcher !== undefined && !shape.matcher.test(value)) {
    errors.add(path(), `satisfy regular expression pattern: ${shape.pattern ?? ''}`, quote(value));
  }
}

function validateEnum(
  shape: EnumShape,
  value: string,
  path: () => string,
  errors: ErrorList,
): void {
  if (!shape.values.includes(value)) {
    errors.add(path(), `satisfy enum value set: [${shape.values.join(', ')}]`, quote(value));
  }
}

function validateNumber(
  shape: NumberShape,
  value: number,
  path: () => string,
  errors: ErrorList,
): void {
  const echo = `'${String(value)}'`;
  if (shape.min !== undefined && value < shape.min) {
    errors.add(path(), `have value greater than or equal to ${String(shape.min)}`, echo);
  }
  if (shape.max !== undefined && value > shape.max) {
    errors.add(path(), `have value less than or equal to ${String(shape.max)}`, echo);
  }
}

function validateMap(
  shape: MapShape,
  value: Readonly<Record<string, unknown>>,
  path: string,
  errors: ErrorList,
): void {
  const entries = Object.entries(value);
  validateLength(shape, entries.length, () => path, errors);
  for (const [key, member] of entries) {
    validateString(shape.key, key, () => `${path}.key`, errors);
    validateValue(shape.value, member, path, `${key}.member`, errors);
  }
}

function validateLength(
  shape: { minLength?: number | undefined; maxLength?: number | undefined },
  length: number,
  path: () => string,
  errors: ErrorList,
  echo?: string,
): void {
  if (shape.minLength !== undefined && length < shape.minLength) {
    errors.add(path(), `have length greater than or equal to ${String(shape.minLength)}`, echo);
  }
  if (shape.maxLength !== undefined && length > shape.maxLength) {
    errors.add(path(), `have length less than or equal to ${String(shape.maxLength)}`, echo);
  }
}

/** Members are named as the service's Java code names them: the first letter small. */
function join(parent: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return parent === '' ? member : `${parent}.${member}`;
}

function quote(value: string): string {
  if (value.length <= ECHOED_VALUE_CHARACTERS_MAX) return `'${value}'`;
  return `'${value.slice(0, ECHOED_VALUE_CHARACTERS_MAX)}…'`;
}
