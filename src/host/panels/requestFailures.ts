import { isCancellation, isExpected, messageOf } from '../../base/errors.ts';
import type { TailRequests } from '../../protocol/webview/tail.ts';

export interface FailureOutlets {
  /** For what nobody expected. */
  log(text: string, error: unknown): void;
  /** For the person. */
  show(message: string): void;
}

/**
 * Who tells the person that a request of the page failed: the host, unless the page has a place for
 * it. Rows are asked for again and again, so a message for each would bury the window.
 */
const TOLD_BY: { readonly [Method in keyof TailRequests]: 'host' | 'page' | 'nobody' } = {
  open: 'host',
  rows: 'nobody',
  record: 'page',
  pause: 'host',
  resume: 'host',
  clear: 'host',
  filter: 'page',
  order: 'host',
  histogram: 'page',
  savedFilters: 'page',
  changeSavedFilters: 'page',
  heatMap: 'nobody',
  hotKeys: 'nobody',
  restart: 'page',
  lineage: 'nobody',
  setMasking: 'host',
  openMaskingRules: 'host',
  chooseDecoders: 'host',
  setPush: 'host',
  keep: 'host',
  copy: 'host',
  copyText: 'host',
  tell: 'nobody',
  openRecord: 'host',
  compareRecords: 'host',
  showChange: 'host',
  valueAt: 'host',
  neighbour: 'host',
  checkPath: 'page',
  keepLayout: 'nobody',
};

/** What the host does about a request that failed; the page hears of it by the answer. */
export function reportFailure(method: string, error: unknown, outlets: FailureOutlets): void {
  if (isCancellation(error)) return;
  if (!isExpected(error)) outlets.log(`The page's request ${method} failed`, error);
  if (TOLD_BY[method as keyof TailRequests] === 'host') outlets.show(messageOf(error));
}
