import type { ConnectionRegistry } from '../connections/connectionRegistry.ts';
import type { JsonDocuments } from '../documents/jsonDocuments.ts';
import type { EngineController } from '../engine/engineController.ts';
import type { Log } from '../log.ts';
import type { TailPanels } from '../panels/tailPanels.ts';
import type { SimulatorsTree } from '../views/simulatorsTree.ts';
import type { StreamsTree } from '../views/streamsTree.ts';

/** What a command may use. */
export interface CommandContext {
  readonly connections: ConnectionRegistry;
  readonly documents: JsonDocuments;
  readonly engine: EngineController;
  readonly log: Log;
  readonly simulators: SimulatorsTree;
  readonly tails: TailPanels;
  readonly tree: StreamsTree;
  /** Ends with the extension; calls to the services take it. */
  readonly signal: AbortSignal;
}

/** A command of the palette or of a row; one file each, registered in `all.ts`. */
export interface Command {
  readonly id: string;
  /** `argument` is the row it was run on, if any. Throws what went wrong; the wrapper shows it. */
  run(context: CommandContext, argument: unknown): Promise<void> | void;
}
