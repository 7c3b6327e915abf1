import { isDeepStrictEqual } from 'node:util';
import { Emitter } from '../../base/event.ts';
import { ExpectedError } from '../../base/errors.ts';
import { type Disposable, DisposableStore } from '../../base/lifecycle.ts';
import type { ConfiguredEndpoints, Connection, ConnectionTarget } from '../../aws/service.ts';
import type { EngineController } from '../engine/engineController.ts';
import { type ConnectionSetting, LOCAL_CONNECTION_NAME } from '../settings.ts';

type Engine = Pick<EngineController, 'requireEndpoint'>;

/** A connection that the sidebar shows, whether or not it can be opened now. Names are unique. */
export type ConnectionEntry =
  | { readonly name: string; readonly kind: 'local' }
  | (ConnectionSetting & { readonly kind: 'endpoint' })
  | (ConnectionSetting & {
      readonly kind: 'aws';
      /** Where the profile leads instead of to AWS, if anywhere; not known before it is opened. */
      readonly endpoints?: ConfiguredEndpoints;
    });

/** Of its data streams, where it is not the one of AWS; the engine's changes and is left out. */
export function endpointOf(entry: ConnectionEntry): string | undefined {
  if (entry.kind === 'local') return undefined;
  return entry.kind === 'endpoint' ? entry.endpoint : entry.endpoints?.kinesis;
}

/**
 * The connections side by side: the local engine first, then those of the settings. A connection
 * is opened on first use, which is also when the AWS SDK loads, and closed when its target changes.
 */
export class ConnectionRegistry implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new Emitter<void>());
  /** The list of connections or the target of one has changed. */
  readonly onDidChange = this.changeEmitter.event;
  private readonly learnEmitter = this.store.add(new Emitter<void>());
  /** It is known where a profile leads, or that it leads elsewhere now. */
  readonly onDidLearn = this.learnEmitter.event;

  private readonly engine: Engine;
  private readonly engineRegion: () => string;
  private readonly settings: () => readonly ConnectionSetting[];
  private readonly open = new Map<string, { key: string; connection: Connection }>();
  /** By profile. */
  private readonly endpoints = new Map<string, ConfiguredEndpoints>();
  private entries: ConnectionEntry[] = [];

  constructor(
    engine: Engine,
    options: { engineRegion: () => string; settings: () => readonly ConnectionSetting[] },
  ) {
    this.engine = engine;
    this.engineRegion = options.engineRegion;
    this.settings = options.settings;
    this.reload();
  }

  get all(): readonly ConnectionEntry[] {
    return this.entries;
  }

  find(name: string): ConnectionEntry | undefined {
    return this.entries.find((entry) => entry.name === name);
  }

  /** Reads the settings again. */
  reload(): void {
    this.entries = this.readEntries();
    for (const name of [...this.open.keys()]) if (!this.find(name)) this.close(name);
    this.changeEmitter.fire();
  }

  /** The SDK clients behind an entry. Rejects with `engineStopped` for a stopped local engine. */
  async connect(entry: ConnectionEntry): Promise<Connection> {
    const target = this.targetOf(entry);
    const known = this.open.get(entry.name);
    if (known?.key === JSON.stringify(this.placed(target))) return known.connection;
    const { createConnection } = await import('../../aws/sdk.ts');
    if (target.kind === 'aws') await this.askEndpoints(target.profile);
    if (this.store.disposed) throw new ExpectedError('cancelled', 'Kinesis Workbench is closing');
    const place = this.placed(target);
    const key = JSON.stringify(place);
    // Another call may have opened it while the SDK loaded.
    const raced = this.open.get(entry.name);
    if (raced?.key === key) return raced.connection;
    this.close(entry.name);
    const connection = createConnection(place);
    this.open.set(entry.name, { key, connection });
    return connection;
  }

  /** The entry with where its profile leads, before anything is decided by that. */
  async learn(entry: ConnectionEntry): Promise<ConnectionEntry> {
    if (entry.kind !== 'aws') return entry;
    // To open it, the files are read anew: by then they may say something else than they did.
    const isKnown = this.open.has(entry.name) && this.endpoints.has(entry.profile);
    if (!isKnown) await this.askEndpoints(entry.profile);
    return this.find(entry.name) ?? entry;
  }

  /** Forgets the clients, and with them cached credentials, so that a new sign-in is seen. */
  close(name: string): void {
    this.open.get(name)?.connection.dispose();
    this.open.delete(name);
  }

  regionOf(entry: ConnectionEntry): string {
    return entry.kind === 'local' ? this.engineRegion() : entry.region;
  }

  /** Throws `engineStopped` for a stopped local engine. */
  targetOf(entry: ConnectionEntry): ConnectionTarget {
    if (entry.kind === 'local') {
      return {
        kind: 'local',
        endpoint: this.engine.requireEndpoint(),
        region: this.engineRegion(),
      };
    }
    if (entry.kind === 'aws') {
      return { kind: entry.kind, profile: entry.profile, region: entry.region };
    }
    const { name: _name, production: _production, ...target } = entry;
    return target;
  }

  /** With where its profile leads. What was opened when it led elsewhere is opened anew. */
  private placed(target: ConnectionTarget): ConnectionTarget {
    const endpoints = target.kind === 'aws' ? this.endpoints.get(target.profile) : undefined;
    return target.kind === 'aws' && endpoints ? { ...target, endpoints } : target;
  }

  private async askEndpoints(profile: string): Promise<void> {
    const { configuredEndpoints } = await import('../../aws/sdk.ts');
    const endpoints = await configuredEndpoints(profile);
    const known = this.endpoints.get(profile) ?? {};
    this.endpoints.set(profile, endpoints);
    if (isDeepStrictEqual(known, endpoints)) return;
    this.entries = this.readEntries();
    this.learnEmitter.fire();
  }

  private readEntries(): ConnectionEntry[] {
    const others = this.settings().map((setting): ConnectionEntry => {
      if (setting.kind === 'endpoint') return setting;
      const endpoints = this.endpoints.get(setting.profile) ?? {};
      return Object.keys(endpoints).length === 0 ? setting : { ...setting, endpoints };
    });
    return [{ name: LOCAL_CONNECTION_NAME, kind: 'local' }, ...others];
  }

  dispose(): void {
    for (const name of [...this.open.keys()]) this.close(name);
    this.store.dispose();
  }
}
