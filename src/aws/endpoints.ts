import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

import { ExpectedError } from '../base/errors.ts';
import type { ConfiguredEndpoints, ConnectionTarget } from './service.ts';

type Service = keyof ConfiguredEndpoints;
type Section = Readonly<Record<string, string | undefined>>;

const SERVICES: readonly Service[] = ['kinesis', 'firehose', 'glue'];

/**
 * Where the environment and the shared config files send the calls of a profile instead of to AWS,
 * in the order of the AWS CLI. The SDK itself looks only at the profile that `AWS_PROFILE` names.
 * Rejects with what is wrong in the files, so that no call goes to AWS that was meant for elsewhere.
 * See https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export async function configuredEndpoints(
  profile: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ConfiguredEndpoints> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const settings = { ...credentialsFile[profile], ...configFile[profile] };
  const ignored =
    env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? settings['ignore_configured_endpoint_urls'];
  if (ignored?.toLowerCase() === 'true') return {};
  const section = servicesOf(profile, settings, configFile);
  const found: Partial<Record<Service, string>> = {};
  for (const service of SERVICES) {
    const url =
      set(env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`]) ??
      set(env['AWS_ENDPOINT_URL']) ??
      set(section[`${service}.endpoint_url`]) ??
      set(settings['endpoint_url']);
    if (url !== undefined) found[service] = checked(url, profile);
  }
  return found;
}

/** What one service of a connection is reached by: its configured endpoint where it has one. */
export function targetOf(target: ConnectionTarget, service: Service): ConnectionTarget {
  const endpoint = target.kind === 'aws' ? target.endpoints?.[service] : undefined;
  if (target.kind !== 'aws' || endpoint === undefined) return target;
  const { profile, region } = target;
  return { kind: 'endpoint', endpoint, region, ...(profile === '' ? {} : { profile }) };
}

function servicesOf(
  profile: string,
  settings: Section,
  configFile: Readonly<Record<string, Section>>,
): Section {
  const name = set(settings['services']);
  if (name === undefined) return {};
  const section = configFile[`services.${name}`];
  if (section) return section;
  throw new ExpectedError(
    'invalidInput',
    `Profile “${profile}” names the services “${name}”, but there is no section ` +
      `[services ${name}] in the shared config file.`,
  );
}

/** An empty value counts as none, for the AWS CLI too. */
function set(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function checked(url: string, profile: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new ExpectedError(
    'invalidInput',
    `The endpoint that is configured for profile “${profile}” is no URL that starts with ` +
      `http:// or https://: ${url}`,
  );
}
