import type { FaultKind } from '../../protocol/engine/control.ts';
import { SeededRandom } from '../simulate/random.ts';
import type { CompleteFaultRule } from './faultRule.ts';
import { FAULT_SEQUENCES_MAX } from './limits.ts';

/** What a fault could strike: a record or a read at its shard, or a request as a whole. */
export interface FaultTarget {
  readonly streamName?: string | undefined;
  readonly shardId?: string | undefined;
  readonly operation?: string;
  /** Of a request: whether its work is still to do or done. */
  readonly moment?: 'before' | 'after';
}

/**
 * One fault at work. Each shard (each operation, for whole requests) has a random sequence of its
 * own, made from the seed: whether the tenth record of a shard is struck does not hang on what
 * happens at other shards.
 */
export class Fault {
  readonly id: string;
  readonly rule: CompleteFaultRule;
  private readonly sequences = new Map<string, SeededRandom>();
  private hitCount = 0;

  constructor(id: string, rule: CompleteFaultRule) {
    this.id = id;
    this.rule = rule;
  }

  get hits(): number {
    return this.hitCount;
  }

  /** Decides and counts; each call is one more step in the target's sequence. */
  strikes(kind: FaultKind, target: FaultTarget): boolean {
    const { rule } = this;
    if (rule.kind !== kind || !matches(rule, target)) return false;
    if (this.hitCount === rule.count) return false;
    if (rule.share < 1 && !this.sequenceOf(target).chance(rule.share)) return false;
    this.hitCount += 1;
    return true;
  }

  private sequenceOf({ streamName = '', shardId = '', operation = '' }: FaultTarget): SeededRandom {
    const key = `${streamName}/${shardId}/${operation}`;
    let sequence = this.sequences.get(key);
    if (sequence === undefined) {
      sequence = new SeededRandom(this.rule.seed ^ hashOf(key));
      const [oldest] = this.sequences.keys();
      if (this.sequences.size >= FAULT_SEQUENCES_MAX && oldest !== undefined) {
        this.sequences.delete(oldest);
      }
      this.sequences.set(key, sequence);
    }
    return sequence;
  }
}

function matches(rule: CompleteFaultRule, target: FaultTarget): boolean {
  return (
    (rule.streamName === undefined || rule.streamName === target.streamName) &&
    (rule.shardId === undefined || rule.shardId === target.shardId) &&
    (rule.operation === undefined || rule.operation === target.operation) &&
    (rule.moment === undefined || rule.moment === target.moment)
  );
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
