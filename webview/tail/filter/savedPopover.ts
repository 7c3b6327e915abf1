import { messageOf } from '../../../src/base/errors.ts';
import type { TailFilter } from '../../../src/formats/filter.ts';
import { parseFilter, printFilter } from '../../../src/formats/filterText.ts';
import { makeVisible } from '../../../src/formats/visibleText.ts';
import type {
  FilterProblem,
  SavedFilter,
  SavedFilterChange,
  SavedFilters,
} from '../../../src/protocol/webview/filter.ts';
import { limits } from '../../limits.ts';
import { createButton } from '../../shared/controls.ts';
import { element, listen, setText } from '../../shared/dom.ts';
import { createPopover } from '../../shared/popover.ts';

export interface SavedPopoverOptions {
  /** What could be saved now; throws when it cannot be read. */
  shown(): TailFilter;
  load(): Promise<SavedFilters>;
  change(change: SavedFilterChange): Promise<SavedFilters>;
  apply(filter: TailFilter): Promise<FilterProblem | undefined>;
}

/** A button, and behind it the saved filters of the stream, with a form to save the one that is shown. */
export function createSavedPopover(options: SavedPopoverOptions): {
  readonly nodes: readonly HTMLElement[];
} {
  const list = new SavedList(options, () => popover.close());
  const button = createButton({
    icon: 'bookmark',
    text: 'Saved',
    title: 'Saved filters',
    kind: 'quiet',
    onClick: () => popover.open(),
  });
  button.node.classList.add('compact');
  const popover = createPopover({
    anchor: button.node,
    label: 'Saved filters',
    onOpen: () => list.open(),
  });
  popover.node.append(list.node);
  return { nodes: [button.node, popover.node] };
}

class SavedList {
  readonly node: HTMLElement;
  private readonly options: SavedPopoverOptions;
  private readonly close: () => void;
  private readonly rows = element('ul', { class: 'saved-filters', 'aria-label': 'Saved filters' });
  private readonly name = nameInput('Name of the filter', 'Name');
  private readonly message = element('div', { class: 'form-message', role: 'alert' });
  private readonly saving: HTMLElement;

  constructor(options: SavedPopoverOptions, close: () => void) {
    this.options = options;
    this.close = close;
    const save = createButton({ text: 'Save', kind: 'primary', onClick: () => this.save() });
    this.saving = element('div', { class: 'condition-fields' }, this.name, save.node);
    onEnter(this.name, () => this.save());
    this.node = element('div', { class: 'form' }, this.saving, this.message, this.rows);
  }

  /** Returns what takes the focus: the name if there is something to save. */
  open(): HTMLElement | undefined {
    setText(this.message, '');
    this.run(this.options.load());
    const text = this.shownText();
    this.saving.hidden = text === undefined;
    this.name.value = (text ?? '').slice(0, limits.filterNameCharsMax);
    return text === undefined ? undefined : this.name;
  }

  private shownText(): string | undefined {
    try {
      return printFilter(this.options.shown()) || undefined;
    } catch {
      return undefined;
    }
  }

  private save(): void {
    const text = this.shownText();
    const name = this.name.value.trim();
    if (text === undefined) return;
    if (name === '') setText(this.message, 'Enter a name.');
    else this.run(this.options.change({ kind: 'save', name, text }));
  }

  private run(answer: Promise<SavedFilters>): void {
    answer.then(
      (saved) => this.draw(saved),
      (error: unknown) => setText(this.message, messageOf(error)),
    );
  }

  private draw({ filters, problems }: SavedFilters): void {
    setText(this.message, problems.join(' '));
    const none = element('li', { class: 'pane-hint' }, 'No filter is saved for this stream yet.');
    const focused = [...this.rows.children].findIndex((row) =>
      row.contains(document.activeElement),
    );
    this.rows.replaceChildren(
      ...(filters.length === 0 ? [none] : filters.map((saved) => this.row(saved))),
    );
    if (focused >= 0) this.focusRow(Math.min(focused, filters.length - 1));
  }

  /** The focus stays where it was, or goes to the name when nothing is left there. */
  private focusRow(index: number): void {
    const row = this.rows.children[index]?.querySelector<HTMLElement>('.saved-filter');
    (row ?? this.name).focus();
  }

  private row(saved: SavedFilter): HTMLElement {
    const name = makeVisible(saved.name);
    const text = makeVisible(saved.text);
    const origin = saved.origin === 'settings' ? ' (workspace settings)' : '';
    const apply = element(
      'button',
      { class: 'saved-filter', title: `${text}${origin}` },
      element('span', { class: 'saved-name' }, `${name}${origin}`),
      element('span', { class: 'saved-text' }, text),
    );
    apply.addEventListener('click', () => void this.apply(saved));
    const row = element('li', { class: 'saved-row' }, apply);
    if (saved.origin === 'workspace') row.append(...this.rowButtons(saved, row));
    return row;
  }

  private rowButtons(saved: SavedFilter, row: HTMLElement): HTMLElement[] {
    const name = makeVisible(saved.name);
    const rename = createButton({
      icon: 'edit',
      title: `Rename ${name}`,
      kind: 'quiet',
      onClick: () => this.rename(saved, row),
    });
    const remove = createButton({
      icon: 'trash',
      title: `Delete ${name}`,
      kind: 'quiet',
      onClick: () => this.run(this.options.change({ kind: 'remove', name: saved.name })),
    });
    const share = createButton({
      icon: 'share',
      title: `Share ${name} by the settings of the workspace`,
      kind: 'quiet',
      onClick: () => this.run(this.options.change({ kind: 'share', name: saved.name })),
    });
    return [share.node, rename.node, remove.node];
  }

  private async apply(saved: SavedFilter): Promise<void> {
    try {
      const problem = await this.options.apply(parseFilter(saved.text));
      if (problem) setText(this.message, problem.message);
      else this.close();
    } catch (error) {
      setText(this.message, messageOf(error));
    }
  }

  /** The row becomes a box; Enter keeps the new name. */
  private rename(saved: SavedFilter, row: HTMLElement): void {
    const field = nameInput(`New name of ${makeVisible(saved.name)}`, 'Name');
    field.value = saved.name;
    onEnter(field, () => {
      const to = field.value.trim();
      if (to === '') setText(this.message, 'Enter a name.');
      else this.run(this.options.change({ kind: 'rename', name: saved.name, to }));
    });
    row.replaceChildren(field);
    field.focus();
    field.select();
  }
}

function nameInput(label: string, placeholder: string): HTMLInputElement {
  const node = element('input', { class: 'native-input', 'aria-label': label });
  node.placeholder = placeholder;
  node.maxLength = limits.filterNameCharsMax;
  return node;
}

function onEnter(field: HTMLInputElement, run: () => void): void {
  listen(field, 'keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    run();
  });
}
