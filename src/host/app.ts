/**
 * Host: the VS Code face. This file builds the parts and connects them; it decides nothing else.
 * The host refuses to know the AWS SDK (room `aws`), how shards are read (room `tail`) and the
 * engine's inside: it starts `dist/engine.js` and talks to it as it talks to AWS. Read on in
 * `commands/all.ts` for what a person can do, or `views/streamsTree.ts` for what they see.
 */
import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/lifecycle.ts';
import { systemClock } from '../base/systemClock.ts';
import type { CommandContext } from './commands/command.ts';
import { registerCommands } from './commands/register.ts';
import {
  connectionSettings,
  engineSettings,
  settingsProblems,
  simulatorSettings,
} from './config.ts';
import { ConnectionRegistry } from './connections/connectionRegistry.ts';
import { JsonDocuments } from './documents/jsonDocuments.ts';
import { EngineContents } from './engine/engineContents.ts';
import { EngineController, type EngineIncident } from './engine/engineController.ts';
import { engineLaunch } from './engine/engineLaunch.ts';
import { startProducers } from './engine/startProducers.ts';
import { Log } from './log.ts';
import { registerTailLinks } from './panels/tailLinks.ts';
import { TailPanels } from './panels/tailPanels.ts';
import { LOCAL_CONNECTION_NAME, SECTION } from './settings.ts';
import { registerSeedTasks } from './tasks/seedTasks.ts';
import { SettingsStatusItem } from './settingsStatus.ts';
import { EngineStatusItem } from './statusBar.ts';
import { SimulatorsTree } from './views/simulatorsTree.ts';
import { StreamsTree, type TailConsumerCount } from './views/streamsTree.ts';
import { TreeModel } from './views/treeModel.ts';

const ENGINE_CONTEXT = 'kinesisWorkbench.engine';
/** In the state of the workspace: whether the engine ran here, so that a reload brings it back. */
const ENGINE_RAN = 'engineRan';

export class App implements Disposable {
  private readonly store = new DisposableStore();
  private readonly log: Log;
  private readonly engine: EngineController;
  private readonly connections: ConnectionRegistry;
  private readonly simulators: SimulatorsTree;
  private readonly memory: vscode.Memento;
  private readonly tails: TailPanels;
  private readonly tailConsumers: TailConsumerCount = async (...of) =>
    (await this.tails.consumers.of(...of)).length;
  private readonly settingsStatus: SettingsStatusItem;

  constructor(extension: vscode.ExtensionContext) {
    this.memory = extension.workspaceState;
    const { store } = this;
    const abort = new AbortController();
    store.add(toDisposable(() => abort.abort()));
    this.log = store.add(new Log());
    this.engine = store.add(new EngineController(engineLaunch(extension), this.log, systemClock));
    this.connections = store.add(
      new ConnectionRegistry(this.engine, {
        engineRegion: () => this.engineRegion,
        settings: connectionSettings,
      }),
    );
    const { log, engine, connections, tailConsumers } = this;
    const documents = store.add(new JsonDocuments());
    const model = store.add(new TreeModel(connections));
    const contents: EngineContents = store.add(
      new EngineContents({
        engine,
        isWatched: () => tree.visible,
        isKnown: ({ streamCount, streamRegions, region }) => {
          const local = connections.find(LOCAL_CONNECTION_NAME);
          const isHere = streamRegions.every((other) => other === region);
          return isHere && local !== undefined && model.hasAll(local, streamCount);
        },
      }),
    );
    const tree: StreamsTree = store.add(
      new StreamsTree({ connections, contents, engine, model, log, tailConsumers }),
    );
    this.simulators = store.add(new SimulatorsTree(engine, log));
    const { extensionUri } = extension;
    const tails = (this.tails = store.add(
      new TailPanels({
        connections,
        documents,
        extensionUri,
        log,
        memory: this.memory,
        consumersFolder: vscode.Uri.joinPath(extension.globalStorageUri, 'consumers').fsPath,
      }),
    ));
    store.add(new EngineStatusItem(engine));
    this.settingsStatus = store.add(new SettingsStatusItem());
    const context: CommandContext = {
      connections,
      documents,
      engine,
      log,
      simulators: this.simulators,
      tails,
      tree,
      signal: abort.signal,
    };
    store.add(registerCommands(context));
    store.add(registerTailLinks({ connections, engine, log, tails }));
    store.add(
      registerSeedTasks(engine, () => {
        tree.refresh();
        this.simulators.refresh();
      }),
    );
    this.listen(tails);
    this.settingsStatus.show(settingsProblems());
    if (engineSettings().autoStart || this.memory.get<boolean>(ENGINE_RAN, false)) this.autoStart();
  }

  /** Before `dispose`: gives tails the time to deregister what they registered. */
  close(): Promise<void> {
    return this.tails.close();
  }

  dispose(): void {
    this.store.dispose();
  }

  /** An engine that runs knows best: settings may have changed since, or be another window's. */
  private get engineRegion(): string {
    const { state } = this.engine;
    return state.name === 'running' ? state.region : engineSettings().region;
  }

  private listen(tails: TailPanels): void {
    const { store, engine, connections } = this;
    store.add(
      engine.onDidChangeState(({ name }) => {
        void vscode.commands.executeCommand('setContext', ENGINE_CONTEXT, name);
        if (name === 'running' || name === 'stopped') {
          void this.memory.update(ENGINE_RAN, name === 'running');
        }
        if (name === 'running')
          void this.startSimulators().then(() => tails.resumeFailed(LOCAL_CONNECTION_NAME));
      }),
    );
    store.add(engine.onIncident((incident) => this.tell(incident)));
    store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.connections`)) connections.reload();
        if (change.affectsConfiguration(SECTION)) this.settingsStatus.show(settingsProblems());
      }),
    );
  }

  private autoStart(): void {
    this.engine.start().catch((error: unknown) => {
      this.log.error('engine', 'The local engine did not start', error);
      this.showError(messageOf(error));
    });
  }

  /** The producers of the settings, unless another window has started them already. */
  private async startSimulators(): Promise<void> {
    const failures = await startProducers(this.simulators, simulatorSettings());
    for (const { streamName, error } of failures) {
      this.log.error('simulators', 'A producer of the settings did not start', error);
      const message = `The simulated stream ${streamName} of the settings did not start.`;
      this.showError(`${message} ${messageOf(error)}`);
    }
  }

  private tell(incident: EngineIncident): void {
    if (incident.type === 'gaveUp') {
      this.showError(`The local engine ${incident.how} and could not be started again.`);
      return;
    }
    const message = `The local engine ${incident.how}. It runs again on port ${incident.port}; everything that it acknowledged is still there.`;
    void vscode.window.showWarningMessage(message, 'Show Log').then((chosen) => {
      if (chosen !== undefined) this.log.show();
    });
  }

  private showError(message: string): void {
    void vscode.window.showErrorMessage(message, 'Show Log').then((chosen) => {
      if (chosen !== undefined) this.log.show();
    });
  }
}
