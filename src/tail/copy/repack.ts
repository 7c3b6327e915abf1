import * as zlib from 'node:zlib';
import type { DecodeStep } from '../../protocol/webview/decoded.ts';
import { gzip } from '../decoders/gzip.ts';
import { json } from '../decoders/json.ts';
import { utf8Text } from '../decoders/utf8Text.ts';
import { zlibStream } from '../decoders/zlibStream.ts';
import { zstd } from '../decoders/zstd.ts';

type Pack = (bytes: Uint8Array) => Uint8Array;

/** Node has it since 22.15, as it has the other direction. */
const packZstd = (zlib as Partial<typeof zlib>).zstdCompressSync;

/** By the title of the decoder. Nothing but the bytes goes into it: no name of a file, no comment. */
const PACKS: ReadonlyMap<string, Pack> = new Map<string, Pack>([
  [gzip.title, (bytes) => zlib.gzipSync(bytes)],
  [zlibStream.title, (bytes) => zlib.deflateSync(bytes)],
  ...(packZstd ? [[zstd.title, (bytes: Uint8Array) => packZstd(bytes)] as const] : []),
]);

/**
 * Puts other bytes where the steps found JSON or text, compressed as that was; undefined for steps
 * that did more than to take compression away, which has no way back.
 */
export function packerOf(steps: readonly DecodeStep[]): Pack | undefined {
  const last = steps.at(-1);
  const isText = last?.decoder === utf8Text.title || (last?.decoder === json.title && !last.note);
  if (!isText || steps.some(({ outcome }) => outcome !== 'decoded')) return undefined;
  const packs = steps.slice(0, -1).map(({ decoder }) => PACKS.get(decoder));
  if (packs.length === 0 || packs.includes(undefined)) return undefined;
  return (bytes) => packs.reduceRight((packed, pack) => pack?.(packed) ?? packed, bytes);
}
