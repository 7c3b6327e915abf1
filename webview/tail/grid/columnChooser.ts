import { messageOf } from '../../../src/base/errors.ts';
import type {
  GridColumn,
  GridLayout,
  RowOrder,
  TimeFormat,
} from '../../../src/protocol/webview/grid.ts';
import { limits } from '../../limits.ts';
import {
  createButton,
  createCheckbox,
  createRadioGroup,
  createTextField,
} from '../../shared/controls.ts';
import { element, listen, setText } from '../../shared/dom.ts';
import { createPopover } from '../../shared/popover.ts';
import { columnTitle } from './columns.ts';
import { columnId, defaultLayout, movedBy, withPath, withoutPath, withShown } from './layout.ts';

export interface ColumnChooserOptions {
  layout(): GridLayout;
  onLayout(layout: GridLayout): void;
  /** Rejects with the message to show when it is no JSON path. */
  checkPath(path: string): Promise<void>;
  /** The order of the rows that was asked for last. */
  rowOrder(): RowOrder;
  onOrder(by: RowOrder): void;
}

export interface ColumnChooser {
  readonly nodes: readonly HTMLElement[];
  open(): void;
}

const TIME_FORMATS: readonly { readonly value: TimeFormat; readonly text: string }[] = [
  { value: 'local', text: 'Local time' },
  { value: 'utc', text: 'UTC' },
  { value: 'relative', text: 'How long ago' },
  { value: 'epoch', text: 'Epoch milliseconds' },
];

const ROW_ORDERS: readonly { readonly value: RowOrder; readonly text: string }[] = [
  { value: 'read', text: 'As read' },
  { value: 'arrival', text: 'By arrival time, paused' },
];

/** A button at the end of the header, and behind it which columns there are, how times read, and the order. */
export function createColumnChooser(options: ColumnChooserOptions): ColumnChooser {
  const form = new ColumnForm(options);
  const button = createButton({
    icon: 'settings',
    title: 'Columns…',
    kind: 'quiet',
    onClick: () => popover.open(),
  });
  button.node.classList.add('column-button');
  const popover = createPopover({
    anchor: button.node,
    label: 'Columns',
    onOpen: () => form.fill(),
  });
  popover.node.append(form.node);
  return { nodes: [button.node, popover.node], open: () => popover.open() };
}

class ColumnForm {
  readonly node: HTMLElement;
  private readonly options: ColumnChooserOptions;
  private readonly list = element('div', { class: 'column-list', role: 'list' });
  private readonly message = element('div', { class: 'form-message', role: 'alert' });
  private readonly path;
  private readonly times;
  private readonly order;
  private readonly colors;

  constructor(options: ColumnChooserOptions) {
    this.options = options;
    this.path = createTextField({
      label: 'JSON path of a new column',
      placeholder: 'JSON path, such as user.id',
      charsMax: limits.pathCharsMax,
      onInput: () => setText(this.message, ''),
    });
    listen(this.path.node, 'keydown', (event) => {
      if (event.key === 'Enter') void this.addPath();
    });
    const add = createButton({
      text: 'Add',
      kind: 'secondary',
      onClick: () => void this.addPath(),
    });
    this.times = createRadioGroup({
      label: 'Times',
      choices: TIME_FORMATS,
      onChange: (timeFormat) => this.change({ ...this.layout, timeFormat }),
    });
    this.order = createRadioGroup({
      label: 'Order of rows',
      choices: ROW_ORDERS,
      onChange: (by) => options.onOrder(by),
    });
    this.colors = createCheckbox({
      text: 'Mark rows with the colour of their shard',
      checked: true,
      onChange: (showsShardColors) => this.change({ ...this.layout, showsShardColors }),
    });
    const reset = createButton({
      text: 'Reset',
      kind: 'secondary',
      onClick: () => {
        this.change(defaultLayout);
        this.fill();
      },
    });
    this.node = element(
      'div',
      { class: 'form' },
      this.list,
      element('div', { class: 'column-path' }, this.path.node, add.node),
      this.message,
      element('div', { class: 'form-title' }, 'Times'),
      this.times.node,
      element('div', { class: 'form-title' }, 'Order of rows'),
      this.order.node,
      this.colors.node,
      reset.node,
    );
  }

  /** Returns what takes the focus. */
  fill(): HTMLElement | undefined {
    const { layout } = this;
    this.times.value = layout.timeFormat;
    this.order.value = this.options.rowOrder();
    this.colors.checked = layout.showsShardColors;
    setText(this.message, '');
    const rows = layout.columns.map((column) => this.rowOf(column));
    this.list.replaceChildren(...rows);
    return rows[0]?.querySelector<HTMLElement>('vscode-checkbox') ?? undefined;
  }

  private get layout(): GridLayout {
    return this.options.layout();
  }

  private change(layout: GridLayout): void {
    this.options.onLayout(layout);
  }

  private rowOf(column: GridColumn): HTMLElement {
    const id = columnId(column);
    const title = columnTitle(column);
    const box = createCheckbox({
      text: title,
      checked: column.isShown,
      onChange: (isShown) => {
        this.change(withShown(this.layout, id, isShown));
        // The last column stays, whatever is asked for.
        box.checked = this.layout.columns.some((other) => columnId(other) === id && other.isShown);
      },
    });
    const up = this.button('arrow-up', `Move ${title} to the left`, () => this.move(id, -1));
    const down = this.button('arrow-down', `Move ${title} to the right`, () => this.move(id, 1));
    const nodes = [box.node, up, down];
    if (column.source.kind === 'path') {
      const remove = this.button('trash', `Remove ${title}`, () => {
        this.change(withoutPath(this.layout, id));
        this.fill()?.focus();
      });
      nodes.push(remove);
    }
    const row = element('div', { class: 'column-row', role: 'listitem' }, ...nodes);
    row.dataset['column'] = id;
    return row;
  }

  private button(icon: string, title: string, onClick: () => void): HTMLElement {
    const { node } = createButton({ icon, title, kind: 'quiet', onClick });
    node.dataset['icon'] = icon;
    return node;
  }

  /** The button that was pressed keeps the focus in its new place. */
  private move(id: string, step: 1 | -1): void {
    this.change(movedBy(this.layout, id, { step, among: this.layout.columns }));
    this.fill();
    const row = [...this.list.children].find(
      (child) => child instanceof HTMLElement && child.dataset['column'] === id,
    );
    const icon = step < 0 ? 'arrow-up' : 'arrow-down';
    row?.querySelector<HTMLElement>(`[data-icon="${icon}"]`)?.focus();
  }

  private async addPath(): Promise<void> {
    const path = this.path.value.trim();
    if (path === '') {
      setText(this.message, 'Enter a JSON path, such as user.id or $.items[0].');
      return;
    }
    const problem = await this.options.checkPath(path).then(() => undefined, messageOf);
    const layout = problem === undefined ? withPath(this.layout, path) : this.layout;
    if (problem !== undefined) setText(this.message, problem);
    else if (layout === this.layout) {
      setText(this.message, `There are ${limits.pathColumnsMax} such columns already.`);
    } else {
      this.change(layout);
      this.path.value = '';
      this.fill();
    }
  }
}
