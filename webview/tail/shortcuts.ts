export type Shortcut =
  'search' | 'togglePause' | 'backToGrid' | 'copy' | 'copyMenu' | 'nextWithKey' | 'previousWithKey';

interface KeyPress {
  readonly key: string;
  readonly withControl: boolean;
  /** Typing goes to a text box. */
  readonly inTextBox: boolean;
  readonly inGrid: boolean;
  readonly hasTextSelection: boolean;
}

const GRID_KEYS: Readonly<Record<string, Shortcut>> = {
  ' ': 'togglePause',
  c: 'copy',
  C: 'copyMenu',
  ']': 'nextWithKey',
  '[': 'previousWithKey',
};

/** What a key means, or undefined when it is not ours. */
export function shortcutOf(press: KeyPress): Shortcut | undefined {
  if (press.key === 'Escape') return press.inGrid ? undefined : 'backToGrid';
  if (press.inTextBox) return undefined;
  if (press.withControl) {
    return press.key === 'c' && press.inGrid && !press.hasTextSelection ? 'copy' : undefined;
  }
  if (press.key === '/') return 'search';
  if (!press.inGrid) return undefined;
  return Object.hasOwn(GRID_KEYS, press.key) ? GRID_KEYS[press.key] : undefined;
}

/** Hears the keys of the whole page. An open popover takes Escape for itself. */
export function listenToShortcuts(
  grid: HTMLElement,
  actions: Readonly<Record<Shortcut, () => void>>,
): void {
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.defaultPrevented || document.querySelector(':popover-open')) return;
    const [target] = event.composedPath();
    const shortcut = shortcutOf({
      key: event.key,
      withControl: event.ctrlKey || event.metaKey,
      inTextBox: target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement,
      inGrid: target instanceof Node && grid.contains(target),
      hasTextSelection: document.getSelection()?.isCollapsed === false,
    });
    if (!shortcut) return;
    event.preventDefault();
    actions[shortcut]();
  });
}
