import { AwsError } from '../wire/awsError.ts';
import {
  compileTimestampPattern,
  type LocalTime,
  PatternError,
  type TimestampFormat,
} from './timestampPattern.ts';

/**
 * Prefixes of object keys with their `!{namespace:value}` expressions, by the rules of
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html.
 */
export interface Prefix {
  readonly hasExpressions: boolean;
  evaluate(time: LocalTime, random: () => number): string;
}

type PrefixRole = 'Prefix' | 'ErrorOutputPrefix';
type PrefixPart = (time: LocalTime, random: () => number) => string;

const EXPRESSION = /!\{([^:{}]*)(?::([^}]*))?\}/g;
const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const RANDOM_STRING_LENGTH = 11;
const ERROR_OUTPUT_TYPE = '!{firehose:error-output-type}';

/** Throws InvalidArgumentException for prefixes that the service would not take. */
export function checkPrefixes(prefix: string, errorOutputPrefix: string): void {
  const parsed = parsePrefix(prefix, 'Prefix');
  const parsedError = parsePrefix(errorOutputPrefix, 'ErrorOutputPrefix');
  if (parsed.hasExpressions && errorOutputPrefix === '') {
    throw constraint('ErrorOutputPrefix cannot be null or empty when Prefix contains expressions');
  }
  if (parsedError.hasExpressions && !errorOutputPrefix.includes(ERROR_OUTPUT_TYPE)) {
    throw constraint(
      `ErrorOutputPrefix must contain ${ERROR_OUTPUT_TYPE} when it contains expressions`,
    );
  }
}

export function parsePrefix(text: string, role: PrefixRole): Prefix {
  const parts: PrefixPart[] = [];
  let end = 0;
  for (const match of text.matchAll(EXPRESSION)) {
    parts.push(literal(text.slice(end, match.index)), expression(match, role));
    end = match.index + match[0].length;
  }
  parts.push(literal(text.slice(end)));
  return {
    hasExpressions: end > 0,
    evaluate: (time, random) => parts.map((part) => part(time, random)).join(''),
  };
}

function literal(text: string): PrefixPart {
  if (text.includes('!{')) throw constraint(`an expression is not closed in ${text}`);
  return () => text;
}

function expression(match: RegExpExecArray, role: PrefixRole): PrefixPart {
  const [whole, namespace, value = ''] = match;
  switch (namespace) {
    case 'timestamp':
      return timestamp(whole, value);
    case 'firehose':
      if (value === 'random-string') return (_time, random) => randomString(random);
      if (value === 'error-output-type' && role === 'ErrorOutputPrefix') return () => '';
      throw constraint(`${whole} is not allowed in ${role}`);
    case 'partitionKeyFromQuery':
    case 'partitionKeyFromLambda':
      throw constraint(
        `${whole} needs dynamic partitioning, which the local engine has not got yet`,
      );
    default:
      throw constraint(`${whole} is not an expression; use timestamp or firehose`);
  }
}

function timestamp(whole: string, pattern: string): PrefixPart {
  let format: TimestampFormat;
  try {
    format = compileTimestampPattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) throw constraint(`${whole}: ${error.message}`);
    throw error;
  }
  return (time) => format(time);
}

function randomString(random: () => number): string {
  return Array.from(
    { length: RANDOM_STRING_LENGTH },
    () => ALPHANUMERICS[Math.floor(random() * ALPHANUMERICS.length)] ?? 'A',
  ).join('');
}

/** The spelling is the service's, as https://github.com/serverless/serverless/issues/6015 shows it. */
function constraint(text: string): AwsError {
  return new AwsError(
    'InvalidArgumentException',
    `Ths supplied prefix(es) do not satisfy the following constraint: ${text}`,
  );
}
