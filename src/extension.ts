/**
 * Where VS Code enters. This file only builds the app; start reading in `host/app.ts`. Activation
 * loads no AWS SDK and does no network: both wait for the first thing a person asks for.
 */
import type * as vscode from 'vscode';
import { App } from './host/app.ts';

let app: App | undefined;

export function activate(context: vscode.ExtensionContext): void {
  app = new App(context);
  context.subscriptions.push(app);
}

/** VS Code waits for this a few seconds; what is registered with streams is deregistered by then. */
export function deactivate(): Promise<void> | undefined {
  return app?.close();
}
