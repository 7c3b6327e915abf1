import { ExpectedError } from '../../base/errors.ts';
import type { EngineCore, Part } from '../part.ts';

/** The control calls of injected faults. They survive no restart. */
export function faultsPart({ faults }: EngineCore): Part {
  return {
    control: {
      injectFault: (request) => faults.inject(request),
      listFaults: () => ({ faults: faults.list() }),
      clearFaults: (request) => ({ cleared: faults.clear(parseId(request)) }),
    },
    reset: () => {
      faults.clear();
    },
    close: () => {
      faults.close();
    },
  };
}

function parseId(request: unknown): string | undefined {
  const { id } = (request ?? {}) as Record<string, unknown>;
  if (id === undefined || typeof id === 'string') return id;
  throw new ExpectedError(
    'invalidInput',
    'id must be the id of a fault; without one all are cleared.',
  );
}
