import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { ExpectedError } from '../base/errors.ts';
import type { Event } from '../base/event.ts';
import type { ProducerSpec } from '../protocol/engine/control.ts';
import { parseSharedFilters, type SharedFilter, withSharedFilter } from './filterSettings.ts';
import {
  type DecoderId,
  type DecoderSettings,
  type StreamName,
  parseDecoderSettings,
  withPinned,
} from './decoderSettings.ts';
import { type MaskingSettings, parseMaskingSettings } from './maskingSettings.ts';
import { parseSchemaSettings, type SchemaSettings } from './schemaSettings.ts';
import {
  type ConnectionSetting,
  type EngineSettings,
  SECTION,
  connectionsToEdit,
  parseConnections,
  parseEngineSettings,
  parseSimulators,
  parseTailSettings,
} from './settings.ts';

export function engineSettings(): EngineSettings {
  return parseEngineSettings(read).settings;
}

export function tailSettings(): ReturnType<typeof parseTailSettings>['settings'] {
  return parseTailSettings(read).settings;
}

export function maskingSettings(): MaskingSettings {
  return parseMaskingSettings(read).settings;
}

/** Also when they come with a workspace that is trusted now. */
export const onDidChangeMasking: Event<void> = (listener) =>
  vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${SECTION}.masking`)) listener();
  });

export function schemaSettings(): SchemaSettings {
  return parseSchemaSettings(read).settings;
}

/** The filters that the settings share, and what is wrong with the others. */
export function sharedFilters(): ReturnType<typeof parseSharedFilters> {
  return parseSharedFilters(read);
}

/** Into the settings of the workspace, for all who work in it. */
export async function shareFilter(filter: SharedFilter): Promise<void> {
  if (vscode.workspace.workspaceFolders === undefined) {
    const message = 'Open a folder first: filters are shared by its settings.';
    throw new ExpectedError('invalidInput', message);
  }
  const settings = vscode.workspace.getConfiguration(SECTION);
  const { workspaceValue } = settings.inspect('filters') ?? {};
  const value = withSharedFilter(workspaceValue, filter);
  await settings.update('filters', value, vscode.ConfigurationTarget.Workspace);
}

export function decoderSettings(): DecoderSettings {
  return parseDecoderSettings(read).settings;
}

/** In the workspace where one is open, so that it goes with what is worked on; undefined unpins. */
export async function setPinnedDecoders(
  stream: StreamName,
  decoders: readonly DecoderId[] | undefined,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const { workspaceValue, globalValue } = settings.inspect('decoders') ?? {};
  const { Workspace, Global } = vscode.ConfigurationTarget;
  const isOpen = vscode.workspace.workspaceFolders !== undefined;
  const value = isOpen
    ? withPinned(workspaceValue, stream, { decoders, others: globalValue })
    : withPinned(globalValue, stream, { decoders });
  const isEmpty = Object.keys(value).length === 0;
  await settings.update('decoders', isEmpty ? undefined : value, isOpen ? Workspace : Global);
}

export function connectionSettings(): readonly ConnectionSetting[] {
  return parseConnections(read('connections')).connections;
}

/** The producers that start with the engine. */
export function simulatorSettings(): readonly ProducerSpec[] {
  return parseSimulators(read('simulators')).producers;
}

/** What is wrong with the settings, a sentence each; their defaults stand in for it. */
export function settingsProblems(): readonly string[] {
  return [
    parseConnections(read('connections')),
    parseSimulators(read('simulators')),
    parseEngineSettings(read),
    parseTailSettings(read),
    parseMaskingSettings(read),
    parseSchemaSettings(read),
    parseSharedFilters(read),
    parseDecoderSettings(read),
  ].flatMap(({ problems }) => problems);
}

export async function addConnectionSetting(connection: ConnectionSetting): Promise<void> {
  await updateConnections((connections) => [...connections, connection]);
}

export async function removeConnectionSetting(name: string): Promise<void> {
  await updateConnections((connections) =>
    connections.filter((item) => (item as { name?: unknown } | null)?.name !== name),
  );
}

export async function setConnectionProduction(name: string, isProduction: boolean): Promise<void> {
  await updateConnections((connections) =>
    connections.map((item) => {
      const setting = item as { name?: unknown; production?: unknown } | null;
      if (setting?.name !== name) return item;
      const { production: _before, ...others } = setting;
      return isProduction ? { ...others, production: true } : others;
    }),
  );
}

/** In the workspace where there is one, since the file is there; without a file the stream has none. */
export async function setStreamSchema(streamName: string, file: string | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const { workspaceValue } = settings.inspect<Record<string, unknown>>('schemas') ?? {};
  const { [streamName]: _before, ...others } = workspaceValue ?? {};
  const after = file === undefined ? others : { ...others, [streamName]: file };
  await settings.update('schemas', after, vscode.ConfigurationTarget.Workspace);
}

async function updateConnections(
  change: (connections: readonly unknown[]) => readonly unknown[],
): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const values = settings.inspect('connections') ?? {};
  const { scope, list } = connectionsToEdit(values, vscode.workspace.isTrusted);
  const after = change(list);
  const { Workspace, Global } = vscode.ConfigurationTarget;
  if (isDeepStrictEqual(list, after)) return;
  await settings.update('connections', after, scope === 'workspace' ? Workspace : Global);
}

function read(name: string): unknown {
  return vscode.workspace.getConfiguration(SECTION).get(name);
}
