import { constants, inflateRawSync } from 'node:zlib';
import { START_PACKED_BYTES_MAX } from './limits.ts';
import type { Decoder } from './decoder.ts';
import { unpackWithin } from './inflate.ts';

/** RFC 1951 without a header: nothing tells it from other bytes, so it runs only when pinned. */
export const rawDeflate: Decoder = {
  id: 'deflate',
  title: 'deflate',
  decode: (payload, bounds) =>
    unpackWithin(payload, bounds, {
      startBytesMax: START_PACKED_BYTES_MAX,
      unpack: (input, { bytesMax, isCut }) =>
        inflateRawSync(input, {
          maxOutputLength: bytesMax,
          ...(isCut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
        }),
    }),
};
