import { createReadStream } from 'node:fs';
import * as vscode from 'vscode';

/** The content of a file, a piece at a time where it lies on a disk. */
export async function* readPieces(uri: vscode.Uri): AsyncGenerator<Uint8Array, void> {
  if (uri.scheme !== 'file') {
    yield await vscode.workspace.fs.readFile(uri);
    return;
  }
  for await (const piece of createReadStream(uri.fsPath)) yield piece as Uint8Array;
}
