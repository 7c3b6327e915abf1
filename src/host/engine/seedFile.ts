import * as vscode from 'vscode';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import type { SeedResult } from '../../protocol/engine/control.ts';
import { callEngine } from './controlClient.ts';
import type { EngineController } from './engineController.ts';

/** As `jsonValidation` in package.json has it, so that these files are completed and checked. */
export const SEED_FILES_GLOB = '**/{kinesis-seed.json,*.kinesis.json}';

export function isSeedFile(uri: vscode.Uri): boolean {
  return /(^|\/)kinesis-seed\.json$|\.kinesis\.json$/.test(uri.path);
}

/** Answers when everything in the file is ACTIVE. What an editor has not saved yet counts. */
export async function applySeed(engine: EngineController, uri: vscode.Uri): Promise<SeedResult> {
  const document = await openDocument(uri);
  let seed: unknown;
  try {
    seed = JSON.parse(document.getText());
  } catch (cause) {
    throw new ExpectedError('invalidInput', `${uri.fsPath} is not JSON: ${messageOf(cause)}`, {
      cause,
    });
  }
  return callEngine(engine.requireEndpoint(), 'applySeed', seed as object);
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (cause) {
    throw new ExpectedError('invalidInput', `${uri.fsPath} cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}
