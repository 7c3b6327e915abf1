import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { bucketPath } from './bucketPath.ts';

export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  readonly body: Uint8Array;
}

/** Where objects go. Writing a key again replaces the object. */
export interface ObjectWriter {
  put(object: S3Object, signal: AbortSignal): Promise<void>;
}

/** The name in `arn:aws:s3:::name`. */
export function bucketOf(bucketArn: string): string {
  return bucketArn.slice(bucketArn.lastIndexOf(':') + 1);
}

/**
 * A folder that stands for S3: `<root>/s3/<bucket>/<key>`. An object appears whole or not at all:
 * it is written beside the buckets, flushed, and moved to its place. Writing a key again replaces it.
 */
export class S3Folder implements ObjectWriter {
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  get objectsDir(): string {
    return join(this.root, 's3');
  }

  pathOf(object: { bucket: string; key: string }): string {
    return join(this.objectsDir, ...bucketPath(object.bucket, object.key));
  }

  /** Rejects with the system's error, or with the signal's reason; then nothing is at the key. */
  async put(object: S3Object, signal: AbortSignal): Promise<void> {
    const path = this.pathOf(object);
    const incoming = join(this.root, 's3-incoming');
    const temporary = join(incoming, randomUUID());
    await mkdir(incoming, { recursive: true });
    try {
      await writeFlushed(temporary, object.body, signal);
      await mkdir(dirname(path), { recursive: true });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await this.flushFolders(dirname(path));
  }

  /** Makes the new names durable, from the object's folder up to the root. */
  private async flushFolders(folder: string): Promise<void> {
    // Windows keeps names durable on its own and cannot open folders.
    if (process.platform === 'win32') return;
    for (let depth = relative(this.root, folder).split(sep).length; depth >= 0; depth--) {
      const handle = await open(folder);
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      folder = dirname(folder);
    }
  }
}

async function writeFlushed(path: string, body: Uint8Array, signal: AbortSignal): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(body, { signal });
    await handle.sync();
  } finally {
    await handle.close();
  }
}
