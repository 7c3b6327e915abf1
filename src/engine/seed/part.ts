import type { EngineCore, Part } from '../part.ts';
import { Seeder } from './seeder.ts';

/** Needs the parts that come before it: it makes what it makes by their operations and calls. */
export function seedPart(core: EngineCore, parts: readonly Part[]): Part {
  const control = Object.assign({}, ...parts.map((part) => part.control ?? {})) as Part['control'];
  const { listProducers, startProducer, listFaults, injectFault } = control ?? {};
  if (!listProducers || !startProducer || !listFaults || !injectFault)
    throw new Error('A part is missing');
  const seeder = new Seeder({
    core,
    operations: parts.flatMap((part) => part.operations ?? []),
    control: { listProducers, startProducer, listFaults, injectFault },
  });
  return {
    control: { applySeed: (request) => seeder.apply(request) },
    close: () => {
      seeder.close();
    },
  };
}
