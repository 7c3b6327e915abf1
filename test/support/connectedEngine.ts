import { createConnection } from '../../src/aws/sdk.ts';
import type { Connection } from '../../src/aws/service.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { startTestEngine } from './engine.ts';

/** An engine in this process and the editor's way to it. The caller closes it. */
export class ConnectedEngine {
  readonly connection: Connection;
  readonly endpoint: string;
  private readonly engine: Engine;

  private constructor(engine: Engine) {
    this.engine = engine;
    this.endpoint = engine.ready.http;
    this.connection = createConnection({
      kind: 'local',
      endpoint: this.endpoint,
      region: 'us-east-1',
    });
  }

  static async start(): Promise<ConnectedEngine> {
    return new ConnectedEngine(await startTestEngine());
  }

  async close(): Promise<void> {
    this.connection.dispose();
    await this.engine.stop();
  }
}

/** The data of each key's records in their order, as hex, for one comparison. */
export function dataByKey(
  records: readonly { readonly partitionKey: string; readonly data: Uint8Array }[],
): Record<string, string[]> {
  const keys: Record<string, string[]> = {};
  for (const { partitionKey, data } of records) {
    (keys[partitionKey] ??= []).push(Buffer.from(data).toString('hex'));
  }
  return Object.fromEntries(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)));
}
