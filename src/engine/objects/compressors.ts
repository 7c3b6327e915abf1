import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

export interface Compressor {
  /** With its dot; empty for none. */
  readonly extension: string;
  readonly compress: (body: Uint8Array) => Promise<Uint8Array>;
}

const gzip = promisify(zlib.gzip);

export const none: Compressor = { extension: '', compress: (body) => Promise.resolve(body) };

export const gzipped: Compressor = { extension: '.gz', compress: (body) => gzip(body) };

/** Undefined where Node is older than 22.15, which brought Zstandard. */
export const zstandard: Compressor | undefined = makeZstandard();

function makeZstandard(): Compressor | undefined {
  const { zstdCompress } = zlib as Partial<Pick<typeof zlib, 'zstdCompress'>>;
  if (zstdCompress === undefined) return undefined;
  const zstd = promisify(zstdCompress);
  return { extension: '.zst', compress: (body) => zstd(body) };
}
