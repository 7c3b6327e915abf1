import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** As the API spells them, in the order in which it lists them. */
export const COMPRESSION_FORMATS = [
  'ZIP',
  'HADOOP_SNAPPY',
  'Snappy',
  'GZIP',
  'UNCOMPRESSED',
] as const;

interface Compression {
  readonly extension: string;
  readonly compress: (body: Uint8Array) => Promise<Uint8Array>;
}

const gzipAsync = promisify(gzip);

/** The formats that the local engine has. */
const COMPRESSIONS = {
  UNCOMPRESSED: { extension: '', compress: (body) => Promise.resolve(body) },
  GZIP: { extension: '.gz', compress: (body) => gzipAsync(body) },
} as const satisfies Partial<Record<(typeof COMPRESSION_FORMATS)[number], Compression>>;

export type LocalCompressionFormat = keyof typeof COMPRESSIONS;

export function isLocalCompressionFormat(format: string): format is LocalCompressionFormat {
  return Object.hasOwn(COMPRESSIONS, format);
}

export function compressionOf(format: LocalCompressionFormat): Compression {
  return COMPRESSIONS[format];
}
