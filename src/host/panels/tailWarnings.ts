import * as vscode from 'vscode';
import type { FilterProblem } from '../../protocol/webview/filter.ts';
import type { TailTarget } from './tailTarget.ts';

/** A filter that came with a link or a reload may be one that this version cannot use. */
export function warnOfFilter(problem: FilterProblem | undefined): void {
  if (!problem) return;
  const message = `The tail shows everything, because its filter cannot be used: ${problem.message}`;
  void vscode.window.showWarningMessage(message);
}

/** Its tab closes, which nobody would know the reason of. */
export function warnOfGone({ connectionName, streamName }: TailTarget): void {
  const message = `The tail of "${streamName}" did not come back: there is no connection "${connectionName}" in the settings.`;
  void vscode.window.showWarningMessage(message);
}
