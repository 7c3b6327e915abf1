import * as vscode from 'vscode';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import { VIRTUAL_FILE_BYTES_MAX } from '../limits.ts';
import { DiskFile } from './diskFile.ts';
import type { FileToWrite } from './fileToWrite.ts';

/** Disks take a file piece by piece; any other file system of VS Code takes it whole. */
export async function createFile(uri: vscode.Uri): Promise<FileToWrite> {
  return uri.scheme === 'file' ? DiskFile.create(uri.fsPath) : new VirtualFile(uri);
}

class VirtualFile implements FileToWrite {
  private readonly uri: vscode.Uri;
  private pieces: Uint8Array[] = [];
  private bytes = 0;

  constructor(uri: vscode.Uri) {
    this.uri = uri;
  }

  write(text: string): Promise<void> {
    const piece = Buffer.from(text);
    this.bytes += piece.length;
    if (this.bytes > VIRTUAL_FILE_BYTES_MAX) {
      const most = `${VIRTUAL_FILE_BYTES_MAX / 1024 / 1024} MiB`;
      const message = `${this.uri.path} was not written: a file on ${this.uri.scheme} can have ${most}. Narrow the filter, or choose a file of this machine.`;
      return Promise.reject(new ExpectedError('unsupported', message));
    }
    this.pieces.push(piece);
    return Promise.resolve();
  }

  async commit(): Promise<void> {
    try {
      await vscode.workspace.fs.writeFile(this.uri, Buffer.concat(this.pieces));
    } catch (cause) {
      const message = `${this.uri.path} was not written: ${messageOf(cause)}`;
      throw new ExpectedError('accessDenied', message, { cause });
    }
  }

  discard(): Promise<void> {
    this.pieces = [];
    return Promise.resolve();
  }
}
