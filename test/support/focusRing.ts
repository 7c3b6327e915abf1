import type { Frame } from 'playwright-core';

export interface Focused {
  /** The label of what has the focus, its text, or else its classes; empty when nothing has it. */
  readonly name: string;
  /** Whether one sees that it has it, by the styles that are in force. */
  readonly isSeen: boolean;
}

/** What has the focus in the document of a page, and whether that is seen. */
export function focusedIn(frame: Frame): Promise<Focused> {
  return frame.evaluate(() => {
    const { activeElement: outer } = document;
    if (!outer || outer === document.body || !document.hasFocus())
      return { name: '', isSeen: false };

    const probe = document.body.appendChild(document.createElement('span'));
    probe.style.color = 'var(--vscode-focusBorder)';
    const focusColor = getComputedStyle(probe).color;
    probe.remove();

    const isClear = (color: string): boolean => /^rgba\(.*, 0\)$/.test(color);
    const marks = (style: CSSStyleDeclaration): boolean =>
      (style.outlineStyle !== 'none' &&
        Number.parseFloat(style.outlineWidth) > 0 &&
        !isClear(style.outlineColor)) ||
      (style.borderTopStyle !== 'none' &&
        Number.parseFloat(style.borderTopWidth) > 0 &&
        style.borderTopColor === focusColor);
    // The line between two panes is thicker then, and in that colour.
    const isLine = (style: CSSStyleDeclaration): boolean => style.backgroundColor === focusColor;

    // The controls show it on an element within; a grid and a tree on the row that the keys go to.
    const within = [...(outer.shadowRoot?.querySelectorAll('*') ?? [])];
    const row = document.getElementById(outer.getAttribute('aria-activedescendant') ?? '');
    const isSeen = [outer, ...within, ...(row ? [row] : [])].some(
      (element) =>
        marks(getComputedStyle(element)) ||
        ['::before', '::after']
          .map((part) => getComputedStyle(element, part))
          .some((style) => style.content !== 'none' && (marks(style) || isLine(style))),
    );
    const name = outer.getAttribute('aria-label') ?? (outer.textContent.trim() || outer.className);
    return { name: name.slice(0, 60), isSeen };
  });
}
