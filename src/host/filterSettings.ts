import { messageOf } from '../base/errors.ts';
import { parseFilter } from '../formats/filterText.ts';
import { SHARED_FILTERS_MAX } from './limits.ts';
import { type ReadSetting, SECTION } from './settings.ts';

/** A filter that the settings share; for any stream when `streamName` is '*'. */
export interface SharedFilter {
  readonly streamName: string;
  readonly name: string;
  /** As in src/formats/filterText.ts; it can be read. */
  readonly text: string;
}

/** `{"orders": {"Idle trucks": "status=idle"}}`: by stream, or `*` for all, and by name. */
export function parseSharedFilters(read: ReadSetting): {
  filters: SharedFilter[];
  problems: string[];
} {
  const value = read('filters');
  const filters: SharedFilter[] = [];
  const problems: string[] = [];
  if (value === undefined) return { filters, problems };
  const setting = `${SECTION}.filters`;
  if (!isObject(value)) return { filters, problems: [`The setting ${setting} is not an object.`] };
  for (const [streamName, named] of Object.entries(value)) {
    if (!isObject(named)) {
      problems.push(`"${streamName}" in ${setting} has no filters by name.`);
      continue;
    }
    for (const [name, text] of Object.entries(named)) {
      const problem = problemOf(text);
      if (problem) problems.push(`The filter "${name}" in ${setting}: ${problem}`);
      else if (filters.length < SHARED_FILTERS_MAX) {
        filters.push({ streamName, name, text: String(text) });
      } else {
        problems.push(`${setting} has more than ${SHARED_FILTERS_MAX} filters.`);
        return { filters, problems };
      }
    }
  }
  return { filters, problems };
}

/** The setting with one filter more, and everything else as it was. */
export function withSharedFilter(
  value: unknown,
  { streamName, name, text }: SharedFilter,
): Record<string, unknown> {
  const before = isObject(value) ? value : {};
  const named = before[streamName];
  return { ...before, [streamName]: { ...(isObject(named) ? named : {}), [name]: text } };
}

function problemOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return 'it is not a text.';
  try {
    return parseFilter(text).conditions.length === 0 ? 'it is empty.' : undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
