import { GoneStreams } from './goneStreams.ts';
import type { Stream } from './state.ts';

/** An account's part of a region: streams of different ones know nothing of each other. */
export interface StreamOwner {
  /** The engine's own when it is not given. */
  readonly account?: string | undefined;
  readonly region: string;
}

export interface StreamRef extends StreamOwner {
  readonly name: string;
}

/** Streams by their owner and name, and by their id. */
export class StreamIndex {
  private readonly ownAccount: string;
  private readonly byRef = new Map<string, Stream>();
  private readonly byId = new Map<number, Stream>();
  private readonly gone = new GoneStreams();

  constructor(ownAccount: string) {
    this.ownAccount = ownAccount;
  }

  get size(): number {
    return this.byRef.size;
  }

  all(): Iterable<Stream> {
    return this.byRef.values();
  }

  find(ref: StreamRef): Stream | undefined {
    return this.byRef.get(this.keyOf(ref));
  }

  findById(id: number): Stream | undefined {
    return this.byId.get(id);
  }

  /** By name. */
  of({ account = this.ownAccount, region }: StreamOwner): Stream[] {
    return [...this.byRef.values()]
      .filter((stream) => stream.region === region && stream.account === account)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  add(stream: Stream): void {
    this.byRef.set(this.keyOf(stream), stream);
    this.byId.set(stream.id, stream);
  }

  delete(stream: Stream): void {
    this.byRef.delete(this.keyOf(stream));
    this.byId.delete(stream.id);
    this.gone.add(this.keyOf(stream), stream);
  }

  /** What the sequence numbers of a new stream begin with: no stream of its name had it. */
  createdSeconds(ref: StreamRef, nowMs: number): number {
    return this.gone.nextSecond(this.keyOf(ref), nowMs);
  }

  private keyOf({ account = this.ownAccount, region, name }: StreamRef): string {
    return `${account}/${region}/${name}`;
  }
}

export function arnOf({
  account,
  region,
  name,
}: Pick<Stream, 'account' | 'region' | 'name'>): string {
  return `arn:aws:kinesis:${region}:${account}:stream/${name}`;
}
