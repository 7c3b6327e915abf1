import { hasCode, ExpectedError } from '../../base/errors.ts';
import { SHARD_PAGES_MAX } from '../limits.ts';
import type { Patience } from './patience.ts';
import type { SourceShard, TailSource } from '../source.ts';

/**
 * Lists the shards of a stream for many who ask at once, as when a reshard closes all of them: who
 * asks while a list is under way gets the one that begins after it, and so nothing older than asked.
 */
export class ShardLists {
  private readonly options: ShardListsOptions;
  private running: Promise<unknown> | undefined;
  private next: Promise<readonly SourceShard[]> | undefined;

  constructor(options: ShardListsOptions) {
    this.options = options;
  }

  list(signal: AbortSignal): Promise<readonly SourceShard[]> {
    this.next ??= this.listAfter(this.running, signal);
    return this.next;
  }

  private async listAfter(
    running: Promise<unknown> | undefined,
    signal: AbortSignal,
  ): Promise<readonly SourceShard[]> {
    // How it ended is for those to hear who asked for it.
    await running?.catch(() => undefined);
    const listing = this.listNow(signal);
    this.running = listing;
    this.next = undefined;
    return listing;
  }

  private async listNow(signal: AbortSignal): Promise<readonly SourceShard[]> {
    const { source, streamName, patience, onListed } = this.options;
    const shards: SourceShard[] = [];
    let next: string | undefined;
    for (let page = 0; page < SHARD_PAGES_MAX; page++) {
      const options = { signal, next };
      const answer = await patience
        .call(() => source.listShards(streamName, options), signal)
        .catch(explainMissing(streamName));
      shards.push(...answer.items);
      next = answer.next;
      if (next === undefined) break;
    }
    onListed(shards);
    return shards;
  }
}

interface ShardListsOptions {
  readonly source: TailSource;
  readonly streamName: string;
  readonly patience: Patience;
  readonly onListed: (shards: readonly SourceShard[]) => void;
}

function explainMissing(streamName: string): (error: unknown) => never {
  return (error) => {
    if (!hasCode(error, 'notFound')) throw error;
    throw new ExpectedError(
      'notFound',
      `The stream ${streamName} does not exist, or no longer. Create it, then start the tail again.`,
      { cause: error },
    );
  };
}
