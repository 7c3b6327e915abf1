import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { unreachable } from '../base/errors.ts';
import type { EngineController, EngineState } from './engine/engineController.ts';

/** One item: the state of the local engine, once it was wanted. */
export class EngineStatusItem implements Disposable {
  private readonly store = new DisposableStore();
  private readonly item: vscode.StatusBarItem;

  constructor(engine: EngineController) {
    this.item = this.store.add(
      vscode.window.createStatusBarItem('kinesisWorkbench.engine', vscode.StatusBarAlignment.Left),
    );
    this.item.name = 'Kinesis local engine';
    this.item.command = 'kinesisWorkbench.streams.focus';
    this.store.add(engine.onDidChangeState((state) => this.show(state)));
  }

  dispose(): void {
    this.store.dispose();
  }

  private show(state: EngineState): void {
    this.item.backgroundColor = undefined;
    switch (state.name) {
      case 'stopped':
        this.item.hide();
        return;
      case 'starting':
        this.item.text = '$(loading~spin) Kinesis';
        this.item.tooltip = 'The local engine is starting';
        break;
      case 'running':
        this.item.text = `$(pulse) Kinesis :${new URL(state.ready.http).port}`;
        this.item.tooltip = `The local engine serves at ${state.ready.http}`;
        break;
      case 'failed':
        this.item.text = '$(error) Kinesis';
        this.item.tooltip = state.message;
        this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
        break;
      default:
        unreachable(state);
    }
    this.item.show();
  }
}
