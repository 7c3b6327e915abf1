import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hasCode } from '../../../../src/base/errors.ts';
import { DiskFile, fileProblem } from '../../../../src/host/files/diskFile.ts';
import { writeExport } from '../../../../src/host/files/writeExport.ts';
import type { ExportSlice } from '../../../../src/tail/export/exportSlices.ts';

const EXPORT_TOO_MUCH = new URL('../../../support/exportTooMuch.ts', import.meta.url).pathname;
/** 512 KiB, or half of that where a block is 512 bytes. */
const BOUND = 'ulimit -f 512';
const CAN_BOUND_FILES = spawnSync('sh', ['-c', BOUND]).status === 0;

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

describe('an export to the disk', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disk-file-'));
  });
  after(() => rm(folder, { recursive: true }));

  const slice = (text: string, written: number): ExportSlice => ({ text, written, missing: 0 });

  it('is there as a whole, for its owner only, in the place of what was there', async () => {
    const path = join(folder, 'whole.jsonl');
    await writeFile(path, 'old');
    const file = await DiskFile.create(path);
    const seen: string[] = [];
    const counts = await writeExport([slice('a\n', 1), slice('', 1), slice('b\n', 2)], file, {
      ...quiet,
      onProgress: ({ written }) => seen.push(`${written}`),
    });
    assert.deepEqual(
      [await readFile(path, 'utf8'), counts, seen, (await stat(path)).mode & 0o777],
      ['a\nb\n', { written: 2, missing: 0 }, ['1', '1', '2'], 0o600],
    );
    assert.deepEqual(await readdir(folder), ['whole.jsonl']);
  });

  it('that is cancelled leaves nothing, and what was there before', async () => {
    const path = join(folder, 'whole.jsonl');
    const abort = new AbortController();
    function* slices(): Generator<ExportSlice> {
      yield slice('new', 1);
      abort.abort(new Error('cancelled by the test'));
      yield slice('newer', 2);
    }
    const options = { ...quiet, signal: abort.signal };
    await assert.rejects(
      writeExport(slices(), await DiskFile.create(path), options),
      /cancelled by the test/,
    );
    assert.deepEqual(
      [await readFile(path, 'utf8'), await readdir(folder)],
      ['a\nb\n', ['whole.jsonl']],
    );
  });

  it('that two windows write to one file at once is that of the one or the other', async () => {
    const path = join(folder, 'both.jsonl');
    const files = [await DiskFile.create(path), await DiskFile.create(path)];
    for (let line = 0; line < 3; line++) {
      await Promise.all(files.map((file, window) => file.write(`window ${window}\n`)));
    }
    await Promise.all(files.map((file) => file.commit()));
    assert.match(await readFile(path, 'utf8'), /^(window 0\n){3}$|^(window 1\n){3}$/);
    await rm(path);
    assert.deepEqual(await readdir(folder), ['whole.jsonl']);
  });

  // Where a shell cannot bound the size of files, there is no other way to be out of room for a moment.
  if (CAN_BOUND_FILES) {
    it('that finds no more room on the way says so, and leaves what was there before', async () => {
      const path = join(folder, 'whole.jsonl');
      const bounded = ['-c', `${BOUND}; exec "$@"`, 'sh', process.execPath, EXPORT_TOO_MUCH, path];
      const { stdout } = spawnSync('sh', bounded, { encoding: 'utf8' });
      assert.deepEqual(
        [JSON.parse(stdout), await readFile(path, 'utf8')],
        [['diskFull', ['whole.jsonl']], 'a\nb\n'],
      );
    });
  }

  it('says that the disk is full, and leaves what it does not know as it is', () => {
    const full = fileProblem('/x.csv', Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    const other = new TypeError('a defect');
    assert.ok(hasCode(full, 'diskFull'));
    assert.equal(fileProblem('/x.csv', other), other);
  });

  it('that cannot be says which file and why, and leaves nothing', async () => {
    await mkdir(join(folder, 'folder'));
    const missing = join(folder, 'nowhere', 'x.csv');
    await assert.rejects(DiskFile.create(missing), (error: Error) => {
      assert.equal(error.message, `${missing} was not written: its folder does not exist.`);
      return hasCode(error, 'notFound');
    });
    const inTheWay = await DiskFile.create(join(folder, 'folder'));
    await assert.rejects(writeExport([slice('x', 1)], inTheWay, quiet), (error: Error) =>
      error.message.includes('there is a folder of that name'),
    );
    assert.deepEqual((await readdir(folder)).sort(), ['folder', 'whole.jsonl']);
  });
});
