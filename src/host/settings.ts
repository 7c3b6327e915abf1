/**
 * What the settings may hold. A person edits them by hand, so nothing is taken for granted: what does
 * not fit is replaced by its default and named in `problems`, a sentence each.
 */
import { PRODUCER_KINDS, type ProducerSpec } from '../protocol/engine/control.ts';

export const SECTION = 'kinesisWorkbench';
export const LOCAL_CONNECTION_NAME = 'Local engine';

/** The value of a setting by its name below the section; undefined when it has none. */
export type ReadSetting = (name: string) => unknown;

/** A connection as the settings keep it. The local engine is always there and is not among them. */
export type ConnectionSetting = { readonly name: string } & Marks &
  (
    | { readonly kind: 'aws'; readonly profile: string; readonly region: string }
    | {
        readonly kind: 'endpoint';
        readonly endpoint: string;
        readonly region: string;
        readonly profile?: string;
      }
  );

interface Marks {
  /** Real data: it is masked unless a person says otherwise. Left out when it is not. */
  readonly production?: true;
}

export interface EngineSettings {
  readonly port: number;
  readonly storage: 'disk' | 'memory';
  /** Empty for a folder in the extension's own storage. */
  readonly dataDirectory: string;
  readonly region: string;
  readonly account: string;
  readonly limits: boolean;
  /** Wait for the disk before a write is answered. */
  readonly powerSafe: boolean;
  readonly autoStart: boolean;
}

interface Rule<T> {
  readonly initial: T;
  /** What it must be, after "is not". */
  readonly wanted: string;
  accepts(value: unknown): value is T;
}

/** The defaults and bounds of package.json, which a test holds against these. */
export function parseEngineSettings(read: ReadSetting): {
  settings: EngineSettings;
  problems: string[];
} {
  const problems: string[] = [];
  const take = <T>(name: string, rule: Rule<T>): T =>
    takeSetting(read, `engine.${name}`, rule, problems);
  const settings = {
    port: take('port', wholeNumber(4567, 0, 65_535)),
    storage: take('storage', STORAGE),
    dataDirectory: take('dataDirectory', text('', /^/, 'a text')),
    region: take('region', text('us-east-1', /^[a-z0-9-]+$/, 'a region such as eu-west-1')),
    account: take('account', text('000000000000', /^\d{12}$/, 'twelve digits')),
    limits: take('limits', flag(true)),
    powerSafe: take('powerSafe', flag(false)),
    autoStart: take('autoStart', flag(false)),
  };
  return { settings, problems };
}

export function parseTailSettings(read: ReadSetting): {
  settings: {
    readonly recordsMax: number;
    readonly bytesMax: number;
    readonly readsPerSecond: number;
    readonly whenFull: 'dropOldest' | 'pause';
  };
  problems: string[];
} {
  const problems: string[] = [];
  const records = wholeNumber(100_000, 1_000, 1_000_000);
  const megabytes = wholeNumber(256, 8, 1_024);
  const recordsMax = takeSetting(read, 'tail.windowRecords', records, problems);
  const bytesMax = takeSetting(read, 'tail.windowMegabytes', megabytes, problems) * 1024 * 1024;
  const reads = wholeNumber(1, 1, 5);
  const readsPerSecond = takeSetting(read, 'tail.readsPerSecond', reads, problems);
  const whenFull = takeSetting(read, 'tail.whenFull', WHEN_FULL, problems);
  return { settings: { recordsMax, bytesMax, readsPerSecond, whenFull }, problems };
}

