import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Where a GetRecords continues, and since when that has been promised. */
export interface IteratorState {
  readonly streamId: number;
  readonly shardIndex: number;
  readonly position: number;
  readonly issuedMs: number;
}

export const ITERATOR_KEY_BYTES = 32;

const PREFIX = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Padded so that the text has 168 characters; the service's have 152 to 280. */
const STATE_BYTES = 88;

/**
 * Shard iterators as opaque text: encrypted and authenticated with a key of the data directory,
 * so that they survive a restart, cannot be forged, and nobody comes to depend on what is inside.
 */
export class ShardIterators {
  private readonly key: Uint8Array;

  constructor(key: Uint8Array) {
    this.key = key;
  }

  encode(state: IteratorState): string {
    const plain = Buffer.alloc(STATE_BYTES);
    plain.writeDoubleBE(state.streamId, 0);
    plain.writeDoubleBE(state.shardIndex, 8);
    plain.writeDoubleBE(state.position, 16);
    plain.writeDoubleBE(state.issuedMs, 24);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    cipher.setAAD(PREFIX);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([PREFIX, nonce, body, cipher.getAuthTag()]).toString('base64');
  }

  /** Undefined for anything that this engine did not make. */
  decode(text: string): IteratorState | undefined {
    // The service accepts an iterator in quotes, as a shell script may pass it.
    const bytes = Buffer.from(text.replaceAll('"', ''), 'base64');
    if (bytes.length !== PREFIX.length + NONCE_BYTES + STATE_BYTES + TAG_BYTES) return undefined;
    if (!bytes.subarray(0, PREFIX.length).equals(PREFIX)) return undefined;
    const nonce = bytes.subarray(PREFIX.length, PREFIX.length + NONCE_BYTES);
    const body = bytes.subarray(PREFIX.length + NONCE_BYTES, -TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.key, nonce);
    decipher.setAAD(PREFIX);
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const plain = Buffer.concat([decipher.update(body), decipher.final()]);
      return {
        streamId: plain.readDoubleBE(0),
        shardIndex: plain.readDoubleBE(8),
        position: plain.readDoubleBE(16),
        issuedMs: plain.readDoubleBE(24),
      };
    } catch {
      // A wrong tag: forged, or of another data directory.
      return undefined;
    }
  }
}
