import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { SchemaSource } from '../../tail/schemas/schema.ts';
import { schemaSettings } from '../config.ts';
import type { ConnectionRegistry } from '../connections/connectionRegistry.ts';
import { SCHEMA_FILE_BYTES_MAX, SCHEMA_FILES_MAX } from '../limits.ts';
import type { SchemaSettings } from '../schemaSettings.ts';
import { SECTION } from '../settings.ts';
import type { SchemaFolder } from './schemaFolder.ts';
import { schemaSource } from './schemaSource.ts';

const SCHEMA_GLOB = '**/*.{avsc,proto}';
const NOT_OURS = '**/node_modules/**';

/** The schemas of the settings, the workspace and the registries, for the tails that are open. */
export class WorkspaceSchemas implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  private readonly connections: ConnectionRegistry;
  /** Read for each record, so it is kept. */
  private settings: SchemaSettings = schemaSettings();
  private watcher: vscode.FileSystemWatcher | undefined;

  /** The settings or a schema file have changed. */
  readonly onDidChange = this.changed.event;

  constructor(connections: ConnectionRegistry) {
    this.connections = connections;
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SECTION)) this.reload();
      }),
    );
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.reload()));
  }

  sourceFor(connectionName: string): SchemaSource {
    this.watch();
    return schemaSource({
      settings: () => this.settings,
      folder: workspaceFolder,
      glue: () => {
        const entry = this.connections.find(connectionName);
        if (entry?.kind !== 'aws') return undefined;
        return this.connections.connect(entry).then(({ schemas }) => schemas);
      },
      fetch,
    });
  }

  dispose(): void {
    this.store.dispose();
  }

  private reload(): void {
    const before = JSON.stringify([...this.settings.files, this.settings.registryUrl]);
    this.settings = schemaSettings();
    const now = JSON.stringify([...this.settings.files, this.settings.registryUrl]);
    if (now !== before) this.changed.fire();
  }

  /** From the first tail on; before, nobody waits for a file. */
  private watch(): void {
    if (this.watcher) return;
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(SCHEMA_GLOB));
    this.watcher = watcher;
    const changed = (): void => {
      if (this.settings.files.size > 0) this.changed.fire();
    };
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.store.add(event(changed));
    }
  }
}

/** Paths of the schema files of the workspace, in order. */
export async function schemaFilePaths(): Promise<string[]> {
  requireTrust();
  const uris = await vscode.workspace.findFiles(SCHEMA_GLOB, NOT_OURS, SCHEMA_FILES_MAX);
  return uris.map(relativePath).sort();
}

export const workspaceFolder: SchemaFolder = {
  async read(path) {
    requireTrust();
    for (const { uri: folder } of vscode.workspace.workspaceFolders ?? []) {
      const uri = vscode.Uri.joinPath(folder, path);
      // What a path leads to outside the workspace is no business of a schema.
      if (!uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`)) continue;
      const text = await readFile(uri);
      if (text !== undefined) return text;
    }
    return undefined;
  },
  async find(name) {
    requireTrust();
    // In a glob these have a meaning; in the name of a file hardly anybody has them.
    if (/[*?[\]{}\\]/.test(name)) return [];
    const uris = await vscode.workspace.findFiles(`**/${name}`, NOT_OURS, SCHEMA_FILES_MAX);
    return uris.map(relativePath).sort();
  },
  async avroFiles() {
    requireTrust();
    const uris = await vscode.workspace.findFiles('**/*.avsc', NOT_OURS, SCHEMA_FILES_MAX);
    return uris.map(relativePath);
  },
};

function relativePath(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, false);
}

async function readFile(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return undefined;
    if (size > SCHEMA_FILE_BYTES_MAX) throw tooLarge(uri);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

function tooLarge(uri: vscode.Uri): ExpectedError {
  const megabytes = SCHEMA_FILE_BYTES_MAX >> 20;
  return new ExpectedError(
    'unsupported',
    `${relativePath(uri)} has more than ${String(megabytes)} MB, which is too large for a schema.`,
  );
}

function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new ExpectedError(
    'unsupported',
    'Schema files are used only in a workspace that you trust. Trust it to read records by them.',
  );
}
