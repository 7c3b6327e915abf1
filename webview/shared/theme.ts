import { type Disposable, toDisposable } from '../../src/base/lifecycle.ts';

/** The value of a theme colour, for what CSS cannot reach: a canvas. */
export function themeColor(name: string, fallback: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--vscode-${name}`);
  return value.trim() || fallback;
}

/** VS Code changes the theme by rewriting the root's style and the body's classes. */
export function onThemeChange(listener: () => void): Disposable {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributeFilter: ['class'] });
  return toDisposable(() => observer.disconnect());
}
