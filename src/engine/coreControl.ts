import type { EngineHealth } from '../protocol/engine/control.ts';
import type { ControlHandlers, EngineCore, Part } from './part.ts';

/** The control calls that concern the engine as a whole. */
export function coreControl(
  core: EngineCore,
  parts: readonly Part[],
  onShutdown: () => void,
): Pick<ControlHandlers, 'health' | 'reset' | 'shutdown'> {
  const startedMs = core.clock.nowMs();
  return {
    health: () => healthOf(core, parts, startedMs),
    reset: async () => {
      // Producers and deliveries first, so that nothing writes to what is being deleted.
      for (const part of [...parts].reverse()) await part.reset?.();
      return { deletedStreams: await core.kinesis.catalog.clear() };
    },
    shutdown: () => {
      // After the answer is on its way.
      setImmediate(onShutdown);
      return { stopping: true };
    },
  };
}

function healthOf(core: EngineCore, parts: readonly Part[], startedMs: number): EngineHealth {
  const { options } = core;
  return {
    version: options.version,
    pid: process.pid,
    region: options.region,
    account: options.account,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    limits: options.limits,
    uptimeMs: core.clock.nowMs() - startedMs,
    streamCount: core.kinesis.catalog.size,
    deliveryStreamCount: parts.reduce((sum, part) => sum + (part.deliveryStreamCount?.() ?? 0), 0),
  };
}
