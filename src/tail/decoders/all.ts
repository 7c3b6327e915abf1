import { avroFile } from './avroFile.ts';
import { base64 } from './base64.ts';
import { binary } from './binary.ts';
import { cbor } from './cbor.ts';
import { cloudWatchLogs } from './cloudWatchLogs.ts';
import type { Decoder } from './decoder.ts';
import { dms } from './dms.ts';
import { dynamodb } from './dynamodb.ts';
import { gzip } from './gzip.ts';
import { hexText } from './hexText.ts';
import { json } from './json.ts';
import { kpl } from './kpl.ts';
import { latin1 } from './latin1.ts';
import { messagePack } from './messagePack.ts';
import { DecodePipeline } from './pipeline.ts';
import { rawDeflate } from './rawDeflate.ts';
import { utf16 } from './utf16.ts';
import { utf8Text } from './utf8Text.ts';
import { zlibStream } from './zlibStream.ts';
import { zstd } from './zstd.ts';

/**
 * The decoders that need nothing but the data, in the order in which they are tried: JSON before
 * all else, then what has a mark of its own, then what is found by trying, and any text last.
 */
export const BUILT_IN_DECODERS: readonly Decoder[] = [
  json,
  cloudWatchLogs,
  dynamodb,
  dms,
  kpl,
  avroFile,
  gzip,
  zstd,
  zlibStream,
  rawDeflate,
  utf16,
  hexText,
  base64,
  messagePack,
  cbor,
  latin1,
  binary,
  utf8Text,
];

/** Detects what it can without knowing anything of the stream. */
export function builtInPipeline(): DecodePipeline {
  return new DecodePipeline({ decoders: BUILT_IN_DECODERS });
}
