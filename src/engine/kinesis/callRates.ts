import type { Clock } from '../../base/clock.ts';
import { CALL_RATES, RATED_OWNERS_MAX } from '../limits.ts';
import { AwsError } from '../wire/awsError.ts';
import type { Caller, Operation } from '../wire/operation.ts';
import { TokenBucket } from './tokenBucket.ts';

type CallRate = (typeof CALL_RATES)[keyof typeof CALL_RATES];

/** Holds calls of each operation to their rate, by account and region, or by stream as well. */
export class CallRates {
  private readonly clock: Clock;
  readonly enabled: boolean;
  /** By operation and owner; the first to come is the first to go, which then starts afresh. */
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(options: { clock: Clock; enabled: boolean }) {
    this.clock = options.clock;
    this.enabled = options.enabled;
  }

  /** The operation as clients may call it. Throws AwsError when it is called too often. */
  limit(operation: Operation): Operation {
    const rate = operation.target === 'Kinesis_20131202' ? rateOf(operation.name) : undefined;
    if (rate === undefined || !this.enabled) return operation;
    return {
      ...operation,
      run: async (input, caller) => {
        this.take(operation.name, rate, { input, caller });
        return operation.run(input, caller);
      },
    };
  }

  private take(
    operation: string,
    rate: CallRate,
    { input, caller }: { input: unknown; caller: Caller },
  ): void {
    const streamName = streamNameOf(input);
    const owner = [operation, caller.account, caller.region];
    if (rate.of === 'stream') owner.push(streamName ?? '');
    const bucket = this.bucket(owner.join('/'), rate.perSecond);
    if (bucket.available(this.clock.nowMs()) >= 1) {
      bucket.take(1);
      return;
    }
    const what = streamName === undefined ? '' : ` for stream ${streamName}`;
    throw new AwsError(
      'LimitExceededException',
      `Rate exceeded${what} under account ${caller.account}.`,
    );
  }

  private bucket(key: string, perSecond: number): TokenBucket {
    let bucket = this.buckets.get(key);
    if (bucket !== undefined) return bucket;
    if (this.buckets.size >= RATED_OWNERS_MAX) {
      for (const oldest of this.buckets.keys()) {
        this.buckets.delete(oldest);
        break;
      }
    }
    bucket = new TokenBucket(perSecond);
    this.buckets.set(key, bucket);
    return bucket;
  }
}

function rateOf(name: string): CallRate | undefined {
  return Object.hasOwn(CALL_RATES, name) ? CALL_RATES[name as keyof typeof CALL_RATES] : undefined;
}

const STREAM_OF_ARN = /:stream\/([^/]+)/;

/** However the request names its stream, if it names one. */
function streamNameOf(input: unknown): string | undefined {
  const { StreamName, StreamARN, ResourceARN, ConsumerARN } = input as Partial<
    Record<string, unknown>
  >;
  if (typeof StreamName === 'string') return StreamName;
  const arn = StreamARN ?? ResourceARN ?? ConsumerARN;
  return typeof arn === 'string' ? STREAM_OF_ARN.exec(arn)?.[1] : undefined;
}
