import { unreachable } from '../../src/base/errors.ts';
import type {
  CopyFormat,
  FilterByAction,
  GridLayout,
  KeepAction,
  PageAction,
  RowOrder,
} from '../../src/protocol/webview/grid.ts';
import type { RpcClient } from '../../src/protocol/webview/rpc.ts';
import type { TailEvents, TailRequests } from '../../src/protocol/webview/tail.ts';
import type { Condition } from '../../src/formats/filter.ts';
import type { Detail } from './detail/detail.ts';
import type { RowAddress } from './detail/recordPane.ts';
import { FilterCommands } from './filterCommands.ts';
import type { Grid } from './grid/grid.ts';
import { withPath } from './grid/layout.ts';
import { plural } from './text/format.ts';

export interface RecordCommandsOptions {
  readonly rpc: RpcClient<TailRequests, TailEvents>;
  /** Says what came of it, to be seen and heard. */
  readonly tell: (text: string) => void;
  grid(): Grid;
  detail(): Detail;
  layout(): GridLayout;
  changeLayout(layout: GridLayout): void;
  chooseColumns(): void;
  addCondition(condition: Condition): Promise<void>;
  /** Shows what went wrong, if anything does. */
  readonly send: (answer: Promise<unknown>) => void;
}

/** What can be done with the selected records, by key, by button and by VS Code's commands alike. */
export class RecordCommands {
  private readonly options: RecordCommandsOptions;
  private readonly filters: FilterCommands;

  constructor(options: RecordCommandsOptions) {
    this.options = options;
    this.filters = new FilterCommands(options);
  }

  perform(action: PageAction): void {
    switch (action.kind) {
      case 'copy':
        this.copy(action.format);
        return;
      case 'open':
        this.open();
        return;
      case 'showChange':
        this.showChange();
        return;
      case 'compare':
        this.compare();
        return;
      case 'nextWithKey':
        this.goToNeighbour('next');
        return;
      case 'previousWithKey':
        this.goToNeighbour('previous');
        return;
      case 'chooseColumns':
        this.options.chooseColumns();
        return;
      case 'order':
        this.order(action.by);
        return;
      case 'addColumn':
      case 'copyPath':
      case 'copyValue':
        this.useValue(action.kind);
        return;
      case 'filterBy':
        this.filterBy(action);
        return;
      case 'keep':
        this.keep(action.action, this.options.grid().selectedRows);
        return;
      default:
        unreachable(action);
    }
  }

  copy(format: CopyFormat): void {
    const { rpc, send, tell } = this.options;
    const { selectedRows: ordinals, generation } = this.options.grid();
    if (ordinals.length === 0) {
      this.needsSelection();
      return;
    }
    const { columns, timeFormat } = this.options.layout();
    const layout = { columns, timeFormat };
    const copied = rpc.request('copy', { generation, ordinals, format, layout });
    send(copied.then((count) => tell(copiedText(count, ordinals.length))));
  }

  open(): void {
    const { lead } = this;
    if (lead) this.options.send(this.options.rpc.request('openRecord', lead));
    else this.needsSelection();
  }

  showChange(): void {
    const { lead } = this;
    if (lead) this.options.send(this.options.rpc.request('showChange', lead));
    else this.needsSelection();
  }

  compare(): void {
    const { selectedRows, generation } = this.options.grid();
    const [left, right] = selectedRows;
    if (left === undefined || right === undefined || selectedRows.length > 2) {
      this.options.tell('Select two records to compare');
      return;
    }
    this.options.send(this.options.rpc.request('compareRecords', { generation, left, right }));
  }

  goToNeighbour(direction: 'next' | 'previous'): void {
    const { rpc, send, tell } = this.options;
    const { lead } = this;
    if (!lead) {
      this.needsSelection();
      return;
    }
    const found = rpc.request('neighbour', { ...lead, direction });
    send(
      found.then((ordinal) => {
        if (ordinal !== undefined) this.options.grid().goTo(ordinal);
        else tell(`No ${direction} record with the same key in the window`);
      }),
    );
  }

  order(by: RowOrder): void {
    this.options.send(this.options.rpc.request('order', { by }));
  }

  /** Without ordinals, all rows that are shown. */
  keep(action: KeepAction, ordinals?: readonly number[]): void {
    const { rpc, send } = this.options;
    const { generation } = this.options.grid();
    const named = ordinals === undefined ? {} : { ordinals };
    send(rpc.request('keep', { action, generation, ...named }));
  }

  private get lead(): RowAddress | undefined {
    const { selected: ordinal, generation } = this.options.grid();
    return ordinal === undefined ? undefined : { generation, ordinal };
  }

  private needsSelection(): void {
    this.options.tell('Select a record first');
  }

  private needsValue(): void {
    this.options.tell('Go to a value in the decoded record first');
  }

  private filterBy({ what, path, negated = false }: FilterByAction): void {
    const { lead } = this;
    const value = this.options.detail().activeValue;
    if (what === 'value' && path === undefined) {
      if (value) this.options.send(this.filters.byValue(value, negated));
      else this.needsValue();
    } else if (!lead) this.needsSelection();
    else if (what !== 'value') this.options.send(this.filters.byRow(what, { ...lead, negated }));
    else if (path !== undefined) {
      this.options.send(this.filters.byCell(path, { ...lead, negated }));
    }
  }

  /** Does something with the value that the reader stands on in the tree of the record. */
  private useValue(kind: 'addColumn' | 'copyPath' | 'copyValue'): void {
    const { rpc, send, tell } = this.options;
    const value = this.options.detail().activeValue;
    if (!value) this.needsValue();
    else if (kind === 'addColumn') {
      this.options.changeLayout(withPath(this.options.layout(), value.path));
      tell(`Column ${value.path} added`);
    } else {
      const text = kind === 'copyPath' ? value.path : value.text;
      send(rpc.request('copyText', { text }).then(() => tell('Copied')));
    }
  }
}

function copiedText(count: number, asked: number): string {
  if (count < asked) {
    return `Copied ${plural(count, 'record')} of ${plural(asked, 'selected record')}, the others have left the window`;
  }
  return count === 1 ? 'Copied' : `Copied ${plural(count, 'record')}`;
}
