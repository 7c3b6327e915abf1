import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { SECTION } from './settings.ts';

/**
 * What is wrong with the settings, for as long as it is: a message cannot be taken back when it has
 * been mended, and a file that is half typed would bring one for each word.
 */
export class SettingsStatusItem implements Disposable {
  private readonly store = new DisposableStore();
  private readonly item: vscode.StatusBarItem;

  constructor() {
    this.item = this.store.add(
      vscode.window.createStatusBarItem(
        'kinesisWorkbench.settings',
        vscode.StatusBarAlignment.Left,
      ),
    );
    this.item.name = 'Kinesis settings';
    this.item.text = '$(warning) Kinesis settings';
    this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.item.command = {
      command: 'workbench.action.openSettings',
      title: 'Open Settings',
      arguments: [SECTION],
    };
  }

  /** Sentences; without any the item is hidden. */
  show(problems: readonly string[]): void {
    if (problems.length === 0) {
      this.item.hide();
      return;
    }
    const text = problems.join('\n');
    this.item.tooltip = text;
    this.item.accessibilityInformation = { label: `Kinesis settings: ${text}`, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    this.store.dispose();
  }
}
