import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Event } from '../../base/event.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';
import type { Port, RpcMessage } from '../../protocol/webview/rpc.ts';
import type { PageAction } from '../../protocol/webview/grid.ts';
import { RpcServer } from '../../protocol/webview/rpc.ts';
import type { TailEvents, TailRequests, TailState } from '../../protocol/webview/tail.ts';
import type { TailSession } from '../../tail/session.ts';
import type { JsonDocuments } from '../documents/jsonDocuments.ts';
import type { CliTarget } from '../documents/putCommand.ts';
import { askDecoders } from '../input/askDecoders.ts';
import { openSettings } from '../input/openSettings.ts';
import { STATUS_MESSAGE_MS } from '../limits.ts';
import { SECTION } from '../settings.ts';
import type { Log } from '../log.ts';
import type { KeptFilters } from './keptFilters.ts';
import type { KeptLayouts } from './keptLayouts.ts';
import {
  compareRecords,
  copyRows,
  openRecordDocument,
  type RecordActions,
  showChange,
} from './recordActions.ts';
import { keepRows } from './keepRows.ts';
import { resumeTail } from './resumeTail.ts';
import { type FailureOutlets, reportFailure } from './requestFailures.ts';
import { tailHtml } from './tailHtml.ts';
import type { TailOpening } from './tailTarget.ts';

export const TAIL_VIEW_TYPE = 'kinesisWorkbench.tail';

/** One tab: a session that reads, a page that shows, and the wire between them. */
export class TailPanel implements Disposable {
  readonly session: TailSession;
  readonly panel: vscode.WebviewPanel;
  private readonly store = new DisposableStore();
  private readonly rpc: RpcServer<TailRequests, TailEvents>;

  constructor(options: {
    panel: vscode.WebviewPanel;
    session: TailSession;
    extensionUri: vscode.Uri;
    documents: JsonDocuments;
    layouts: KeptLayouts;
    filters: KeptFilters;
    /** Whether the connection is marked as production, and when that may have changed. */
    isProduction: () => boolean;
    onConnections: Event<void>;
    /** What a tail that is held starts with when it is resumed. */
    again: () => TailOpening;
    cliTarget: () => CliTarget;
    /** Turns masking on or off, after asking where that is called for. */
    setMasking: (isOn: boolean) => Promise<void>;
    /** Turns push on or off, after asking where it costs money. */
    setPush: (isOn: boolean) => Promise<void>;
    log: Log;
    title: string;
  }) {
    const { panel, session, documents, cliTarget, isProduction } = options;
    const marked = (state: TailState): TailState => ({ ...state, isProduction: isProduction() });
    this.panel = panel;
    this.session = this.store.add(session);
    this.rpc = this.store.add(
      new RpcServer<TailRequests, TailEvents>(
        portOf(panel.webview),
        handlersOf({ session, documents, cliTarget }, { ...options, marked }),
        (method, error) => reportFailure(method, error, outletsOf(options.log)),
      ),
    );
    this.store.add(session.onAdvanced((counts) => this.rpc.emit('advanced', counts)));
    this.store.add(session.onState((state) => this.rpc.emit('state', marked(state))));
    this.store.add(options.onConnections(() => this.rpc.emit('state', marked(session.state))));
    this.store.add(session.onMetrics((metrics) => this.rpc.emit('metrics', metrics)));
    this.store.add(session.onProgress((progress) => this.rpc.emit('progress', progress)));
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

  /** Asks the page, which knows what is selected. */
  perform(action: PageAction): void {
    this.rpc.emit('perform', action);
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
  actions: RecordActions,
  kept: {
    readonly layouts: KeptLayouts;
    readonly filters: KeptFilters;
    readonly marked: (state: TailState) => TailState;
    readonly again: () => TailOpening;
    readonly setMasking: (isOn: boolean) => Promise<void>;
    readonly setPush: (isOn: boolean) => Promise<void>;
  },
): TailRequests {
  const { session } = actions;
  const { again, layouts, filters, setMasking, setPush } = kept;
  return {
    open: () => {
      const snapshot = session.open();
      return {
        ...snapshot,
        state: kept.marked(snapshot.state),
        layout: layouts.of(snapshot.state),
      };
    },
    rows: (params) => session.rows(params),
    record: (params) => session.record(params),
    pause: () => session.pause(),
    resume: () => resumeTail(session, again),
    clear: () => session.clear(),
    filter: (params) => session.filter(params),
    order: (params) => session.order(params),
    histogram: (params) => session.histogram.count(params),
    savedFilters: () => filters.of(session.state),
    changeSavedFilters: (change) => filters.change(session.state, change),
    heatMap: () => session.heatMap(),
    hotKeys: () => session.hotKeys(),
    restart: (params) => {
      session.restart(params);
      // One that was held reads as soon as a person says from where.
      session.start();
    },
    setMasking: ({ isOn }) => setMasking(isOn),
    openMaskingRules: () => openSettings(`${SECTION}.masking.rules`),
    chooseDecoders: () => askDecoders(session.state),
    setPush: ({ isOn }) => setPush(isOn),
    copy: (params) => copyRows(actions, params),
    copyText: async ({ text }) => vscode.env.clipboard.writeText(text),
    tell: ({ text }) => void vscode.window.setStatusBarMessage(text, STATUS_MESSAGE_MS),
    openRecord: (params) => openRecordDocument(actions, params),
    compareRecords: (params) => compareRecords(actions, params),
    showChange: (params) => showChange(actions, params),
    valueAt: ({ path, ...address }) => session.found(address, [path])[0] ?? '',
    neighbour: (params) => session.neighbour(params),
    checkPath: (params) => session.checkPath(params),
    keep: (params) => keepRows(session, params),
    keepLayout: ({ layout }) => layouts.keep(session.state, layout),
    lineage: () => session.lineage(),
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
