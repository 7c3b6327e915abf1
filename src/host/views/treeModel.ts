import type {
  DeliveryStreamDetail,
  ShardInfo,
  StreamDetail,
  StreamSummary,
} from '../../aws/service.ts';
import { type Clock, sleep } from '../../base/clock.ts';
import { hasCode } from '../../base/errors.ts';
import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';
import type { ConnectionEntry, ConnectionRegistry } from '../connections/connectionRegistry.ts';
import {
  DESCRIBE_DELIVERY_STREAM_INTERVAL_AWS_MS,
  DESCRIBE_STREAM_INTERVAL_AWS_MS,
  FILTER_NAMES_MAX,
  LIST_INTERVAL_AWS_MS,
  PASSING_STATE_POLLS_MAX,
  PASSING_STATE_POLL_MS,
  TREE_PAGE_SIZE,
} from '../limits.ts';
import { systemClock } from '../../base/systemClock.ts';
import { PagedList } from './pagedList.ts';
import { PacedQueue } from './pacedQueue.ts';

/** What is known of one connection until the next refresh. */
interface ConnectionCache {
  readonly abort: AbortController;
  readonly streams: PagedList<StreamSummary>;
  readonly deliveryStreams: PagedList<string>;
  readonly shards: Map<string, PagedList<ShardInfo>>;
  readonly streamDetails: Map<string, StreamDetail>;
  readonly deliveryDetails: Map<string, DeliveryStreamDetail>;
  /** Rows that were described or are being described; not asked again until a refresh. */
  readonly asked: Set<string>;
  readonly queues: {
    readonly stream: PacedQueue;
    readonly deliveryStream: PacedQueue;
    readonly list: PacedQueue;
  };
}

type Described = 'stream' | 'deliveryStream';

/** What is shown otherwise now: one row, or without a row what a connection has. */
export interface TreeChange {
  readonly connection: ConnectionEntry;
  readonly row?: { readonly kind: Described; readonly name: string };
}

/**
 * The data behind the tree: pages of names, details that fill in one by one, and a bounded watch
 * over rows in a passing state. It knows nothing of tree items.
 */
