import { type Compressor, gzipped, none, zstandard } from '../objects/compressors.ts';
import type { CompressionType } from './shapes.ts';

const COMPRESSORS: Readonly<Record<CompressionType, Compressor | undefined>> = {
  NONE: none,
  GZIP: gzipped,
  ZSTD: zstandard,
};

/** Undefined for what this Node cannot do. */
export function compressorOf(type: CompressionType): Compressor | undefined {
  return COMPRESSORS[type];
}

export const ZSTANDARD_MISSING = `CompressionType ZSTD needs Node 22.15 or newer; the local engine runs on ${process.version}.`;
