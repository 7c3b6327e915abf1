import { avroFile } from './avroFile.ts';
import { base64 } from './base64.ts';
import type { Decoder } from './decoder.ts';
import { gzip } from './gzip.ts';
import { json } from './json.ts';
import { kpl } from './kpl.ts';
import { DecodePipeline } from './pipeline.ts';
import { rawDeflate } from './rawDeflate.ts';
import { utf8Text } from './utf8Text.ts';
import { zlibStream } from './zlibStream.ts';
import { zstd } from './zstd.ts';

/**
 * The decoders that need nothing but the data, in the order in which they are tried: JSON before
 * all else, then what has a mark of its own, then what is found by trying, and any text last.
 */
export const BUILT_IN_DECODERS: readonly Decoder[] = [
  json,
  kpl,
  avroFile,
  gzip,
  zstd,
  zlibStream,
  rawDeflate,
  base64,
  utf8Text,
];

/** Detects what it can without knowing anything of the stream. */
export function builtInPipeline(): DecodePipeline {
  return new DecodePipeline({ decoders: BUILT_IN_DECODERS });
}
