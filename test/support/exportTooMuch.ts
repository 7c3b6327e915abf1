/** Exports more to the file that is its argument than there is room for, and prints what comes of it. */
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isExpected } from '../../src/base/errors.ts';
import { DiskFile } from '../../src/host/files/diskFile.ts';
import { writeExport } from '../../src/host/files/writeExport.ts';
import type { ExportSlice } from '../../src/tail/export/exportSlices.ts';

const [path = ''] = process.argv.slice(2);

function* slices(): Generator<ExportSlice> {
  for (let written = 1; written <= 100; written++) {
    yield { text: 'x'.repeat(65_536), written, missing: 0 };
  }
}

const outcome = await writeExport(slices(), await DiskFile.create(path), {
  signal: new AbortController().signal,
  onProgress: () => undefined,
}).then(
  () => 'written',
  (error: unknown) => (isExpected(error) ? error.code : String(error)),
);
process.stdout.write(JSON.stringify([outcome, await readdir(dirname(path))]));