/** The connections that are well-formed; `problems` says what is wrong with the others. */
export function parseConnections(value: unknown): {
  connections: ConnectionSetting[];
  problems: string[];
} {
  const connections: ConnectionSetting[] = [];
  const { items, problems } = listOf(value, 'connections');
  const names = new Set<string>([LOCAL_CONNECTION_NAME]);
  for (const [index, item] of items.entries()) {
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

/** The producers that start with the engine, which checks their numbers. */
export function parseSimulators(value: unknown): {
  producers: ProducerSpec[];
  problems: string[];
} {
  const producers: ProducerSpec[] = [];
  const { items, problems } = listOf(value, 'simulators');
  for (const [index, item] of items.entries()) {
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

/**
 * The list that a change of the connections is made to. A list of the workspace counts only in one
 * that is trusted; the person's own must not end up in a workspace, which others may share.
 */
export function connectionsToEdit(
  values: { readonly workspaceValue?: unknown; readonly globalValue?: unknown },
  isTrusted: boolean,
): { scope: 'workspace' | 'user'; list: readonly unknown[] } {
  const { workspaceValue, globalValue } = values;
  if (isTrusted && Array.isArray(workspaceValue))
    return { scope: 'workspace', list: workspaceValue };
  return { scope: 'user', list: Array.isArray(globalValue) ? globalValue : [] };
}

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function parseConnection(item: unknown): ConnectionSetting | string {
  if (typeof item !== 'object' || item === null) return 'it is not an object';
  const { name, kind, profile, region, endpoint, production } = item as Record<string, unknown>;
  if (typeof name !== 'string' || name === '') return 'it has no name';
  if (typeof region !== 'string' || region === '') return `"${name}" has no region`;
  if (production !== undefined && typeof production !== 'boolean') {
    return `"${name}" says production, but neither true nor false`;
  }
  const marks: Marks = production === true ? { production } : {};
  if (kind === 'aws') {
    if (typeof profile !== 'string' || profile === '') return `"${name}" has no profile`;
    return { name, kind, profile, region, ...marks };
  }
  if (kind === 'endpoint') {
    if (typeof endpoint !== 'string' || !isHttpUrl(endpoint)) {
      return `"${name}" has no endpoint that starts with http:// or https://`;
    }
    const withProfile = typeof profile === 'string' && profile !== '' ? { profile } : {};
    return { name, kind, endpoint, region, ...withProfile, ...marks };
  }
  return `"${name}" has a kind that is neither "aws" nor "endpoint"`;
}

function listOf(value: unknown, name: string): { items: unknown[]; problems: string[] } {
  if (Array.isArray(value)) return { items: value, problems: [] };
  const problem = `The setting ${SECTION}.${name} is not a list; none is used.`;
  return { items: [], problems: value === undefined ? [] : [problem] };
}

function takeSetting<T>(read: ReadSetting, name: string, rule: Rule<T>, problems: string[]): T {
  const value = read(name);
  if (value === undefined) return rule.initial;
  if (rule.accepts(value)) return value;
  const instead = rule.initial === '' ? 'the default' : JSON.stringify(rule.initial);
  problems.push(`The setting ${SECTION}.${name} is not ${rule.wanted}; ${instead} is used.`);
  return rule.initial;
}

const STORAGE: Rule<EngineSettings['storage']> = {
  initial: 'disk',
  wanted: '"disk" or "memory"',
  accepts: (value) => value === 'disk' || value === 'memory',
};

const WHEN_FULL: Rule<'dropOldest' | 'pause'> = {
  initial: 'dropOldest',
  wanted: '"dropOldest" or "pause"',
  accepts: (value) => value === 'dropOldest' || value === 'pause',
};

function wholeNumber(initial: number, min: number, max: number): Rule<number> {
  return {
    initial,
    wanted: `a whole number from ${min} to ${max}`,
    accepts: (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
  };
}

function text(initial: string, pattern: RegExp, wanted: string): Rule<string> {
  return {
    initial,
    wanted,
    accepts: (value): value is string => typeof value === 'string' && pattern.test(value),
  };
}

function flag(initial: boolean): Rule<boolean> {
  return {
    initial,
    wanted: 'true or false',
    accepts: (value) => typeof value === 'boolean',
  };
}
