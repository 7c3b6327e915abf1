import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ErrorCode, ExpectedError } from '../../base/errors.ts';
import type { FileToWrite } from './fileToWrite.ts';

/**
 * A file of this machine. It is written beside its place and takes it when it is complete, so that
 * what was there before stays until then. Failures are `ExpectedError`s that name the file.
 */
export class DiskFile implements FileToWrite {
  private readonly path: string;
  private readonly temporaryPath: string;
  private handle: FileHandle | undefined;

  private constructor(path: string, temporaryPath: string, handle: FileHandle) {
    this.path = path;
    this.temporaryPath = temporaryPath;
    this.handle = handle;
  }

  static async create(path: string): Promise<DiskFile> {
    const name = `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}.part`;
    const temporaryPath = join(dirname(path), name);
    // Records may be confidential; nobody else on the machine has a need to read them.
    const handle = await open(temporaryPath, 'wx', 0o600).catch(explain(path));
    return new DiskFile(path, temporaryPath, handle);
  }

  async write(text: string): Promise<void> {
    if (!this.handle) throw new ExpectedError('cancelled', 'The file is closed');
    await this.handle.appendFile(text).catch(explain(this.path));
  }

  async commit(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    try {
      // Some disks say only now that they are full.
      await handle?.sync().catch(explain(this.path));
    } finally {
      await handle?.close().catch(explain(this.path));
    }
    await rename(this.temporaryPath, this.path).catch(explain(this.path));
  }

  async discard(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await handle?.close().catch(() => undefined);
    await rm(this.temporaryPath, { force: true });
  }
}

const CODES: Readonly<Record<string, { code: ErrorCode; reason: string }>> = {
  ENOSPC: { code: 'diskFull', reason: 'the disk is full. Free some space, then try again' },
  EDQUOT: { code: 'diskFull', reason: 'your quota of the disk is used up' },
  EFBIG: { code: 'diskFull', reason: 'the file is too large for its disk' },
  EACCES: { code: 'accessDenied', reason: 'you may not write there. Choose another folder' },
  EPERM: { code: 'accessDenied', reason: 'you may not write there. Choose another folder' },
  EROFS: { code: 'accessDenied', reason: 'the disk is read-only. Choose another folder' },
  ENOENT: { code: 'notFound', reason: 'its folder does not exist' },
  EISDIR: { code: 'invalidInput', reason: 'there is a folder of that name' },
};

function explain(path: string): (cause: unknown) => never {
  return (cause) => {
    throw fileProblem(path, cause);
  };
}

/** What a person reads; what nobody expected stays as it is. */
export function fileProblem(path: string, cause: unknown): unknown {
  const known = CODES[String((cause as NodeJS.ErrnoException).code)];
  if (!known) return cause;
  return new ExpectedError(known.code, `${path} was not written: ${known.reason}.`, { cause });
}
