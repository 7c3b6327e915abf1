import { AwsError } from '../wire/awsError.ts';
import { KEY_SUFFIX_CHARACTERS_MAX, OBJECT_KEY_CHARACTERS_MAX } from './limits.ts';
import type { CompressionType } from './shapes.ts';

/**
 * Templates of object keys by the rules of
 * https://docs.aws.amazon.com/streams/latest/dev/data-delivery-s3-key-template.html.
 */
export const DEFAULT_KEY_TEMPLATE =
  'kinesis-channel/!{channel-name}/!{channel-id}/!{yyyy}/!{MM}/!{dd}/!{HH}/!{channel-name}-!{channel-id}-!{yyyy}-!{MM}-!{dd}-!{HH}-!{mm}!{extension}';

export interface KeyNames {
  readonly channelName: string;
  readonly channelId: string;
  readonly streamName: string;
}

export interface KeyVariables extends KeyNames {
  readonly timeMs: number;
  /** Of the compression, with its dot. */
  readonly extension: string;
}

const PLACEHOLDER = /!\{([^{}]*)\}/g;
const EXTENSION = /!\{extension(?::([^{}]*))?\}/g;
const LITERAL_EXTENSION = /^\.[a-z.]+$/;
const LITERAL = /^[0-9A-Za-z!\-_'.*()/=]*$/;

const VARIABLES: Readonly<Record<string, (variables: KeyVariables) => string>> = {
  'channel-name': ({ channelName }) => channelName,
  'channel-id': ({ channelId }) => channelId,
  'stream-name': ({ streamName }) => streamName,
  yyyy: ({ timeMs }) => String(new Date(timeMs).getUTCFullYear()).padStart(4, '0'),
  yy: ({ timeMs }) => twoDigits(new Date(timeMs).getUTCFullYear() % 100),
  MM: ({ timeMs }) => twoDigits(new Date(timeMs).getUTCMonth() + 1),
  dd: ({ timeMs }) => twoDigits(new Date(timeMs).getUTCDate()),
  HH: ({ timeMs }) => twoDigits(new Date(timeMs).getUTCHours()),
  mm: ({ timeMs }) => twoDigits(new Date(timeMs).getUTCMinutes()),
};

/** Throws InvalidArgumentException for a template that the service would not take. */
export function checkKeyTemplate(
  template: string,
  compression: CompressionType,
  names: KeyNames,
): void {
  const problem =
    problemOfPath(template) ??
    problemOfExtension(template, compression) ??
    problemOfVariables(template) ??
    problemOfLength(template, names);
  if (problem === undefined) return;
  throw new AwsError('InvalidArgumentException', `OutputKeyTemplate ${template} ${problem}.`);
}

/**
 * The key of an object. That a suffix makes it unique is documented; that it stands before the
 * extension is not, but an extension in the middle would be none.
 */
export function objectKeyOf(template: string, variables: KeyVariables, suffix: string): string {
  const [placeholder] = template.matchAll(EXTENSION);
  const extension = placeholder === undefined ? '' : (placeholder[1] ?? variables.extension);
  return `${expand(template.replace(EXTENSION, ''), variables)}-${suffix}${extension}`;
}

function expand(template: string, variables: KeyVariables): string {
  return template.replace(PLACEHOLDER, (whole, name: string) => {
    const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
    return variable?.(variables) ?? whole;
  });
}

function problemOfPath(template: string): string | undefined {
  if (template.startsWith('/')) return 'must not start with a forward slash';
  if (template.includes('//')) return 'must not contain consecutive slashes';
  if (template.includes('..') || template.split('/').includes('.')) {
    return 'must not contain path traversal';
  }
  return undefined;
}

function problemOfExtension(template: string, compression: CompressionType): string | undefined {
  const [first, second] = [...template.matchAll(EXTENSION)];
  if (second !== undefined) return 'must contain at most one extension placeholder';
  if (first === undefined) {
    return compression === 'NONE'
      ? undefined
      : `must end with an extension placeholder when the compression is ${compression}`;
  }
  const [whole, literal] = first;
  if (!template.endsWith(whole)) return 'must have its extension placeholder at the end';
  if (literal !== undefined && !LITERAL_EXTENSION.test(literal)) {
    return 'must have an extension of a period, lowercase letters and periods';
  }
  return undefined;
}

function problemOfVariables(template: string): string | undefined {
  const rest = template.replace(EXTENSION, '');
  for (const [whole, name = ''] of rest.matchAll(PLACEHOLDER)) {
    if (!Object.hasOwn(VARIABLES, name)) return `uses ${whole}, which is not a supported variable`;
  }
  const literals = rest.replace(PLACEHOLDER, '');
  if (literals.includes('!{')) return 'has a variable placeholder that is not closed';
  if (!LITERAL.test(literals)) return 'contains characters that are not allowed in a key';
  return undefined;
}

function problemOfLength(template: string, names: KeyNames): string | undefined {
  const max = OBJECT_KEY_CHARACTERS_MAX - KEY_SUFFIX_CHARACTERS_MAX;
  const expanded = expand(template.replace(EXTENSION, '$1'), {
    ...names,
    timeMs: 0,
    extension: '',
  });
  return expanded.length > max
    ? `must not exceed ${String(max)} characters when its variables are expanded`
    : undefined;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
