import type { CopyFormat } from '../../../src/protocol/webview/grid.ts';
import { type ButtonControl, createButton } from '../../shared/controls.ts';
import { element } from '../../shared/dom.ts';
import { createMenu } from '../../shared/menu.ts';
import { copyFormats } from '../text/copyFormats.ts';

export interface DetailActions {
  onPrevious(): void;
  onNext(): void;
  onNeighbour(direction: 'next' | 'previous'): void;
  onCopy(format: CopyFormat): void;
  onOpen(): void;
  onCompare(): void;
  onShowChange(): void;
  /** What `c` copies as. */
  copyFormat(): CopyFormat;
}

export interface ActionBar {
  readonly node: HTMLElement;
  /** Opens the choice of how to copy. */
  openCopyMenu(): void;
  setState(state: {
    readonly hasRecord: boolean;
    readonly hasChange: boolean;
    readonly isTree: boolean;
    readonly canBeTree: boolean;
    /** Two rows are selected. */
    readonly canCompare: boolean;
  }): void;
}

/** The buttons above a record. */
export function createActionBar(
  actions: DetailActions & { onFind(): void; onToggleTree(): void },
): ActionBar {
  const quiet = (icon: string, title: string, onClick: () => void): ButtonControl =>
    createButton({ icon, title, kind: 'quiet', onClick });
  const tree = quiet('list-tree', '', () => actions.onToggleTree());
  const compare = quiet('compare-changes', 'Compare the two selected records', () =>
    actions.onCompare(),
  );
  const change = quiet('diff', 'Show change: before and after', () => actions.onShowChange());
  const copy = quiet('copy', 'Copy…', () => menu.open());
  const menu = createMenu({
    anchor: copy.node,
    label: 'Copy',
    items: () =>
      copyFormats.map(({ format, title, hint }) => ({
        text: title,
        hint,
        isChecked: format === actions.copyFormat(),
        onChoose: () => actions.onCopy(format),
      })),
  });
  const always = [
    quiet('arrow-up', 'Previous record', () => actions.onPrevious()),
    quiet('arrow-down', 'Next record', () => actions.onNext()),
    quiet('chevron-up', 'Previous record with the same key ([)', () =>
      actions.onNeighbour('previous'),
    ),
    quiet('chevron-down', 'Next record with the same key (])', () => actions.onNeighbour('next')),
    quiet('search', 'Search in this record (Ctrl+F)', () => actions.onFind()),
  ];
  const open = quiet('go-to-file', 'Open in an editor', () => actions.onOpen());
  const buttons = [...always, tree, change, compare, copy, open];
  const nodes = buttons.map(({ node }) => node);
  return {
    node: element('div', { class: 'pane-actions' }, ...nodes, menu.node),
    openCopyMenu: () => menu.open(),
    setState: ({ hasRecord, hasChange, isTree, canBeTree, canCompare }) => {
      for (const button of buttons) button.setEnabled(hasRecord);
      compare.node.hidden = !canCompare;
      compare.setEnabled(canCompare);
      change.node.hidden = !hasChange;
      tree.node.hidden = !canBeTree;
      tree.setLabel(
        isTree
          ? { icon: 'json', text: '', title: 'Show as text' }
          : { icon: 'list-tree', text: '', title: 'Show as tree' },
      );
    },
  };
}
