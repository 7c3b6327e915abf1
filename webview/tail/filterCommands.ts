import type { Condition, ConditionTest } from '../../src/formats/filter.ts';
import type { RpcClient } from '../../src/protocol/webview/rpc.ts';
import type { TailEvents, TailRequests } from '../../src/protocol/webview/tail.ts';
import type { RowAddress } from './detail/recordPane.ts';

export interface FilterCommandsOptions {
  readonly rpc: RpcClient<TailRequests, TailEvents>;
  readonly tell: (text: string) => void;
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
  async byRow(
    what: 'key' | 'shard',
    { generation, ordinal, negated }: RowAddress & { readonly negated: boolean },
  ): Promise<void> {
    const { rpc, tell } = this.options;
    const page = await rpc.request('rows', { generation, from: ordinal, count: 1 });
    const [row] = page.from === ordinal ? page.rows : [];
    if (!row) {
      tell('This record has left the window: newer ones took its place.');
      return;
    }
    await this.add(
      what === 'key'
        ? { kind: 'key', partitionKeys: [row.partitionKey] }
        : { kind: 'shard', shardIds: [row.shardId] },
      negated,
    );
  }

  /** A cell shows the beginning of a value only; the host has all of it. */
  async byCell(
    path: string,
    { generation, ordinal, negated }: RowAddress & { readonly negated: boolean },
  ): Promise<void> {
    const { rpc, tell } = this.options;
    const text = await rpc.request('valueAt', { generation, ordinal, path });
    if (text === '') tell(`This record has nothing at ${path}`);
    else await this.byValue({ path, text }, negated);
  }

  async byValue(
    { path, text }: { readonly path: string; readonly text: string },
    negated: boolean,
  ): Promise<void> {
    await this.add({ kind: 'path', path, operator: '=', value: text }, negated);
  }

  private async add(test: ConditionTest, negated: boolean): Promise<void> {
    // How many match is said when they are known; a refusal is shown at the filter.
    await this.options.addCondition(negated ? { ...test, negated } : test);
  }
}
