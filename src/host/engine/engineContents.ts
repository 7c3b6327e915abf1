import { Emitter } from '../../base/event.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/lifecycle.ts';
import type { EngineHealth } from '../../protocol/engine/control.ts';
import { ENGINE_CONTENTS_POLL_MS } from '../limits.ts';
import { callEngine } from './controlClient.ts';
import type { EngineController } from './engineController.ts';

/**
 * Notices what other programs make and delete on the local engine, while somebody looks. One call
 * at a time; an engine that does not answer is the controller's business.
 */
export class EngineContents implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changeEmitter = this.store.add(new Emitter<void>());
  /** Streams, shards or delivery streams came or went. */
  readonly onDidChange = this.changeEmitter.event;

  private readonly engine: EngineController;
  private readonly isWatched: () => boolean;
  private readonly isKnown: (health: EngineHealth) => boolean;
  private latest: EngineHealth | undefined;
  private isAsking = false;

  constructor(options: {
    engine: EngineController;
    isWatched: () => boolean;
    /** Whether what is shown is as the engine says, for the first look at it. */
    isKnown: (health: EngineHealth) => boolean;
  }) {
    const { engine } = options;
    this.engine = engine;
    this.isWatched = options.isWatched;
    this.isKnown = options.isKnown;
    const timer = setInterval(() => void this.look(), ENGINE_CONTENTS_POLL_MS);
    this.store.add(toDisposable(() => clearInterval(timer)));
    this.store.add(engine.onDidChangeState(() => (this.latest = undefined)));
  }

  /** Regions with streams that are not shown, because requests are signed for another one. */
  get otherRegions(): readonly string[] {
    const { latest } = this;
    return latest?.streamRegions.filter((region) => region !== latest.region) ?? [];
  }

  dispose(): void {
    this.store.dispose();
  }

  private async look(): Promise<void> {
    const { state } = this.engine;
    if (state.name !== 'running' || this.isAsking || !this.isWatched()) return;
    this.isAsking = true;
    try {
      const health = await callEngine(state.ready.http, 'health');
      const before = this.latest;
      if (this.engine.state !== state) return;
      this.latest = health;
      const isNews =
        before === undefined ? !this.isKnown(health) : signOf(before) !== signOf(health);
      if (isNews) this.changeEmitter.fire();
    } catch {
      // The engine is gone or busy: the controller hears the one, the next look sees the other.
    } finally {
      this.isAsking = false;
    }
  }
}

function signOf(health: EngineHealth): string {
  const { streamCount, shardCount, deliveryStreamCount, streamRegions } = health;
  return JSON.stringify([streamCount, shardCount, deliveryStreamCount, streamRegions]);
}
