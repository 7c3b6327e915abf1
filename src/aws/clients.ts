import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

import { makeAnswerTurns } from './answerTurns.ts';
import { CallsInFlight } from './callsInFlight.ts';
import { targetOf } from './endpoints.ts';
import {
  CONNECT_TIMEOUT_MS,
  INTERACTIVE_ATTEMPTS,
  PUSH_WINDOW_BYTES,
  READER_ATTEMPTS,
  REQUEST_TIMEOUT_MS,
  SOCKETS_MAX,
  SUBSCRIPTIONS_MAX,
} from './limits.ts';
import type { ConnectionTarget } from './service.ts';

export interface Clients {
  readonly kinesis: KinesisClient;
  /** For GetRecords and GetShardIterator: makes no repeats of its own. */
  readonly reader: KinesisClient;
  /** For SubscribeToShard, whose answers go on for minutes: a connection each. */
  readonly subscriber: KinesisClient;
  readonly firehose: FirehoseClient;
  /** For clients that are made later; they take part in `destroy` when `count` has them. */
  readonly shared: SharedConfig;
  count(client: Countable): void;
  /** Closes the sockets as soon as no call is in flight any more. */
  destroy(): void;
}

/** What all clients of a connection have in common. */
type SharedConfig = Required<
  Pick<KinesisClientConfig, 'region' | 'requestHandler' | 'credentials'>
> &
  Access;

interface Countable {
  readonly middlewareStack: {
    add(middleware: ReturnType<typeof countedBy>, options: typeof OUTERMOST): void;
  };
}

export interface ClientOptions {
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

/** What a server without real accounts, such as the local engine, takes as a signature's key. */
const ANY_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Of regional, dual-stack and VPC endpoints, also of the partitions in China. */
const AWS_HOST = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

/** Around all that the SDK does for one call. */
const OUTERMOST = { step: 'initialize', priority: 'high' } as const;

export function createClients(target: ConnectionTarget, options: ClientOptions): Clients {
  // The default handler of the Kinesis client opens an HTTP/2 session for every request. A tail
  // polls each shard every second, so kept-alive HTTP/1.1 connections, which AWS and the local
  // engine both serve, save a TCP and TLS handshake per poll.
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: SOCKETS_MAX },
    httpsAgent: { keepAlive: true, maxSockets: SOCKETS_MAX },
  });
  readSharedFilesAgain(target);
  const common = { region: target.region, requestHandler, ...access(target) };
  const streamsTarget = targetOf(target, 'kinesis');
  const streams = { ...common, ...endpointConfig(streamsTarget) };
  const kinesis = new KinesisClient({ ...streams, maxAttempts: INTERACTIVE_ATTEMPTS });
  // One provider for all clients, so that a person signs in, and a process is asked, only once.
  const { credentials } = kinesis.config;
  const reader = new KinesisClient({
    ...streams,
    credentials,
    maxAttempts: READER_ATTEMPTS,
    streamCollector: makeAnswerTurns(),
  });
  const pushHandler = makePushHandler(streamsTarget, options);
  const subscriber = new KinesisClient({
    ...streams,
    credentials,
    requestHandler: pushHandler,
    maxAttempts: READER_ATTEMPTS,
  });
  const shared = { ...common, credentials };
  const firehose = new FirehoseClient({
    ...shared,
    ...endpointConfig(targetOf(target, 'firehose')),
    maxAttempts: INTERACTIVE_ATTEMPTS,
  });
  const calls = new CallsInFlight(() => {
    requestHandler.destroy();
    pushHandler.destroy();
  });
  const counted = countedBy(calls);
  const count = ({ middlewareStack }: Countable): void => middlewareStack.add(counted, OUTERMOST);
  for (const client of [kinesis, reader, subscriber, firehose]) count(client);
  return { kinesis, reader, subscriber, firehose, shared, count, destroy: () => calls.close() };
}

/**
 * AWS pushes over HTTP/2 alone, at its private endpoints too; a session each, since what one
 * subscription does not take would hold up the others of its session. Elsewhere HTTP/1.1 will do,
 * which every server understands.
 */
function makePushHandler(
  target: ConnectionTarget,
  options: ClientOptions,
): NodeHttpHandler | NodeHttp2Handler {
  if (target.kind === 'aws' || AWS_HOST.test(new URL(target.endpoint).hostname)) {
    return new NodeHttp2Handler({
      disableConcurrentStreams: true,
      nodeHttp2ConnectOptions: { settings: { initialWindowSize: PUSH_WINDOW_BYTES } },
    });
  }
  const agent = { keepAlive: false, maxSockets: SUBSCRIPTIONS_MAX };
  return new NodeHttpHandler({
    connectionTimeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    httpAgent: agent,
    httpsAgent: agent,
  });
}

/** The SDK keeps these files for as long as its process lives; a new key in them must be seen. */
function readSharedFilesAgain(target: ConnectionTarget): void {
  // What it keeps is replaced before this returns, and a file that is not there is no failure.
  if (target.kind !== 'local') void loadSharedConfigFiles({ ignoreCache: true });
}

/** A middleware of the SDK: a call is in flight until its answer is read, its repeats included. */
function countedBy(calls: CallsInFlight) {
  return <Input, Output>(next: (input: Input) => Promise<Output>) =>
    (input: Input): Promise<Output> =>
      calls.run(() => next(input));
}

type Access = Pick<KinesisClientConfig, 'credentials' | 'profile'>;

function access(target: ConnectionTarget): Access {
  if (target.kind === 'aws' && target.profile === '') return {};
  const profile = target.kind === 'local' ? undefined : target.profile;
  return profile === undefined || profile === '' ? { credentials: ANY_CREDENTIALS } : { profile };
}

/**
 * Of one service. Where the target names no endpoint, the SDK may not look for one itself: it would
 * take what the profile of `AWS_PROFILE` says, or the default profile, for that of the connection.
 */
export function endpointConfig(
  target: ConnectionTarget,
): Pick<KinesisClientConfig, 'endpoint'> & { readonly ignoreConfiguredEndpointUrls?: true } {
  if (target.kind === 'aws') return { ignoreConfiguredEndpointUrls: true };
  return { endpoint: target.endpoint };
}
