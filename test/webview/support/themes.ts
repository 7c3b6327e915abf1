import { readFileSync } from 'node:fs';

export type ThemeName = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** What VS Code gives a webview of a theme: classes of the body, and variables of the root. */
export interface Theme {
  readonly classes: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** In the order of the columns of `themeVariables.json`. */
const NAMES: readonly ThemeName[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

const CLASSES: Readonly<Record<ThemeName, readonly string[]>> = {
  dark: ['vscode-dark'],
  light: ['vscode-light'],
  highContrast: ['vscode-high-contrast'],
  highContrastLight: ['vscode-high-contrast-light', 'vscode-high-contrast'],
};

/**
 * The variables that the page uses, each as the four themes of VS Code 1.139 have it: Dark 2026,
 * Light 2026 and both of high contrast, which leave many undefined. A test in a real VS Code holds
 * them to what it says, and a house rule holds the list complete.
 */
export const themeVariables: Readonly<Record<string, readonly (string | null)[]>> = JSON.parse(
  readFileSync(new URL('themeVariables.json', import.meta.url), 'utf8'),
) as Record<string, (string | null)[]>;

export const themes = Object.fromEntries(
  NAMES.map((name, index) => [name, themeOf(name, index)]),
) as Record<ThemeName, Theme>;

function themeOf(name: ThemeName, index: number): Theme {
  const variables = Object.entries(themeVariables).flatMap(([variable, values]) => {
    const value = values[index];
    return typeof value === 'string' ? [[`--vscode-${variable}`, value] as const] : [];
  });
  return { classes: CLASSES[name], variables: Object.fromEntries(variables) };
}
