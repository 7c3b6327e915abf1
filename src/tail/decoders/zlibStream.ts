import { constants, inflateSync } from 'node:zlib';
import { START_PACKED_BYTES_MAX } from './limits.ts';
import type { Decoder } from './decoder.ts';
import { unpackWithin } from './inflate.ts';

/** RFC 1950: two bytes of header, of which one in a thousand pairs of bytes is one by chance. */
export const zlibStream: Decoder = {
  id: 'zlib',
  title: 'zlib',
  detect({ kind, bytes }) {
    const [first = 0, second = 0] = bytes;
    const isDeflate = (first & 0x0f) === 8 && first >> 4 <= 7;
    const isHeader = isDeflate && (first * 256 + second) % 31 === 0 && (second & 0x20) === 0;
    return kind === 'unread' && isHeader && bytes.length >= 8 ? 'likely' : undefined;
  },
  decode: (payload, bounds) =>
    unpackWithin(payload, bounds, {
      startBytesMax: START_PACKED_BYTES_MAX,
      unpack: (input, { bytesMax, isCut }) =>
        inflateSync(input, {
          maxOutputLength: bytesMax,
          ...(isCut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
        }),
    }),
};
