import * as vscode from 'vscode';
import { ExpectedError, messageOf } from '../../base/errors.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';
import type * as tailRoom from '../../tail/main.ts';
import type { ReadScheduler } from '../../tail/reading/readScheduler.ts';
import type { StreamDecoding } from '../../tail/decoders/streamDecoding.ts';
import type { TailSession } from '../../tail/session.ts';
import {
  decoderSettings,
  maskingSettings,
  onDidChangeMasking,
  shareFilter,
  sharedFilters,
  tailSettings,
} from '../config.ts';
import type { ConnectionEntry, ConnectionRegistry } from '../connections/connectionRegistry.ts';
import { pinnedDecoders } from '../decoderSettings.ts';
import type { JsonDocuments } from '../documents/jsonDocuments.ts';
import { confirm } from '../input/prompts.ts';
import { DEREGISTER_MAX_MS } from '../limits.ts';
import type { Log } from '../log.ts';
import { systemClock } from '../../base/systemClock.ts';
import type { PageAction } from '../../protocol/webview/grid.ts';
import type { CliTarget } from '../documents/putCommand.ts';
import { WorkspaceSchemas } from '../schemas/workspaceSchemas.ts';
import { SECTION } from '../settings.ts';
import { KeptFilters } from './keptFilters.ts';
import { KeptConsumers, placeOf } from '../connections/keptConsumers.ts';
import { switchPush } from './fanOut.ts';
import { KeptLayouts } from './keptLayouts.ts';
import { offerLeftovers } from './leftoverConsumers.ts';
import { tellWhenRefused } from './pushNotice.ts';
import { readingOf } from './readAllowance.ts';
import { TailConnections, tailSourceOf } from './tailConnections.ts';
import { TailConsumers } from './tailConsumers.ts';
import { followMaskingSettings, isProduction, maskingOf, switchMasking } from './tailMasking.ts';
import { TAIL_VIEW_TYPE, TailPanel } from './tailPanel.ts';
import {
  type TailOpening,
  type TailTarget,
  heldCopyOf,
  isTailOf,
  openingOf,
  parseKeptTail,
  sameTail,
} from './tailTarget.ts';
import { warnOfFilter, warnOfGone } from './tailWarnings.ts';

type TailRoom = typeof tailRoom;

/** Streams of two places may have one name; a tab without a place is of this machine. */
function tabTitle({ streamName }: TailTarget, entry: ConnectionEntry | undefined): string {
  return !entry || entry.kind === 'local' ? streamName : `${streamName} · ${entry.name}`;
}

function newPanel({ streamName }: TailTarget, column: vscode.ViewColumn): vscode.WebviewPanel {
  const options = { enableFindWidget: true };
  return vscode.window.createWebviewPanel(TAIL_VIEW_TYPE, streamName, column, options);
}

function loadTail(): Promise<TailRoom> {
  return import('../../tail/main.ts');
}

/** All open tails. Opening what is open already shows its tab; tabs come back after a reload. */
export class TailPanels implements vscode.WebviewPanelSerializer, Disposable {
  private readonly store = new DisposableStore();
  private readonly closing = new AbortController();
  private readonly panels = new Set<TailPanel>();
  private readonly connections: ConnectionRegistry;
  private readonly places: TailConnections;
  private readonly documents: JsonDocuments;
  private readonly extensionUri: vscode.Uri;
  private readonly layouts: KeptLayouts;
  private readonly schemas: WorkspaceSchemas;
  private readonly filters: KeptFilters;
  private readonly log: Log;
  /** All tails of the window together spare the shards that they read. */
  private scheduler: ReadScheduler | undefined;
  private hasLookedForLeftovers = false;
  /** What tails have registered with streams. */
  readonly consumers: TailConsumers;

  constructor(options: {
    connections: ConnectionRegistry;
    documents: JsonDocuments;
    extensionUri: vscode.Uri;
    log: Log;
    memory: vscode.Memento;
    /** Where consumers are remembered, of all windows. */
    consumersFolder: string;
  }) {
    this.connections = options.connections;
    this.places = new TailConnections(options.connections);
    this.documents = options.documents;
    this.extensionUri = options.extensionUri;
    this.layouts = new KeptLayouts(options.memory);
    this.filters = new KeptFilters(options.memory, { shared: sharedFilters, share: shareFilter });
    this.consumers = new TailConsumers({
      kept: new KeptConsumers(options.consumersFolder),
      connect: (connectionName) => this.places.connect(connectionName),
      placeOf: (connectionName) => this.places.placeOf(connectionName),
      log: (text, error) => this.log.error('tail', text, error),
    });
    this.log = options.log;
    this.schemas = this.store.add(new WorkspaceSchemas(options.connections));
    this.store.add(vscode.window.registerWebviewPanelSerializer(TAIL_VIEW_TYPE, this));
    this.store.add(
      followMaskingSettings({
        changes: [this.connections.onDidChange, onDidChangeMasking],
        settings: maskingSettings,
        entries: () => this.connections.all,
        sessions: () => this.sessions,
      }),
    );
    this.store.add(
      toDisposable(() => {
        for (const panel of [...this.panels]) panel.dispose();
      }),
    );
  }

