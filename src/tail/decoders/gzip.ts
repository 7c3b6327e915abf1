import { constants, gunzipSync } from 'node:zlib';
import { START_PACKED_BYTES_MAX } from './limits.ts';
import type { Decoder } from './decoder.ts';
import { unpackWithin } from './inflate.ts';

/** RFC 1952; several members after one another count as one. */
export const gzip: Decoder = {
  id: 'gzip',
  title: 'gzip',
  detect({ kind, bytes }) {
    const isMarked = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
    return kind === 'unread' && isMarked ? 'certain' : undefined;
  },
  decode: (payload, bounds) =>
    unpackWithin(payload, bounds, {
      startBytesMax: START_PACKED_BYTES_MAX,
      unpack: (input, { bytesMax, isCut }) =>
        gunzipSync(input, {
          maxOutputLength: bytesMax,
          ...(isCut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
        }),
    }),
};
