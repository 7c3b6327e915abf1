import * as vscode from 'vscode';
import { isDeepStrictEqual } from 'node:util';
import { PRODUCER_KINDS, type ProducerSpec } from '../protocol/engine/control.ts';

export const SECTION = 'kinesisWorkbench';

/** A connection as the settings keep it. The local engine is always there and is not among them. */
export type ConnectionSetting =
  | {
      readonly name: string;
      readonly kind: 'aws';
      readonly profile: string;
      readonly region: string;
    }
  | {
      readonly name: string;
      readonly kind: 'endpoint';
      readonly endpoint: string;
      readonly region: string;
      readonly profile?: string;
    };

export interface EngineSettings {
  readonly port: number;
  readonly storage: 'disk' | 'memory';
  /** Empty for a folder in the extension's own storage. */
  readonly dataDirectory: string;
  readonly region: string;
  readonly account: string;
  readonly limits: boolean;
  readonly autoStart: boolean;
}

export function engineSettings(): EngineSettings {
  const settings = vscode.workspace.getConfiguration(`${SECTION}.engine`);
  return {
    port: settings.get('port', 4567),
    storage: settings.get<'disk' | 'memory'>('storage', 'disk'),
    dataDirectory: settings.get('dataDirectory', ''),
    region: settings.get('region', 'us-east-1'),
    account: settings.get('account', '000000000000'),
    limits: settings.get('limits', true),
    autoStart: settings.get('autoStart', false),
  };
}

export function tailWindowSettings(): { recordsMax: number; bytesMax: number } {
  const settings = vscode.workspace.getConfiguration(`${SECTION}.tail`);
  return {
    recordsMax: settings.get('windowRecords', 100_000),
    bytesMax: settings.get('windowMegabytes', 256) * 1024 * 1024,
  };
}

/** The connections that are well-formed; `problems` says what is wrong with the others. */
export function connectionSettings(): { connections: ConnectionSetting[]; problems: string[] } {
  const value: unknown = vscode.workspace.getConfiguration(SECTION).get('connections', []);
  const connections: ConnectionSetting[] = [];
  const problems: string[] = [];
  const names = new Set<string>(['Local engine']);
  for (const [index, item] of (Array.isArray(value) ? value : []).entries()) {
    const parsed = parseConnection(item);
    if (typeof parsed === 'string')
      problems.push(`Connection ${index + 1} in the settings: ${parsed}`);
    else if (names.has(parsed.name)) problems.push(`Two connections are named "${parsed.name}"`);
    else {
      names.add(parsed.name);
      connections.push(parsed);
    }
  }
  return { connections, problems };
}

function parseConnection(item: unknown): ConnectionSetting | string {
  if (typeof item !== 'object' || item === null) return 'it is not an object';
  const { name, kind, profile, region, endpoint } = item as Record<string, unknown>;
  if (typeof name !== 'string' || name === '') return 'it has no name';
  if (typeof region !== 'string' || region === '') return `"${name}" has no region`;
  if (kind === 'aws') {
    if (typeof profile !== 'string' || profile === '') return `"${name}" has no profile`;
    return { name, kind, profile, region };
  }
  if (kind === 'endpoint') {
    if (typeof endpoint !== 'string' || !isHttpUrl(endpoint)) {
      return `"${name}" has no endpoint that starts with http:// or https://`;
    }
    const withProfile = typeof profile === 'string' && profile !== '' ? { profile } : {};
    return { name, kind, endpoint, region, ...withProfile };
  }
  return `"${name}" has a kind that is neither "aws" nor "endpoint"`;
}

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

export async function addConnectionSetting(connection: ConnectionSetting): Promise<void> {
  await updateConnections((connections) => [...connections, connection]);
}

export async function removeConnectionSetting(name: string): Promise<void> {
  await updateConnections((connections) =>
    connections.filter((item) => (item as { name?: unknown } | null)?.name !== name),
  );
}

/** Writes to where the list is set now, so that a workspace's own list is not shadowed or copied. */
async function updateConnections(change: (connections: unknown[]) => unknown[]): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const inspected = settings.inspect<unknown[]>('connections');
  const target = inspected?.workspaceValue
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  const before = settings.get<unknown[]>('connections', []);
  const after = change(Array.isArray(before) ? before : []);
  if (!isDeepStrictEqual(before, after)) await settings.update('connections', after, target);
}

/** The producers that start with the engine; malformed entries are named in `problems`. */
export function simulatorSettings(): { producers: ProducerSpec[]; problems: string[] } {
  const value: unknown = vscode.workspace.getConfiguration(SECTION).get('simulators', []);
  const producers: ProducerSpec[] = [];
  const problems: string[] = [];
  for (const [index, item] of (Array.isArray(value) ? value : []).entries()) {
    const spec = item as Partial<ProducerSpec> | null;
    const isValid =
      typeof spec?.streamName === 'string' && PRODUCER_KINDS.some((kind) => kind === spec.kind);
    if (isValid) producers.push(spec as ProducerSpec);
    else {
      const kinds = PRODUCER_KINDS.join(', ');
      problems.push(
        `Simulator ${index + 1} in the settings needs a streamName and a kind (${kinds})`,
      );
    }
  }
  return { producers, problems };
}
