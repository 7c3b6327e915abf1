import type { Sealer } from './sealer.ts';

/** Where a GetRecords continues, and since when that has been promised. */
export interface IteratorState {
  readonly streamId: number;
  /** For messages, when the stream is gone. */
  readonly streamName: string;
  readonly shardIndex: number;
  readonly position: number;
  readonly issuedMs: number;
}

const KIND = 2;
const NAME_AT = 40;
/** Padded so that the text has 168 to 272 characters; the service's have 152 to 280. */
const STATE_BYTES_MIN = 88;

function stateBytes(nameLength: number): number {
  return Math.max(STATE_BYTES_MIN, NAME_AT + nameLength);
}

/** Shard iterators: an iterator's state as sealed text. */
export class ShardIterators {
  private readonly sealer: Sealer;

  constructor(sealer: Sealer) {
    this.sealer = sealer;
  }

  encode(state: IteratorState): string {
    const name = state.streamName;
    const plain = Buffer.alloc(stateBytes(name.length));
    plain.writeUInt8(KIND, 0);
    plain.writeUInt8(name.length, 1);
    plain.writeDoubleBE(state.streamId, 8);
    plain.writeDoubleBE(state.shardIndex, 16);
    plain.writeDoubleBE(state.position, 24);
    plain.writeDoubleBE(state.issuedMs, 32);
    plain.write(name, NAME_AT, 'ascii');
    return this.sealer.seal(plain);
  }

  /** Undefined for anything that is not an iterator of this engine. */
  decode(text: string): IteratorState | undefined {
    // The service accepts an iterator in quotes, as a shell script may pass it.
    const plain = this.sealer.open(text.replaceAll('"', ''));
    if (plain?.[0] !== KIND) return undefined;
    const nameEnd = NAME_AT + (plain[1] ?? 0);
    return {
      streamId: plain.readDoubleBE(8),
      streamName: plain.toString('ascii', NAME_AT, nameEnd),
      shardIndex: plain.readDoubleBE(16),
      position: plain.readDoubleBE(24),
      issuedMs: plain.readDoubleBE(32),
    };
  }
}
