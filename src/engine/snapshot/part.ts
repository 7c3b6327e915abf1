import { ExpectedError } from '../../base/errors.ts';
import type { EngineCore, Part } from '../part.ts';
import { takeSnapshot } from './takeSnapshot.ts';

/**
 * Snapshots of what the engine keeps, while it runs. They are restored at a start (`--restore`),
 * because everything that the engine has in memory follows from what it loads then.
 */
export function snapshotPart({ store, objects }: EngineCore): Part {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    control: {
      snapshot(request) {
        const directory = parse(request);
        const taken = turn.then(() =>
          takeSnapshot({ store, objectsDir: objects.objectsDir }, directory),
        );
        turn = taken.catch(() => undefined);
        return taken;
      },
    },
    close: () => turn.then(() => undefined),
  };
}

function parse(request: unknown): string {
  const { directory } = (request ?? {}) as Record<string, unknown>;
  if (typeof directory === 'string' && directory !== '') return directory;
  throw new ExpectedError('invalidInput', 'A snapshot needs the absolute path of a directory.');
}
