import { type ErrorCode, ExpectedError, messageOf, isExpected } from '../base/errors.ts';
import type { ConnectionTarget } from './service.ts';

/** What was asked of whom, for the sentence that a person reads. */
export interface CallContext {
  readonly target: ConnectionTarget;
  /** As in an IAM policy: `kinesis:GetRecords`. */
  readonly action: string;
}

interface Failure {
  /** The error type of the service or the SDK. */
  readonly name: string;
  readonly message: string;
  readonly context: CallContext;
}

interface Rule {
  readonly names: readonly string[];
  readonly code: ErrorCode;
  say(failure: Failure): string;
}

/**
 * Every error type of Kinesis, Firehose and STS that a person can do something about. Credential
 * failures never quote the provider: a `credential_process` can have secrets in its command line.
 */
const RULES: readonly Rule[] = [
  {
    names: ['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation'],
    code: 'accessDenied',
    say: ({ message, context }) =>
      `Access denied: ${deniedAction(message) ?? context.action} is not allowed for ${who(context)}. ` +
      `Ask for that permission or use another profile.`,
  },
  {
    names: ['KMSAccessDeniedException'],
    code: 'accessDenied',
    say: ({ message, context }) =>
      `Access denied: ${who(context)} may not use the key that encrypts the stream. ${message}`,
  },
  {
    names: ['ExpiredTokenException', 'ExpiredToken', 'RequestExpired', 'TokenRefreshRequired'],
    code: 'sessionExpired',
    say: ({ context }) => expiredSentence(context),
  },
  {
    names: [
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'MissingAuthenticationTokenException',
      'MissingAuthenticationToken',
      'IncompleteSignatureException',
      'IncompleteSignature',
    ],
    code: 'credentialsMissing',
    say: ({ context }) =>
      `${endpointOf(context.target)} does not accept ${credentialsOf(context)}. ` +
      `Check the access key, or sign in again.`,
  },
  {
    names: ['InvalidSignatureException', 'SignatureDoesNotMatch', 'RequestTimeTooSkewed'],
    code: 'credentialsMissing',
    say: ({ context }) =>
      `The signature made with ${credentialsOf(context)} is not accepted. ` +
      `Check the secret access key and this computer's clock.`,
  },
  {
    names: [
      'ProvisionedThroughputExceededException',
      'KMSThrottlingException',
      'ThrottlingException',
      'Throttling',
      'RequestLimitExceeded',
      'TooManyRequestsException',
      'SlowDown',
    ],
    code: 'throttled',
    say: ({ message }) => `Too many requests: ${message}. Wait a moment and try again.`,
  },
  {
    names: ['LimitExceededException'],
    code: 'throttled',
    say: ({ message }) =>
      `A limit of the service is reached: ${message}. Wait a moment, or ask for a higher quota.`,
  },
  {
    names: ['ResourceNotFoundException', 'EntityNotFoundException'],
    code: 'notFound',
    say: ({ message }) => `Not found: ${message}. Refresh the view to see what there is.`,
  },
  {
    names: ['ResourceInUseException', 'ConcurrentModificationException'],
    code: 'resourceInUse',
    say: ({ message }) =>
      `In use: ${message}. Wait until it is active, or choose another name if it exists already.`,
  },
  {
    names: ['ExpiredIteratorException'],
    code: 'iteratorExpired',
    say: () => 'The shard iterator has expired after five minutes. Get a new one.',
  },
  {
    names: [
      'ValidationException',
      'InvalidArgumentException',
      'SerializationException',
      'ExpiredNextTokenException',
      'InvalidKMSResourceException',
      'InvalidSourceException',
    ],
    code: 'invalidInput',
    say: ({ message }) => `Not accepted: ${message}. Correct the value and try again.`,
  },
  {
    names: ['UnknownOperationException'],
    code: 'unsupported',
    say: ({ context }) => `${endpointOf(context.target)} does not know ${context.action}.`,
  },
  {
    names: ['CredentialsProviderError', 'TokenProviderError', 'ProviderError'],
    code: 'credentialsMissing',
    say: ({ context }) =>
      `No credentials for ${who(context)}. Run “aws configure” or “aws sso login”, ` +
      `or choose another profile.`,
  },
];

const RULE_BY_NAME = new Map(RULES.flatMap((rule) => rule.names.map((name) => [name, rule])));

const CREDENTIAL_RULE_NAMES = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ProviderError',
]);

const NETWORK_REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ECONNRESET', 'the connection broke'],
  ['EPIPE', 'the connection broke'],
  ['ENOTFOUND', 'the host name is unknown'],
  ['EAI_AGAIN', 'the host name cannot be looked up'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'no network'],
  ['ENETDOWN', 'no network'],
  ['EADDRNOTAVAIL', 'no network'],
  ['ETIMEDOUT', 'no answer in time'],
  ['ECONNABORTED', 'the connection broke'],
  ['EPROTO', 'it does not speak TLS'],
]);

