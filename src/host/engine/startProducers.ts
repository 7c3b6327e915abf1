import { isCancellation } from '../../base/errors.ts';
import type { ProducerSpec, ProducerStatus } from '../../protocol/engine/control.ts';

/** Where producers run. */
interface Producers {
  list(): Promise<Pick<ProducerStatus, 'streamName' | 'kind'>[]>;
  start(spec: ProducerSpec): Promise<void>;
}

/** Starts those that do not run yet, each on its own: one that cannot start keeps none back. */
export async function startProducers(
  producers: Producers,
  specs: readonly ProducerSpec[],
): Promise<{ streamName: string; error: unknown }[]> {
  const failures: { streamName: string; error: unknown }[] = [];
  // Another window may have started them already. If that cannot be heard, each start says why.
  const running = specs.length === 0 ? [] : await producers.list().catch(() => []);
  for (const spec of specs) {
    const { streamName, kind } = spec;
    if (running.some((other) => other.streamName === streamName && other.kind === kind)) continue;
    try {
      await producers.start(spec);
    } catch (error) {
      if (!isCancellation(error)) failures.push({ streamName, error });
    }
  }
  return failures;
}
