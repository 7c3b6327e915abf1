/**
 * Aws: the only room that knows the AWS SDK. Connections go in, the narrow interfaces of
 * `service.ts` come out, and no SDK type or error leaves. This file is the room's only door to the
 * SDK: it is built as a bundle of its own and loaded with a dynamic import when a connection is
 * first used, so import nothing but `service.ts` statically from outside. It keeps no state
 * between connections and repeats no read; the tail does that. Start with `streams.ts`, and with
 * `errors.ts` for what a person gets to read.
 */
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

import { type ClientOptions, type Clients, createClients } from './clients.ts';
import { KinesisConsumers } from './consumers.ts';
import { FirehoseDeliveryStreams } from './deliveryStreams.ts';
import { configuredEndpoints, targetOf } from './endpoints.ts';
import type { Connection, ConnectionTarget, SchemasService } from './service.ts';
import { KinesisStreams } from './streams.ts';

export { configuredEndpoints };

export interface Profile {
  readonly name: string;
  /** The region that the profile names, if any. */
  readonly region: string | undefined;
  readonly kind: ProfileKind;
}

/** How the profile gets its credentials. */
export type ProfileKind = 'keys' | 'login' | 'process' | 'role' | 'sso' | 'other';

/**
 * Makes no request; the first call of a service does. Dispose it to close its sockets, which waits
 * for calls that are under way: abort them to end them.
 */
export function createConnection(
  target: ConnectionTarget,
  options: ClientOptions = {},
): Connection {
  const clients = createClients(target, options);
  const kinesis = targetOf(target, 'kinesis');
  return {
    streams: new KinesisStreams(clients, kinesis),
    deliveryStreams: new FirehoseDeliveryStreams(clients, targetOf(target, 'firehose')),
    schemas: lateSchemas(clients, targetOf(target, 'glue')),
    consumers: new KinesisConsumers(clients, kinesis),
    dispose: () => clients.destroy(),
  };
}

/** The client of Glue is a bundle of its own. */
function lateSchemas(clients: Clients, target: ConnectionTarget): SchemasService {
  let schemas: Promise<SchemasService> | undefined;
  return {
    getSchemaVersion: async (versionId, signal) => {
      schemas ??= import('./glue.ts').then(({ GlueSchemas }) => new GlueSchemas(clients, target));
      return (await schemas).getSchemaVersion(versionId, signal);
    },
  };
}

/** The profiles of the shared config files, by name; empty when there are no such files. */
export async function listProfiles(): Promise<Profile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return [...names]
    .filter((name) => !name.startsWith('sso-session.') && !name.startsWith('services.'))
    .sort((a, b) => a.localeCompare(b))
    .map((name) => {
      const settings = { ...configFile[name], ...credentialsFile[name] };
      return { name, region: settings['region'], kind: profileKind(settings) };
    });
}

function profileKind(settings: Readonly<Record<string, string | undefined>>): ProfileKind {
  if (settings['role_arn'] !== undefined) return 'role';
  if (settings['sso_session'] !== undefined || settings['sso_start_url'] !== undefined)
    return 'sso';
  if (settings['login_session'] !== undefined) return 'login';
  if (settings['credential_process'] !== undefined) return 'process';
  return settings['aws_access_key_id'] === undefined ? 'other' : 'keys';
}
