import { element, setAttribute } from './dom.ts';

const MARGIN_PX = 4;

export interface Popover {
  readonly node: HTMLElement;
  open(): void;
  close(): void;
}

/**
 * A panel below its anchor that closes on Escape and on a click elsewhere, by the browser's own
 * means. `onOpen` fills it and returns what takes the focus.
 */
export function createPopover(options: {
  readonly anchor: HTMLElement;
  readonly label: string;
  readonly onOpen: (panel: HTMLElement) => HTMLElement | undefined;
}): Popover {
  const { anchor, label, onOpen } = options;
  const node = element('div', { class: 'popover', role: 'dialog', 'aria-label': label });
  node.popover = 'auto';
  setAttribute(anchor, 'aria-haspopup', 'dialog');
  setAttribute(anchor, 'aria-expanded', 'false');
  node.addEventListener('toggle', (event) => {
    setAttribute(anchor, 'aria-expanded', String(event.newState === 'open'));
  });
  const open = (): void => {
    const first = onOpen(node);
    node.showPopover();
    placeBelow(node, anchor);
    first?.focus();
  };
  return { node, open, close: () => node.hidePopover() };
}

function placeBelow(node: HTMLElement, anchor: HTMLElement): void {
  const place = anchor.getBoundingClientRect();
  const left = Math.min(place.left, window.innerWidth - node.offsetWidth - MARGIN_PX);
  node.style.left = `${Math.max(MARGIN_PX, left)}px`;
  node.style.top = `${place.bottom + MARGIN_PX / 2}px`;
  node.style.maxHeight = `${Math.max(120, window.innerHeight - place.bottom - 3 * MARGIN_PX)}px`;
}
