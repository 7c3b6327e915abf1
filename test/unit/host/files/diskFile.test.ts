import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { hasCode } from '../../../../src/base/errors.ts';
import { DiskFile, fileProblem } from '../../../../src/host/files/diskFile.ts';
import { writeExport } from '../../../../src/host/files/writeExport.ts';
import type { ExportSlice } from '../../../../src/tail/export/exportSlices.ts';

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
