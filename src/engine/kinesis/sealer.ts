import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const SEALER_KEY_BYTES = 32;

const PREFIX = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD_BYTES = PREFIX.length + NONCE_BYTES + TAG_BYTES;

/**
 * Makes opaque text that clients carry for the engine: encrypted and authenticated with a key of
 * the data directory, so that it survives a restart, cannot be forged, and nobody comes to depend
 * on what is inside. It begins as the service's iterators begin.
 */
export class Sealer {
  private readonly key: Uint8Array;

  constructor(key: Uint8Array) {
    this.key = key;
  }

  seal(plain: Uint8Array): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    cipher.setAAD(PREFIX);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([PREFIX, nonce, body, cipher.getAuthTag()]).toString('base64');
  }

  /** Undefined for anything that this data directory's engine did not seal. */
  open(text: string): Buffer | undefined {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length <= OVERHEAD_BYTES) return undefined;
    const bodyStart = PREFIX.length + NONCE_BYTES;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.key,
      bytes.subarray(PREFIX.length, bodyStart),
    );
    decipher.setAAD(bytes.subarray(0, PREFIX.length));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([
        decipher.update(bytes.subarray(bodyStart, -TAG_BYTES)),
        decipher.final(),
      ]);
    } catch {
      // A wrong tag: forged, or of another data directory.
      return undefined;
    }
  }
}
