import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import { engineSettings } from '../config.ts';
import type { EngineSettings } from '../settings.ts';
import type { EngineLaunch } from './engineController.ts';

/** How the engine is started, by the settings as they are at each start. */
export function engineLaunch(extension: vscode.ExtensionContext): EngineLaunch {
  return {
    script: join(extension.extensionPath, 'dist', 'engine.js'),
    async plan(askedPort) {
      const settings = engineSettings();
      const port = askedPort ?? settings.port;
      const storage = await storageArgs(settings, extension);
      const args = [
        ...['--port', String(port)],
        ...['--region', settings.region],
        ...['--account', settings.account],
        ...['--limits', settings.limits ? 'on' : 'off'],
        ...(settings.powerSafe ? ['--power-safe'] : []),
        ...storage,
      ];
      return { args, port, inMemory: settings.storage === 'memory' };
    },
  };
}

async function storageArgs(
  { storage, dataDirectory }: EngineSettings,
  extension: vscode.ExtensionContext,
): Promise<string[]> {
  if (storage === 'memory') return ['--in-memory'];
  if (dataDirectory !== '') return ['--data-dir', absolute(dataDirectory)];
  // All windows share this folder, and with it the engine.
  const uri = vscode.Uri.joinPath(extension.globalStorageUri, 'engine');
  await vscode.workspace.fs.createDirectory(uri);
  return ['--data-dir', uri.fsPath];
}

function absolute(path: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  if (isAbsolute(path)) return path;
  const message = 'The setting kinesisWorkbench.engine.dataDirectory needs an absolute path';
  throw new ExpectedError('invalidInput', message);
}
