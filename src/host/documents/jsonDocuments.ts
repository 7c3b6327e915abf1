import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import { DOCUMENTS_MAX } from '../limits.ts';

const SCHEME = 'kinesis';

export interface JsonDocument {
  readonly path: readonly string[];
  readonly text: string;
}

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
    const document = await vscode.workspace.openTextDocument(this.put({ path, text }));
    return vscode.window.showTextDocument(document, { preview: true });
  }

  /** Shows two of them side by side in a diff editor. */
  async showDiff(left: JsonDocument, right: JsonDocument, title: string): Promise<void> {
    const uris = [left, right].map((document) => this.put(document));
    await vscode.commands.executeCommand('vscode.diff', ...uris, title, { preview: true });
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

  private put({ path, text }: JsonDocument): vscode.Uri {
    const encoded = path.map(encodeURIComponent).join('/');
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${encoded}` });
    this.remember(uri.toString(), text);
    this.changeEmitter.fire(uri);
    return uri;
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
