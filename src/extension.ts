/**
 * Where VS Code enters. This file only builds the app; start reading in `host/app.ts`. Activation
 * loads no AWS SDK and does no network: both wait for the first thing a person asks for.
 */
import type * as vscode from 'vscode';
import { App } from './host/app.ts';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(new App(context));
}
