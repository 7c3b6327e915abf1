import type { EngineHealth, StopReason } from '../protocol/engine/control.ts';
import type { ControlHandlers, EngineCore, Part } from './part.ts';

/** The control calls that concern the engine as a whole. */
export function coreControl(
  core: EngineCore,
  parts: readonly Part[],
  stopping: { readonly request: () => void; readonly reason: Promise<StopReason> },
): Pick<ControlHandlers, 'health' | 'reset' | 'awaitStop' | 'shutdown'> {
  const startedMs = core.clock.nowMs();
  return {
    health: () => healthOf(core, parts, startedMs),
    reset: async () => {
      // Producers and deliveries first, so that nothing writes to what is being deleted.
      for (const part of [...parts].reverse()) await part.reset?.();
      return { deletedStreams: await core.kinesis.catalog.clear() };
    },
    awaitStop: async () => ({ reason: await stopping.reason }),
    shutdown: () => {
      // After the answer is on its way.
      setImmediate(stopping.request);
      return { stopping: true };
    },
  };
}

function healthOf(core: EngineCore, parts: readonly Part[], startedMs: number): EngineHealth {
  const { options } = core;
  const streams = [...core.kinesis.catalog.all()];
  return {
    version: options.version,
    pid: process.pid,
    region: options.region,
    account: options.account,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    limits: options.limits,
    uptimeMs: core.clock.nowMs() - startedMs,
    streamCount: streams.length,
    streamRegions: [...new Set(streams.map(({ region }) => region))].sort(),
    shardCount: streams.reduce((sum, { shards }) => sum + shards.length, 0),
    deliveryStreamCount: parts.reduce((sum, part) => sum + (part.deliveryStreamCount?.() ?? 0), 0),
  };
}
