import { fsyncSync, openSync, closeSync } from 'node:fs';

/** What a snapshot is made of, under the names that a data directory has for it. */
export const OBJECTS_DIRECTORY = 's3';

/** Makes a file, or the names in a folder, survive a power failure. */
export function flush(path: string, kind: 'file' | 'folder'): void {
  // Windows keeps names durable on its own and cannot open folders.
  if (kind === 'folder' && process.platform === 'win32') return;
  const handle = openSync(path, kind === 'folder' ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
