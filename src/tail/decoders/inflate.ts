import { type StepResult, type DecodeBounds, decoded, failed } from './decoder.ts';
import { START_PACKED_BYTES_MIN } from './limits.ts';
import { Payload } from './payload.ts';
import { formatMebibytes, isTooLarge } from './size.ts';

/** Unpacks; throws with code ERR_BUFFER_TOO_LARGE when more than `bytesMax` come out. */
type Unpack = (
  input: Uint8Array,
  options: { readonly bytesMax: number; readonly isCut: boolean },
) => Uint8Array;

/**
 * Unpacks within the bounds. When only the start is wanted and all of it would be too much, less
 * and less of the input is given, so that a bomb costs no more than the bound.
 */
export function unpackWithin(
  payload: Payload,
  bounds: DecodeBounds,
  { unpack, startBytesMax }: { readonly unpack: Unpack; readonly startBytesMax: number },
): StepResult {
  const { bytes } = payload;
  const { bytesMax, startOnly } = bounds;
  if (!payload.isCut) {
    try {
      return decoded(Payload.ofBytes(unpack(bytes, { bytesMax, isCut: false })));
    } catch (error) {
      if (!isTooLarge(error)) return failed(reasonOf(error));
      const note = `Stopped: more than ${formatMebibytes(bytesMax)} would come out`;
      if (!startOnly) return { outcome: 'stopped', note, isTooLarge: true };
    }
  }
  let length = Math.min(startBytesMax, bytes.length);
  for (; length >= START_PACKED_BYTES_MIN; length = Math.floor((length * 3) / 4)) {
    try {
      const output = unpack(bytes.subarray(0, length), { bytesMax, isCut: true });
      if (output.length > 0) return decoded(Payload.ofBytes(output, true));
      break;
    } catch (error) {
      if (!isTooLarge(error)) return failed(reasonOf(error));
    }
  }
  return { outcome: 'stopped', note: 'Stopped: too little or too much comes out of its start' };
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message === 'unexpected end of file') return 'It ends too early';
  return message.charAt(0).toUpperCase() + message.slice(1);
}
