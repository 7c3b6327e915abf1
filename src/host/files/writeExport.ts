import { setImmediate } from 'node:timers/promises';
import type { ExportSlice } from '../../tail/export/exportSlices.ts';
import type { FileToWrite } from './fileToWrite.ts';

export interface ExportCounts {
  readonly written: number;
  readonly missing: number;
}

/**
 * Writes all slices and puts the file in its place, or leaves no file when that fails or the signal
 * aborts. Everything else in the extension host runs between two slices.
 */
export async function writeExport(
  slices: Iterable<ExportSlice>,
  file: FileToWrite,
  options: { readonly signal: AbortSignal; readonly onProgress: (counts: ExportCounts) => void },
): Promise<ExportCounts> {
  const { signal, onProgress } = options;
  let counts: ExportCounts = { written: 0, missing: 0 };
  try {
    for (const { text, written, missing } of slices) {
      signal.throwIfAborted();
      if (text !== '') await file.write(text);
      counts = { written, missing };
      onProgress(counts);
      await setImmediate();
    }
    signal.throwIfAborted();
    await file.commit();
    return counts;
  } catch (error) {
    await file.discard();
    throw error;
  }
}
