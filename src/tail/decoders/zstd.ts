import * as zlib from 'node:zlib';
import { START_ZSTD_BYTES_MAX } from './limits.ts';
import { failed, type Decoder } from './decoder.ts';
import { unpackWithin } from './inflate.ts';

/** RFC 8878. Node has it since 22.15, and an older VS Code an older Node. */
const unpack = (zlib as Partial<typeof zlib>).zstdDecompressSync;

export const zstd: Decoder = {
  id: 'zstd',
  title: 'zstd',
  detect({ kind, bytes }) {
    const isMarked =
      bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
    return kind === 'unread' && isMarked ? 'certain' : undefined;
  },
  decode(payload, bounds) {
    if (!unpack) return failed('This version of VS Code cannot read zstd; a newer one can');
    return unpackWithin(payload, bounds, {
      startBytesMax: START_ZSTD_BYTES_MAX,
      unpack: (input, { bytesMax, isCut }) =>
        unpack(input, {
          maxOutputLength: bytesMax,
          ...(isCut ? { finishFlush: zlib.constants.ZSTD_e_continue } : {}),
        }),
    });
  },
};
