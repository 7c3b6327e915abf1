import { decoded, type Decoder } from './decoder.ts';
import { Payload } from './payload.ts';

/** ISO 8859-1: any bytes are that, so it runs only when pinned. */
export const latin1: Decoder = {
  id: 'latin1',
  title: 'Latin-1',
  decode: ({ bytes, isCut }) =>
    decoded(
      Payload.ofText(
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
        isCut,
      ),
    ),
};