/** Translates whatever a call threw into a sentence that says what to do. */
export function translateError(error: unknown, context: CallContext): ExpectedError {
  if (isExpected(error)) return error;
  const name = error instanceof Error ? error.name : '';
  if (CREDENTIAL_RULE_NAMES.has(name)) return credentialsError(messageOf(error), context);
  const message = plainMessage(error);
  const rule = RULE_BY_NAME.get(name);
  if (rule)
    return new ExpectedError(rule.code, rule.say({ name, message, context }), { cause: error });
  const network = networkReason(error, message);
  if (network !== undefined) return unreachableEndpoint(network, context, error);
  return new ExpectedError('serviceFailed', serviceSentence(error, message, context), {
    cause: error,
  });
}

/** The cause is left out on purpose: it can quote the command that makes the credentials. */
function credentialsError(message: string, context: CallContext): ExpectedError {
  const reason = [...NETWORK_REASONS].find(([code]) => message.includes(code))?.[1];
  if (reason !== undefined) {
    return new ExpectedError(
      'networkUnreachable',
      `Cannot reach the sign-in service for ${who(context)}: ${reason}. Check the network.`,
    );
  }
  if (/expired|reauthenticate|SSO session .* invalid/i.test(message)) {
    return new ExpectedError('sessionExpired', expiredSentence(context));
  }
  if (/multi-factor/i.test(message)) {
    return new ExpectedError(
      'credentialsMissing',
      `${upperFirst(who(context))} asks for a multi-factor code, which cannot be given here. ` +
        `Sign in with the AWS CLI first, or choose another profile.`,
    );
  }
  const rule = RULE_BY_NAME.get('CredentialsProviderError');
  const sentence = rule?.say({ name: '', message: '', context }) ?? 'No credentials';
  return new ExpectedError('credentialsMissing', sentence);
}

function unreachableEndpoint(reason: string, context: CallContext, cause: unknown): ExpectedError {
  const endpoint = endpointOf(context.target);
  const advice =
    context.target.kind === 'local'
      ? 'Start the local engine.'
      : context.target.kind === 'aws'
        ? 'Check the network and the region.'
        : 'Check the endpoint and the network.';
  return new ExpectedError('networkUnreachable', `Cannot reach ${endpoint}: ${reason}. ${advice}`, {
    cause,
  });
}

function networkReason(error: unknown, message: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // The code first: the SDK calls some broken connections a TimeoutError too.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = NETWORK_REASONS.get(code);
  if (known !== undefined) return known;
  if (error.name === 'TimeoutError') return 'no answer in time';
  if (/^(?:CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/.test(code)) {
    return `its certificate is not trusted (${code})`;
  }
  if (code.startsWith('HPE_')) return 'it does not speak HTTP';
  return message.includes('socket hang up') ? 'the connection broke' : undefined;
}

function serviceSentence(error: unknown, message: string, context: CallContext): string {
  const endpoint = endpointOf(context.target);
  if (error instanceof SyntaxError) {
    return `${endpoint} does not answer as Kinesis does. Check the endpoint.`;
  }
  const status = statusOf(error);
  const detail = message === '' || message === 'UnknownError' ? `status ${status ?? '?'}` : message;
  const advice = status !== undefined && status >= 500 ? ' Try again.' : '';
  return `${context.action} failed at ${endpoint}: ${detail}.${advice}`;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  if (!('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** Without the full stop at the end, since our sentences go on after it. */
function plainMessage(error: unknown): string {
  return messageOf(error).trim().replace(/\.$/, '');
}

function deniedAction(message: string): string | undefined {
  return /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
}

function expiredSentence(context: CallContext): string {
  const profile = profileOf(context.target);
  const command = profile === undefined ? 'aws sso login' : `aws sso login --profile ${profile}`;
  return (
    `The session of ${who(context)} has expired. Sign in again (for single sign-on: ` +
    `“${command}”), then refresh.`
  );
}

function who(context: CallContext): string {
  const profile = profileOf(context.target);
  return profile === undefined ? 'the default credentials' : `profile “${profile}”`;
}

function credentialsOf(context: CallContext): string {
  const profile = profileOf(context.target);
  return profile === undefined
    ? 'the default credentials'
    : `the credentials of profile “${profile}”`;
}

function profileOf(target: ConnectionTarget): string | undefined {
  if (target.kind === 'local') return undefined;
  return target.profile === '' ? undefined : target.profile;
}

function endpointOf(target: ConnectionTarget): string {
  switch (target.kind) {
    case 'local':
      return `the local engine at ${target.endpoint}`;
    case 'aws':
      return `AWS in ${target.region}`;
    case 'endpoint':
      return target.endpoint;
  }
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
