import type { Condition } from '../../src/formats/filter.ts';
import type { RpcClient } from '../../src/protocol/webview/rpc.ts';
import type { TailEvents, TailRequests } from '../../src/protocol/webview/tail.ts';
import type { Announcer } from '../shared/announcer.ts';
import type { RowAddress } from './detail/recordPane.ts';

export interface FilterCommandsOptions {
  readonly rpc: RpcClient<TailRequests, TailEvents>;
  readonly announcer: Announcer;
  /** What is wrong with it is shown at the filter. */
  addCondition(condition: Condition): Promise<void>;
}

/** Filters by what the reader is looking at. */
export class FilterCommands {
  private readonly options: FilterCommandsOptions;

  constructor(options: FilterCommandsOptions) {
    this.options = options;
  }

  /** The page may not hold the row, which can be far from what is on the screen: the host does. */
  async byRow(what: 'key' | 'shard', { generation, ordinal }: RowAddress): Promise<void> {
    const { rpc, announcer } = this.options;
    const page = await rpc.request('rows', { generation, from: ordinal, count: 1 });
    const [row] = page.from === ordinal ? page.rows : [];
    if (!row) {
      announcer.say('This record has left the window: newer ones took its place.');
      return;
    }
    await this.add(
      what === 'key'
        ? { kind: 'key', partitionKeys: [row.partitionKey] }
        : { kind: 'shard', shardIds: [row.shardId] },
    );
  }

  async byValue({ path, text }: { readonly path: string; readonly text: string }): Promise<void> {
    await this.add({ kind: 'path', path, operator: '=', value: text });
  }

  private async add(condition: Condition): Promise<void> {
    // How many match is said when they are known; a refusal is shown at the filter.
    await this.options.addCondition(condition);
  }
}