  /** The sessions that are open, for tests and for the status of the extension. */
  get sessions(): readonly TailSession[] {
    return [...this.panels].map(({ session }) => session);
  }

  /** Of the tail in the active editor. */
  get active(): TailSession | undefined {
    return [...this.panels].find(({ panel }) => panel.active)?.session;
  }

  /** Asks the page in the active tab; throws when no tail is there. */
  perform(action: PageAction): void {
    const active = [...this.panels].find(({ panel }) => panel.active);
    if (!active) throw new ExpectedError('invalidInput', 'Open a tail first, and select a record');
    active.perform(action);
  }

  /** The engine is back: tails of it that had given up try again from where they stood. */
  resumeFailed(connectionName: string): void {
    for (const { session } of this.panels) {
      const { state } = session;
      if (state.connectionName === connectionName && state.phase.name === 'failed')
        session.resume();
    }
  }

  /** For what reads shards beside the tails, to spare them together. */
  async readScheduler(): Promise<ReadScheduler> {
    return this.schedulerOf(await loadTail());
  }

  async open(target: TailTarget): Promise<TailSession> {
    // First, so that two calls at once cannot both find no open tail.
    const room = await this.prepare(target);
    const matching = [...this.panels].filter(({ session }) => isTailOf(session.state, target));
    const known = matching.find(({ session }) => session.state.followsLatest) ?? matching[0];
    if (known) {
      known.panel.reveal();
      return known.session;
    }
    const panel = newPanel(target, vscode.ViewColumn.Active);
    return this.attach(room, panel, openingOf(target)).session;
  }

  /** A second tail of the same, beside the first. */
  async duplicate(session: TailSession): Promise<TailSession | undefined> {
    const room = await this.prepare(session.state);
    const opening = sameTail(session.state, Date.now());
    if (!opening) return undefined;
    const panel = newPanel(opening, vscode.ViewColumn.Beside);
    const again = heldCopyOf(session.state, () => Date.now());
    return this.attach(room, panel, opening, again).session;
  }

  /** VS Code calls this for each tab of a window that was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept =
      typeof state === 'object' && state !== null && 'tail' in state ? state.tail : undefined;
    const target = parseKeptTail(kept, Date.now());
    const room = target ? await this.prepare(target) : await loadTail();
    if (!target || !this.connections.find(target.connectionName)) {
      panel.dispose();
      if (target) warnOfGone(target);
      return;
    }
    try {
      this.attach(room, panel, target, () => parseKeptTail(kept, Date.now()) ?? target);
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  /** Closes all tails; resolves when what they registered is deregistered, if that goes quickly. */
  async close(): Promise<void> {
    for (const { session } of this.panels) session.dispose();
    const late = new Promise((resolve) => setTimeout(resolve, DEREGISTER_MAX_MS).unref());
    await Promise.race([this.consumers.settled(), late]);
  }

  dispose(): void {
    this.closing.abort(new ExpectedError('cancelled', 'Kinesis Workbench is closing'));
    this.store.dispose();
  }

  /** How a tail reads depends on where its connection leads; what is wrong there, its reading says. */
  private async prepare({ connectionName }: TailTarget): Promise<TailRoom> {
    const entry = this.connections.find(connectionName);
    const [room] = await Promise.all([
      loadTail(),
      entry && this.connections.learn(entry).catch(() => undefined),
    ]);
    return room;
  }

