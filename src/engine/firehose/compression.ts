import { type Compressor, gzipped, none } from '../objects/compressors.ts';

/** As the API spells them, in the order in which it lists them. */
export const COMPRESSION_FORMATS = [
  'ZIP',
  'HADOOP_SNAPPY',
  'Snappy',
  'GZIP',
  'UNCOMPRESSED',
] as const;

/** The formats that the local engine has. */
const COMPRESSIONS = {
  UNCOMPRESSED: none,
  GZIP: gzipped,
} as const satisfies Partial<Record<(typeof COMPRESSION_FORMATS)[number], Compressor>>;

export type LocalCompressionFormat = keyof typeof COMPRESSIONS;

export function isLocalCompressionFormat(format: string): format is LocalCompressionFormat {
  return Object.hasOwn(COMPRESSIONS, format);
}

export function compressionOf(format: LocalCompressionFormat): Compressor {
  return COMPRESSIONS[format];
}
