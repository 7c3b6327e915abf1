import type { PayloadDecoder } from '../decoding.ts';
import { PREVIEWS_MAX, PREVIEW_PAGE_BYTES_MAX } from '../limits.ts';
import { START_WHOLE_BYTES_MAX } from '../decoders/limits.ts';
import { type Preview, previewOf } from './preview.ts';

/**
 * The previews of the rows that were shown last, by record number: a page asks for the same rows
 * again and again, and unpacking is the dearest part of a row.
 */
export class Previews {
  private readonly decoder: PayloadDecoder;
  /** The one that was used longest ago first. */
  private readonly known = new Map<number, Preview>();
  private bytesLeft = 0;

  constructor(decoder: PayloadDecoder) {
    this.decoder = decoder;
  }

  /** Whether so much was decoded since `begin` that the rest should wait. */
  get isSpent(): boolean {
    return this.bytesLeft <= 0;
  }

  /** A page of rows begins. */
  begin(): void {
    this.bytesLeft = PREVIEW_PAGE_BYTES_MAX;
  }

  /** `dataOf` may be dear, as masked data is, and is not called for what is known. */
  get(number: number, dataOf: () => Uint8Array): Preview {
    const known = this.known.get(number);
    this.known.delete(number);
    const preview = known ?? this.make(dataOf());
    this.known.set(number, preview);
    if (this.known.size > PREVIEWS_MAX) {
      const [oldest = number] = this.known.keys();
      this.known.delete(oldest);
    }
    return preview;
  }

  /** Record numbers mean other records now, or payloads something else. */
  clear(): void {
    this.known.clear();
  }

  private make(data: Uint8Array): Preview {
    const decoding = this.decoder.decode(data, { startOnly: true });
    this.bytesLeft -= Math.min(data.length, START_WHOLE_BYTES_MAX) + decoding.text.length;
    return previewOf(data, decoding);
  }
}
