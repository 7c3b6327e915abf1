import { decoded, type Decoder } from './decoder.ts';
import { Payload } from './payload.ts';

/** Leaves the bytes as they are; to pin, where nothing should be read into them. */
export const binary: Decoder = {
  id: 'binary',
  title: 'Bytes',
  decode: ({ bytes, isCut }) => decoded(Payload.ofBytes(bytes, isCut), 'Shown as they are'),
};
