import { ExpectedError } from '../../base/errors.ts';
import type { CapturedRecord, CaptureHeader } from './captureFormat.ts';
import { CaptureParser } from './captureParser.ts';

export interface OpenCapture {
  readonly header: CaptureHeader;
  /** To be read once. Throws `invalidInput` at the first line that is not right. */
  readonly records: AsyncGenerator<CapturedRecord, void>;
  /** To be asked after all records: the file ends in the middle of one, which is not among them. */
  readonly isCutOff: () => boolean;
}

/** Reads the header of a capture, and its records as they are asked for. */
export async function openCapture(pieces: AsyncIterable<Uint8Array>): Promise<OpenCapture> {
  const parser = new CaptureParser();
  const iterator = pieces[Symbol.asyncIterator]();
  let first: CapturedRecord[] = [];
  while (!parser.header) {
    const next = await iterator.next();
    first = next.done === true ? parser.end() : parser.push(next.value);
    if (next.done === true) break;
  }
  const { header } = parser;
  if (!header) throw new ExpectedError('invalidInput', 'The capture is empty.');
  return {
    header,
    records: recordsOf(parser, iterator, first),
    isCutOff: () => parser.isCutOff,
  };
}

async function* recordsOf(
  parser: CaptureParser,
  iterator: AsyncIterator<Uint8Array>,
  first: readonly CapturedRecord[],
): AsyncGenerator<CapturedRecord, void> {
  try {
    yield* first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      yield* parser.push(next.value);
    }
    yield* parser.end();
  } finally {
    await iterator.return?.();
  }
}
