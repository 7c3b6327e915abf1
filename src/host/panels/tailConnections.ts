import type { Connection } from '../../aws/service.ts';
import { ExpectedError, hasCode } from '../../base/errors.ts';
import type { PushSource, TailSource } from '../../tail/source.ts';
import type { ConnectionEntry, ConnectionRegistry } from '../connections/connectionRegistry.ts';
import { placeOf } from '../connections/keptConsumers.ts';
import { isShared } from './readAllowance.ts';

/** The connections as tails use them. */
export class TailConnections {
  private readonly connections: Pick<ConnectionRegistry, 'connect' | 'find'>;

  constructor(connections: Pick<ConnectionRegistry, 'connect' | 'find'>) {
    this.connections = connections;
  }

  /** Throws `connectionChanged` when it is gone. */
  entry(name: string): ConnectionEntry {
    const entry = this.connections.find(name);
    if (entry) return entry;
    const message = `The connection "${name}" is not in the settings any more`;
    throw new ExpectedError('connectionChanged', message);
  }

  /** Where it leads, see `placeOf`; undefined when it is gone. */
  placeOf(name: string): string | undefined {
    const entry = this.connections.find(name);
    return entry && placeOf(entry);
  }

  async connect(name: string): Promise<Connection> {
    const entry = this.entry(name);
    try {
      return await this.connections.connect(entry);
    } catch (cause) {
      if (!hasCode(cause, 'engineStopped')) throw cause;
      // For a tail, an engine that is down is like a network that is down: it may come back.
      const message = 'The local engine is not running. The tail goes on when it is started.';
      throw new ExpectedError('networkUnreachable', message, { cause });
    }
  }

  /**
   * Connects anew for each call, because the engine may be back on another port, but only to where
   * the connection leads now: the positions of a tail, its pace, and what a person was told that it
   * costs are of there. Rejects with `connectionChanged` elsewhere.
   */
  staying(name: string): () => Promise<Connection> {
    const opened = this.circumstances(name);
    return async () => {
      const connection = await this.connect(name);
      // A profile may tell only when it is opened that it leads elsewhere.
      if (this.circumstances(name) === opened) return connection;
      throw new ExpectedError(
        'connectionChanged',
        `The connection "${name}" has changed since this tail was opened. Close the tail and open the stream again to read on.`,
      );
    };
  }

  private circumstances(name: string): string {
    const entry = this.connections.find(name);
    return JSON.stringify(entry ? [placeOf(entry), isShared(entry)] : []);
  }
}

export function tailSourceOf(connect: () => Promise<Connection>, push: PushSource): TailSource {
  return {
    listShards: async (streamName, options) =>
      (await connect()).streams.listShards(streamName, options),
    getShardIterator: async (request, signal) =>
      (await connect()).streams.getShardIterator(request, signal),
    getRecords: async (request, signal) => (await connect()).streams.getRecords(request, signal),
    push,
  };
}
