import { element, icon, listen, setAttribute } from './dom.ts';
import { createPopover, type Popover } from './popover.ts';

export interface MenuItem {
  readonly text: string;
  /** Said beside it, quietly. */
  readonly hint?: string;
  /** The choice that holds now. */
  readonly isChecked?: boolean;
  readonly onChoose: () => void;
}

/** A menu below its anchor, with the keys of ARIA's menu pattern; `items` is asked at each opening. */
export function createMenu(options: {
  readonly anchor: HTMLElement;
  readonly label: string;
  readonly items: () => readonly MenuItem[];
}): Popover {
  const { anchor, label, items } = options;
  const popover = createPopover({
    anchor,
    label,
    onOpen: (panel) => {
      const nodes = items().map((item) => itemNode(item, () => popover.close()));
      panel.replaceChildren(...nodes);
      return nodes.find((node) => node.ariaChecked === 'true') ?? nodes[0];
    },
  });
  popover.node.classList.add('menu');
  popover.node.role = 'menu';
  setAttribute(anchor, 'aria-haspopup', 'menu');
  listen(popover.node, 'keydown', (event) => onKey(popover, event));
  return popover;
}

function itemNode(item: MenuItem, close: () => void): HTMLElement {
  const { text, hint = '', isChecked, onChoose } = item;
  const node = element(
    'button',
    {
      class: 'menu-item',
      role: isChecked === undefined ? 'menuitem' : 'menuitemradio',
      tabindex: -1,
    },
    element('span', { class: 'menu-check' }, ...(isChecked === true ? [icon('check')] : [])),
    element('span', { class: 'menu-text' }, text),
    element('span', { class: 'menu-hint' }, hint),
  );
  if (isChecked !== undefined) node.ariaChecked = String(isChecked);
  node.addEventListener('click', () => {
    close();
    onChoose();
  });
  return node;
}

function onKey(popover: Popover, event: KeyboardEvent): void {
  const items = [...popover.node.querySelectorAll<HTMLElement>('.menu-item')];
  const at = items.findIndex((item) => item === document.activeElement);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: items.length - 1,
  };
  const to = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
  if (event.key === 'Tab') popover.close();
  if (to === undefined) return;
  items[(to + items.length) % items.length]?.focus();
  event.preventDefault();
}
