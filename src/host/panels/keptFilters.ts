import { ExpectedError } from '../../base/errors.ts';
import { parseFilter } from '../../formats/filterText.ts';
import type {
  SavedFilter,
  SavedFilterChange,
  SavedFilters,
} from '../../protocol/webview/filter.ts';
import type { SharedFilter } from '../filterSettings.ts';
import {
  FILTER_NAME_CHARS_MAX,
  FILTER_TEXT_CHARS_MAX,
  FILTERED_STREAMS_MAX,
  KEPT_FILTERS_MAX,
} from '../limits.ts';

interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

interface Stream {
  readonly connectionName: string;
  readonly streamName: string;
}

type Named = readonly { readonly name: string; readonly text: string }[];

/** In the state of the workspace: entries of a stream and its filters, the latest last. */
const KEY = 'savedFilters';

/** The settings of the workspace, as far as filters are concerned. */
export interface FilterSettings {
  shared(): { readonly filters: readonly SharedFilter[]; readonly problems: readonly string[] };
  /** Rejects with `invalidInput` where there is no workspace. */
  share(filter: SharedFilter): Promise<void>;
}

/** The filters that a person saved for each stream, with those that the settings share. */
export class KeptFilters {
  private readonly memory: Memory;
  private readonly settings: FilterSettings;

  constructor(memory: Memory, settings: FilterSettings) {
    this.memory = memory;
    this.settings = settings;
  }

  /** The person's own first, each kind by its names. */
  of(stream: Stream): SavedFilters {
    const { filters, problems } = this.settings.shared();
    const shared = filters.filter(
      ({ streamName }) => streamName === '*' || streamName === stream.streamName,
    );
    const saved: SavedFilter[] = [
      ...sorted(this.ownOf(stream)).map((own) => ({ ...own, origin: 'workspace' as const })),
      ...sorted(shared).map(({ name, text }) => ({ name, text, origin: 'settings' as const })),
    ];
    return { filters: saved, problems };
  }

  /** Throws `invalidInput` with a sentence for the person. */
  async change(stream: Stream, change: SavedFilterChange): Promise<SavedFilters> {
    const own = this.ownOf(stream);
    if (change.kind === 'share') await this.share(stream, namedIn(own, change.name));
    await this.keep(stream, changed(own, change));
    return this.of(stream);
  }

  private async share({ streamName }: Stream, { name, text }: Named[number]): Promise<void> {
    const isTaken = this.settings
      .shared()
      .filters.some((other) => other.streamName === streamName && other.name === name);
    if (isTaken) throw invalid(`The settings have a filter "${name}" already. Rename this one.`);
    await this.settings.share({ streamName, name, text });
  }

  private ownOf(stream: Stream): Named {
    const kept = this.entries().find(([key]) => key === keyOf(stream))?.[1];
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (item: unknown): item is Named[number] =>
        isObject(item) && typeof item['name'] === 'string' && typeof item['text'] === 'string',
    );
  }

  private async keep(stream: Stream, own: Named): Promise<void> {
    const key = keyOf(stream);
    const others = this.entries().filter(([other]) => other !== key);
    const entries = own.length === 0 ? others : [...others, [key, own]];
    await this.memory.update(KEY, entries.slice(-FILTERED_STREAMS_MAX));
  }

  private entries(): [string, unknown][] {
    const kept = this.memory.get(KEY);
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (entry): entry is [string, unknown] => Array.isArray(entry) && typeof entry[0] === 'string',
    );
  }
}

function changed(own: Named, change: SavedFilterChange): Named {
  const others = own.filter(({ name }) => name !== change.name);
  switch (change.kind) {
    case 'save':
      checkName(change.name);
      if (change.text.length > FILTER_TEXT_CHARS_MAX) throw invalid('The filter is too long.');
      parseFilter(change.text);
      if (others.length >= KEPT_FILTERS_MAX) {
        throw invalid(`A stream has at most ${KEPT_FILTERS_MAX} filters. Delete one first.`);
      }
      return [...others, { name: change.name, text: change.text }];
    case 'rename': {
      checkName(change.to);
      const renamed = namedIn(own, change.name);
      if (others.some(({ name }) => name === change.to)) {
        throw invalid(`There is a filter "${change.to}" already.`);
      }
      return [...others, { name: change.to, text: renamed.text }];
    }
    case 'share':
    case 'remove':
      return others;
  }
}

function namedIn(own: Named, name: string): Named[number] {
  const found = own.find((other) => other.name === name);
  if (!found) throw invalid(`There is no filter "${name}" any more.`);
  return found;
}

function checkName(name: string): void {
  if (name.trim() === '') throw invalid('Enter a name.');
  if (name.length > FILTER_NAME_CHARS_MAX) throw invalid('The name is too long.');
}

function invalid(message: string): ExpectedError {
  return new ExpectedError('invalidInput', message);
}

function sorted<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((left, right) => left.name.localeCompare(right.name));
}

function keyOf({ connectionName, streamName }: Stream): string {
  return JSON.stringify([connectionName, streamName]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
