import { BUILT_IN_DECODERS } from '../decoders/all.ts';
import { DecodePipeline } from '../decoders/pipeline.ts';
import { Masking, type MaskingRules } from '../masking/masking.ts';
import { hashKeyOf } from '../replay/hashRouting.ts';
import type { ReplayRecord } from '../replay/replayer.ts';
import type { HashKeyRangeOfShard } from '../replay/target.ts';
import { packerOf } from './repack.ts';

/**
 * Hides in the records of a copy what a masked tail hides. Only what is text or JSON, as it stands or
 * compressed, can be put so: the masked form of what is packed in another way, or is no text, is not
 * what a program expects there.
 */
export class CopyMask {
  private readonly pipeline: DecodePipeline;
  private readonly masking: Masking;
  private readonly shards: readonly HashKeyRangeOfShard[];
  private leftOutCount = 0;

  /** Throws `invalidInput` for a rule that cannot be understood. */
  constructor(options: {
    readonly rules: MaskingRules;
    /** The decoders that a person pinned to the stream: they say what hides in its records. */
    readonly pinned: readonly string[] | undefined;
    /** The open shards of the copy. */
    readonly shards: readonly HashKeyRangeOfShard[];
  }) {
    const { rules, pinned, shards } = options;
    this.pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS, pinned });
    this.masking = new Masking(this.pipeline, { ...rules, isOn: true });
    this.shards = shards;
  }

  /** Records that could not be masked. */
  get leftOut(): number {
    return this.leftOutCount;
  }

  /** Undefined for a record that cannot be masked. */
  apply(record: ReplayRecord): ReplayRecord | undefined {
    const pack = this.packOf(record.data);
    if (!pack) {
      this.leftOutCount++;
      return undefined;
    }
    const whole = { ...record, sequenceNumber: '', encryptionType: undefined };
    const { partitionKey, data } = this.masking.record(whole);
    const { arrivalMs } = record;
    const placed = { partitionKey, data: pack(data), arrivalMs };
    if (partitionKey !== record.partitionKey) return { ...placed, ...this.placeOf(record) };
    const { explicitHashKey } = record;
    return explicitHashKey === undefined ? placed : { ...placed, explicitHashKey };
  }

  /**
   * How the masked text becomes data again. What was compressed always is anew: its own bytes may hold
   * more than the text, such as the name of a file.
   */
  private packOf(data: Uint8Array): ((bytes: Uint8Array) => Uint8Array) | undefined {
    const { kind, bytes, steps } = this.pipeline.decode(data);
    if (kind === 'binary') return undefined;
    return Buffer.compare(bytes, data) === 0 ? (masked) => masked : packerOf(steps);
  }

  /**
   * A masked key hashes to another shard than the key did. The hash of the key would tell too much of
   * it, so the first hash key of its shard stands for it.
   */
  private placeOf(record: ReplayRecord): { explicitHashKey?: string } {
    const hashKey = hashKeyOf(record);
    const shard = this.shards.find(
      ({ startingHashKey, endingHashKey }) =>
        BigInt(startingHashKey) <= hashKey && hashKey <= BigInt(endingHashKey),
    );
    return shard ? { explicitHashKey: shard.startingHashKey } : {};
  }
}
