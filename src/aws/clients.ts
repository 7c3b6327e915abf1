import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

import {
  CONNECT_TIMEOUT_MS,
  INTERACTIVE_ATTEMPTS,
  READER_ATTEMPTS,
  REQUEST_TIMEOUT_MS,
  SOCKETS_MAX,
} from './limits.ts';
import type { ConnectionTarget } from './service.ts';

export interface Clients {
  readonly kinesis: KinesisClient;
  /** For GetRecords and GetShardIterator: makes no repeats of its own. */
  readonly reader: KinesisClient;
  readonly firehose: FirehoseClient;
  destroy(): void;
}

export interface ClientOptions {
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

/** What a server without real accounts, such as the local engine, takes as a signature's key. */
const ANY_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

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
  const common = { region: target.region, requestHandler, ...access(target) };
  const kinesis = new KinesisClient({ ...common, maxAttempts: INTERACTIVE_ATTEMPTS });
  // One provider for all clients, so that a person signs in, and a process is asked, only once.
  const shared = { ...common, credentials: kinesis.config.credentials };
  const reader = new KinesisClient({ ...shared, maxAttempts: READER_ATTEMPTS });
  const firehose = new FirehoseClient({ ...shared, maxAttempts: INTERACTIVE_ATTEMPTS });
  return { kinesis, reader, firehose, destroy: () => requestHandler.destroy() };
}

type Access = Pick<KinesisClientConfig, 'endpoint' | 'credentials' | 'profile'>;

function access(target: ConnectionTarget): Access {
  const profile = target.kind === 'local' || target.profile === '' ? undefined : target.profile;
  const endpoint = target.kind === 'aws' ? {} : { endpoint: target.endpoint };
  if (profile !== undefined) return { ...endpoint, profile };
  return target.kind === 'aws' ? {} : { ...endpoint, credentials: ANY_CREDENTIALS };
}
