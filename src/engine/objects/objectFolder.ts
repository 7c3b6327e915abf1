import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Folder } from './s3Folder.ts';

/** The folder that stands for S3, for as long as the engine runs. */
export interface ObjectFolder {
  readonly s3: S3Folder;
  /** Removes a temporary folder with all that is in it; a data directory stays. */
  close(): void;
}

/**
 * Objects go to `s3/<bucket>/<key>` in the data directory; an engine in memory writes them below a
 * temporary folder.
 */
export function openObjectFolder(dataDir: string | undefined): ObjectFolder {
  if (dataDir !== undefined) return { s3: new S3Folder(dataDir), close: () => undefined };
  const temporaryDir = mkdtempSync(join(tmpdir(), 'kinesis-workbench-'));
  return {
    s3: new S3Folder(temporaryDir),
    close: () => {
      rmSync(temporaryDir, { recursive: true, force: true });
    },
  };
}
