import type { Sealer } from './sealer.ts';

/** Where a GetRecords continues, and since when that has been promised. */
export interface IteratorState {
  readonly streamId: number;
  readonly shardIndex: number;
  readonly position: number;
  readonly issuedMs: number;
}

const KIND = 1;
/** Padded so that the text has 168 characters; the service's have 152 to 280. */
const STATE_BYTES = 88;

/** Shard iterators: an iterator's state as sealed text. */
export class ShardIterators {
  private readonly sealer: Sealer;

  constructor(sealer: Sealer) {
    this.sealer = sealer;
  }

  encode(state: IteratorState): string {
    const plain = Buffer.alloc(STATE_BYTES);
    plain.writeUInt8(KIND, 0);
    plain.writeDoubleBE(state.streamId, 8);
    plain.writeDoubleBE(state.shardIndex, 16);
    plain.writeDoubleBE(state.position, 24);
    plain.writeDoubleBE(state.issuedMs, 32);
    return this.sealer.seal(plain);
  }

  /** Undefined for anything that is not an iterator of this engine. */
  decode(text: string): IteratorState | undefined {
    // The service accepts an iterator in quotes, as a shell script may pass it.
    const plain = this.sealer.open(text.replaceAll('"', ''));
    if (plain?.length !== STATE_BYTES || plain.readUInt8(0) !== KIND) return undefined;
    return {
      streamId: plain.readDoubleBE(8),
      shardIndex: plain.readDoubleBE(16),
      position: plain.readDoubleBE(24),
      issuedMs: plain.readDoubleBE(32),
    };
  }
}
