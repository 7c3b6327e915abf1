import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { DOCUMENTS_MAX } from '../limits.ts';

const SCHEME = 'kinesis';

/** Read-only documents made from what the services answered. */
export class JsonDocuments implements vscode.TextDocumentContentProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changeEmitter.event;
  private readonly texts = new Map<string, string>();

  constructor() {
    this.store.add(vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
  }

  /**
   * Shows `text` under a path such as ['Local engine', 'orders', 'describe-stream.json']; the same
   * path again replaces what its tab shows. The last part gives the title and the language.
   */
  async show(path: readonly string[], text: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${path.map(encodeURIComponent).join('/')}`,
    });
    this.remember(uri.toString(), text);
    this.changeEmitter.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    return vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    // After a reload of the window the tab is still there, but what it showed is not.
    return (
      this.texts.get(uri.toString()) ??
      'This was read before the window was reloaded. Run the command again.'
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  private remember(key: string, text: string): void {
    this.texts.delete(key);
    this.texts.set(key, text);
    for (const oldest of this.texts.keys()) {
      if (this.texts.size <= DOCUMENTS_MAX) break;
      this.texts.delete(oldest);
    }
  }
}