  /** With `again`, a tail that does not read from this machine waits for a person to resume it. */
  private attach(
    room: TailRoom,
    panel: vscode.WebviewPanel,
    opening: TailOpening,
    again?: () => TailOpening,
  ): TailPanel {
    try {
      const tail = this.fill(room, panel, opening, again);
      if (opening.filter) warnOfFilter(tail.session.filter(opening.filter));
      const isLocal = this.connections.find(opening.connectionName)?.kind === 'local';
      if (!again || isLocal) tail.session.start();
      return tail;
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  private fill(
    room: TailRoom,
    panel: vscode.WebviewPanel,
    opening: TailOpening,
    again: () => TailOpening = () => opening,
  ): TailPanel {
    const { connectionName, streamName } = opening;
    const decoding = this.decodingOf(room, opening);
    const session = this.sessionOf(room, opening, decoding);
    panel.title = tabTitle(opening, this.connections.find(connectionName));
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extensionUri, 'media', 'tail-light.svg'),
      dark: vscode.Uri.joinPath(this.extensionUri, 'media', 'tail-dark.svg'),
    };
    const tailPanel = new TailPanel({
      panel,
      session,
      extensionUri: this.extensionUri,
      documents: this.documents,
      layouts: this.layouts,
      filters: this.filters,
      isProduction: () => isProduction(this.connections.find(connectionName)),
      onConnections: this.connections.onDidChange,
      again,
      cliTarget: () => this.cliTargetOf(opening),
      setMasking: (isOn) =>
        switchMasking(session, { isOn, entry: this.connections.find(connectionName), confirm }),
      setPush: (isOn) =>
        switchPush(session, {
          isOn,
          confirm,
          describe: async () =>
            (await this.places.connect(connectionName)).streams.describeStreamSummary(
              streamName,
              this.closing.signal,
            ),
        }),
      log: this.log,
      title: `Tail of ${streamName}`,
    });
    this.panels.add(tailPanel);
    tailPanel.onDispose(() => this.panels.delete(tailPanel));
    tailPanel.onDispose(() => decoding.dispose());
    const telling = tellWhenRefused(session, (message) => {
      void vscode.window.showWarningMessage(message);
    });
    tailPanel.onDispose(() => telling.dispose());
    this.lookForLeftovers();
    return tailPanel;
  }

  private sessionOf(room: TailRoom, opening: TailOpening, decoding: StreamDecoding): TailSession {
    const { connectionName } = opening;
    const entry = this.connections.find(connectionName);
    const connect = this.places.staying(connectionName);
    try {
      const { recordsMax, bytesMax, readsPerSecond, whenFull } = tailSettings();
      return new room.TailSession({
        source: tailSourceOf(connect, this.consumers.sourceFor(connectionName, connect)),
        clock: systemClock,
        random: Math.random,
        ...opening,
        whenFull,
        windowRecordsMax: recordsMax,
        windowBytesMax: bytesMax,
        scheduler: this.schedulerOf(room),
        ...readingOf(entry, readsPerSecond),
        place: this.places.placeOf(connectionName),
        decoder: decoding.pipeline,
        masking: maskingOf(entry, maskingSettings()),
        onDefect: (error) => this.log.error('tail', 'The tail failed', error),
      });
    } catch (error) {
      decoding.dispose();
      throw error;
    }
  }

  private schedulerOf(room: TailRoom): ReadScheduler {
    return (this.scheduler ??= new room.ReadScheduler({ clock: systemClock }));
  }

  private decodingOf(room: TailRoom, opening: TailOpening): StreamDecoding {
    const { connectionName, streamName } = opening;
    const pinned = (): readonly string[] | undefined => pinnedDecoders(decoderSettings(), opening);
    const decoding = new room.StreamDecoding({
      source: this.schemas.sourceFor(connectionName),
      clock: systemClock,
      streamName,
      pinned: pinned(),
      onDefect: (error) => this.log.error('tail', 'A schema could not be fetched', error),
    });
    decoding.add(this.schemas.onDidChange(() => decoding.schemas.forget()));
    decoding.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.decoders`)) decoding.pipeline.pin(pinned());
      }),
    );
    return decoding;
  }

  /** Once a window, and only when tails are used at all. */
  private lookForLeftovers(): void {
    if (this.hasLookedForLeftovers) return;
    this.hasLookedForLeftovers = true;
    void offerLeftovers(this.consumers, {
      placeOf: async (name) => {
        const entry = this.connections.find(name);
        return entry && this.connections.learn(entry).then(placeOf, () => undefined);
      },
      signal: this.closing.signal,
      ask: async (message) =>
        (await vscode.window.showWarningMessage(message, 'Deregister')) !== undefined,
    });
  }

  private cliTargetOf({ connectionName, streamName }: TailTarget): CliTarget {
    const target = this.connections.targetOf(this.places.entry(connectionName));
    const { region } = target;
    if (target.kind === 'local') {
      return { streamName, region, endpoint: target.endpoint, anyCredentials: true };
    }
    const { profile } = target;
    return target.kind === 'aws'
      ? { streamName, region, profile, anyCredentials: false }
      : { streamName, region, profile, endpoint: target.endpoint, anyCredentials: !profile };
  }
}
