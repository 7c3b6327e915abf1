/** What axe-core finds wrong in a page: the tail's page alone, and the one in a real VS Code. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame } from 'playwright-core';

const source = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

const OPTIONS: RunOptions = {
  resultTypes: ['violations'],
  // A webview is a part of VS Code's window, which has the landmarks and the heading of a page.
  rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
};

/** The grid around it has the focus and the keys that scroll it, of which axe knows nothing. */
const SCROLLED_BY_THE_GRID = 'scrollable-region-focusable .grid-scroller:';

interface PageWithAxe {
  axe?: { run(part: string, options: unknown): Promise<AxeResults> };
}

export interface AxeOptions {
  /** A selector; what is not in such an element is not looked at. */
  readonly part?: string;
  /** Another theme differs in its colours only, which takes a small part of the time. */
  readonly onlyColors?: boolean;
}

/** The violations in the page, a line each. */
export async function axeViolations(
  frame: Frame,
  { part = 'html', onlyColors = false }: AxeOptions = {},
): Promise<string[]> {
  // By the developer tools, whose scripts the page's policy does not forbid.
  const isThere = await frame.evaluate(() => (window as unknown as PageWithAxe).axe !== undefined);
  if (!isThere) await frame.evaluate(source);
  const { violations } = await frame.evaluate(
    ({ part, options }) => {
      const { axe } = window as unknown as Required<PageWithAxe>;
      return axe.run(part, options);
    },
    {
      part,
      options: {
        ...OPTIONS,
        ...(onlyColors && { runOnly: ['color-contrast', 'link-in-text-block'] }),
      } as never,
    },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`)
      .filter((line) => !line.startsWith(SCROLLED_BY_THE_GRID)),
  );
}