export class TreeModel implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new Emitter<TreeChange>());
  readonly onDidChange = this.changeEmitter.event;

  private readonly connections: Pick<ConnectionRegistry, 'connect'>;
  private readonly clock: Clock;
  private readonly caches = new Map<string, ConnectionCache>();
  /** How many names were loaded before a refresh. */
  private readonly depths = new Map<string, { streams: number; deliveryStreams: number }>();

  constructor(connections: Pick<ConnectionRegistry, 'connect'>, clock: Clock = systemClock) {
    this.connections = connections;
    this.clock = clock;
    this.store.add(toDisposable(() => this.refresh()));
  }

  /** Drops what is known of a connection, or of all; the next look loads it again. */
  refresh(connection?: ConnectionEntry): void {
    for (const name of connection ? [connection.name] : [...this.caches.keys()]) {
      const cache = this.caches.get(name);
      if (!cache) continue;
      cache.abort.abort();
      const { streams, deliveryStreams } = cache;
      const depth = {
        streams: streams.items.length,
        deliveryStreams: deliveryStreams.items.length,
      };
      this.depths.set(name, depth);
      this.caches.delete(name);
    }
  }

  /** The same, and loads again what was looked at. Resolves also when some of it cannot be had. */
  async reload(connection: ConnectionEntry): Promise<void> {
    const opened = [...(this.caches.get(connection.name)?.shards.keys() ?? [])];
    this.refresh(connection);
    const lists: Pick<PagedList<unknown>, 'first'>[] = [
      this.streams(connection),
      this.deliveryStreams(connection),
      ...opened.map((streamName) => this.shards(connection, streamName)),
    ];
    await Promise.allSettled(lists.map((list) => list.first()));
  }

  /** Whether all streams were listed and are as many as that. */
  hasAll(connection: ConnectionEntry, streamCount: number): boolean {
    const { streams } = this.cacheOf(connection);
    return !streams.hasMore && streams.items.length === streamCount;
  }

  streams(connection: ConnectionEntry): PagedList<StreamSummary> {
    return this.cacheOf(connection).streams;
  }

  deliveryStreams(connection: ConnectionEntry): PagedList<string> {
    return this.cacheOf(connection).deliveryStreams;
  }

  shards(connection: ConnectionEntry, streamName: string): PagedList<ShardInfo> {
    const cache = this.cacheOf(connection);
    const known = cache.shards.get(streamName);
    if (known) return known;
    const list = new PagedList<ShardInfo>({
      fetch: async (options) =>
        (await this.connections.connect(connection)).streams.listShards(streamName, options),
      limit: TREE_PAGE_SIZE,
      signal: cache.abort.signal,
    });
    cache.shards.set(streamName, list);
    return list;
  }

  /** Loads more names of a list, as far as a filter looks; the rest comes when it is asked for. */
  async loadForFilter(connection: ConnectionEntry, list: PagedList<unknown>): Promise<void> {
    const { queues } = this.cacheOf(connection);
    await list.first();
    // A page may be empty and have a next one all the same, so the pages are counted too.
    for (let pages = 1; pages < FILTER_NAMES_MAX / TREE_PAGE_SIZE; pages += 1) {
      if (!list.hasMore || list.items.length >= FILTER_NAMES_MAX) return;
      await queues.list.run(() => list.more());
    }
  }

  /** What is known now; asks in the background when nothing is. */
  streamDetail(connection: ConnectionEntry, name: string): StreamDetail | undefined {
    const cache = this.cacheOf(connection);
    this.describe(connection, 'stream', name, async (signal) => {
      const { streams } = await this.connections.connect(connection);
      const detail = await streams.describeStreamSummary(name, signal);
      cache.streamDetails.set(name, detail);
      return detail.status;
    });
    return cache.streamDetails.get(name);
  }

  deliveryStreamDetail(
    connection: ConnectionEntry,
    name: string,
  ): DeliveryStreamDetail | undefined {
    const cache = this.cacheOf(connection);
    this.describe(connection, 'deliveryStream', name, async (signal) => {
      const { deliveryStreams } = await this.connections.connect(connection);
      const detail = await deliveryStreams.describeDeliveryStreamSummary(name, signal);
      cache.deliveryDetails.set(name, detail);
      return detail.status;
    });
    return cache.deliveryDetails.get(name);
  }

  dispose(): void {
    this.store.dispose();
  }

  private cacheOf(connection: ConnectionEntry): ConnectionCache {
    const known = this.caches.get(connection.name);
    if (known) return known;
    // The local engine gives again as many names as were loaded; on AWS each page counts.
    const depth = connection.kind === 'local' ? this.depths.get(connection.name) : undefined;
    const abort = new AbortController();
    const common = { limit: TREE_PAGE_SIZE, signal: abort.signal };
    const queue = (intervalAwsMs: number): PacedQueue =>
      new PacedQueue({
        clock: this.clock,
        intervalMs: connection.kind === 'aws' ? intervalAwsMs : 0,
        signal: abort.signal,
      });
    const cache: ConnectionCache = {
      abort,
      streams: new PagedList({
        ...common,
        depth: depth?.streams ?? 0,
        fetch: async (options) =>
          (await this.connections.connect(connection)).streams.listStreams(options),
      }),
      deliveryStreams: new PagedList({
        ...common,
        depth: depth?.deliveryStreams ?? 0,
        fetch: async (options) =>
          (await this.connections.connect(connection)).deliveryStreams.listDeliveryStreams(options),
      }),
      shards: new Map(),
      streamDetails: new Map(),
      deliveryDetails: new Map(),
      asked: new Set(),
      queues: {
        stream: queue(DESCRIBE_STREAM_INTERVAL_AWS_MS),
        deliveryStream: queue(DESCRIBE_DELIVERY_STREAM_INTERVAL_AWS_MS),
        list: queue(LIST_INTERVAL_AWS_MS),
      },
    };
    this.caches.set(connection.name, cache);
    return cache;
  }

  /** Describes a row once, and again while its status is a passing one. */
  private describe(
    connection: ConnectionEntry,
    kind: Described,
    name: string,
    readStatus: (signal: AbortSignal) => Promise<string>,
  ): void {
    const { asked, abort, queues } = this.cacheOf(connection);
    const what = `${kind} ${name}`;
    if (asked.has(what)) return;
    asked.add(what);
    const { signal } = abort;
    const look = async (): Promise<void> => {
      for (let looks = 0; looks < PASSING_STATE_POLLS_MAX; looks += 1) {
        const status = await queues[kind].run(() => readStatus(signal));
        this.changeEmitter.fire({ connection, row: { kind, name } });
        if (!isPassing(status)) return;
        await sleep(this.clock, PASSING_STATE_POLL_MS, signal);
      }
    };
    look().catch((error: unknown) => {
      // A row that is gone leaves the list. Any other row keeps its name without a detail: its
      // error shows when the row is opened.
      if (signal.aborted || !hasCode(error, 'notFound')) return;
      this.refresh(connection);
      this.changeEmitter.fire({ connection });
    });
  }
}

function isPassing(status: string): boolean {
  return status === 'CREATING' || status === 'DELETING' || status === 'UPDATING';
}
