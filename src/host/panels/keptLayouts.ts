import type { GridLayout } from '../../protocol/webview/grid.ts';
import { LAYOUT_CHARS_MAX, LAYOUTS_MAX } from '../limits.ts';

interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

interface Stream {
  readonly connectionName: string;
  readonly streamName: string;
}

/** In the state of the workspace: entries of a stream and its layout, the latest last. */
const KEY = 'gridLayouts';

/** How the reader laid out the grid of each stream, for the next tail of it. */
export class KeptLayouts {
  private readonly memory: Memory;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** As it was kept, perhaps by another version: whoever uses it has to look. */
  of(stream: Stream): unknown {
    return this.entries().find(([key]) => key === keyOf(stream))?.[1];
  }

  /** Keeps nothing that is larger than a layout can be. */
  keep(stream: Stream, layout: GridLayout): void {
    if (JSON.stringify(layout).length > LAYOUT_CHARS_MAX) return;
    const key = keyOf(stream);
    const others = this.entries().filter(([other]) => other !== key);
    void this.memory.update(KEY, [...others, [key, layout]].slice(-LAYOUTS_MAX));
  }

  private entries(): [string, unknown][] {
    const kept = this.memory.get(KEY);
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (entry): entry is [string, unknown] => Array.isArray(entry) && typeof entry[0] === 'string',
    );
  }
}

function keyOf({ connectionName, streamName }: Stream): string {
  return JSON.stringify([connectionName, streamName]);
}
