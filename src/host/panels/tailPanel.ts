import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';
import type { Port, RpcMessage } from '../../protocol/webview/rpc.ts';
import { RpcServer } from '../../protocol/webview/rpc.ts';
import type { TailEvents, TailRequests } from '../../protocol/webview/tail.ts';
import type { TailSession } from '../../tail/session.ts';
import type { JsonDocuments } from '../documents/jsonDocuments.ts';
import type { Log } from '../log.ts';
import { copyRows, openRecordDocument } from './recordActions.ts';
import { type FailureOutlets, reportFailure } from './requestFailures.ts';
import { tailHtml } from './tailHtml.ts';

export const TAIL_VIEW_TYPE = 'kinesisWorkbench.tail';

/** One tab: a session that reads, a page that shows, and the wire between them. */
export class TailPanel implements Disposable {
  readonly session: TailSession;
  readonly panel: vscode.WebviewPanel;
  private readonly store = new DisposableStore();

  constructor(options: {
    panel: vscode.WebviewPanel;
    session: TailSession;
    extensionUri: vscode.Uri;
    documents: JsonDocuments;
    /** Turns masking on or off, after asking where that is called for. */
    setMasking: (isOn: boolean) => Promise<void>;
    log: Log;
    title: string;
  }) {
    const { panel, session } = options;
    this.panel = panel;
    this.session = this.store.add(session);
    const rpc = this.store.add(
      new RpcServer<TailRequests, TailEvents>(
        portOf(panel.webview),
        handlersOf(session, options),
        (method, error) => reportFailure(method, error, outletsOf(options.log)),
      ),
    );
    this.store.add(session.onAdvanced((counts) => rpc.emit('advanced', counts)));
    this.store.add(session.onState((state) => rpc.emit('state', state)));
    this.store.add(session.onMetrics((metrics) => rpc.emit('metrics', metrics)));
    const distUri = vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [distUri] };
    webview.html = tailHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(distUri, 'tail.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(distUri, 'tail.css')).toString(),
      title: options.title,
    });
    this.store.add(panel.onDidDispose(() => this.dispose()));
  }

  onDispose(run: () => void): void {
    this.store.add(toDisposable(run));
  }

  dispose(): void {
    this.store.dispose();
    this.panel.dispose();
  }
}

function handlersOf(
  session: TailSession,
  {
    documents,
    setMasking,
  }: { documents: JsonDocuments; setMasking: (isOn: boolean) => Promise<void> },
): TailRequests {
  return {
    open: () => session.open(),
    rows: (params) => session.rows(params),
    record: (params) => session.record(params),
    pause: () => session.pause(),
    resume: () => session.resume(),
    clear: () => session.clear(),
    search: (params) => session.search(params),
    restart: (params) => session.restart(params),
    setMasking: ({ isOn }) => setMasking(isOn),
    copy: (params) => copyRows(session, params),
    openRecord: (params) => openRecordDocument(session, documents, params),
  };
}

function outletsOf(log: Log): FailureOutlets {
  return {
    log: (text, error) => log.error('tail', text, error),
    show: (message) => {
      void vscode.window.showErrorMessage(message, 'Show Log').then((chosen) => {
        if (chosen !== undefined) log.show();
      });
    },
  };
}

/** A hidden page drops what is posted; it asks for everything anew when it is shown again. */
function portOf(webview: vscode.Webview): Port {
  return {
    post: (message: RpcMessage) => void webview.postMessage(message),
    listen: (listener) => webview.onDidReceiveMessage(listener),
  };
}
