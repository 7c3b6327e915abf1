import * as vscode from 'vscode';
import { cancelled } from './prompts.ts';

export interface ProgressReport {
  /** Shown behind the title. */
  readonly message: string;
  /** From 0 to 1, when it is known. */
  readonly share?: number;
}

/**
 * Shows a notification with a cancel button while the work goes on. The signal aborts when a person
 * cancels, or with `outer`.
 */
export function withProgress<T>(
  title: string,
  outer: AbortSignal,
  work: (report: (progress: ProgressReport) => void, signal: AbortSignal) => Promise<T>,
): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      const stop = (): void => abort.abort(cancelled());
      const subscription = token.onCancellationRequested(stop);
      outer.addEventListener('abort', stop, { once: true });
      if (outer.aborted) stop();
      let percent = 0;
      const report = ({ message, share = 0 }: ProgressReport): void => {
        const increment = Math.max(0, Math.min(100, share * 100) - percent);
        percent += increment;
        progress.report({ message, increment });
      };
      try {
        return await work(report, abort.signal);
      } finally {
        subscription.dispose();
        outer.removeEventListener('abort', stop);
      }
    },
  );
}
