/** The filter of a tail as the page and the host speak of it; what it means is in src/formats. */
export type { Condition, ConditionTest, PathOperator, TailFilter } from '../../formats/filter.ts';

/** Why a filter was refused. The one before stays in force. */
export interface FilterProblem {
  /** Which of the conditions it is; undefined when there are too many of them. */
  readonly conditionIndex: number | undefined;
  readonly message: string;
  /** Where in the text of an expression, from 0. */
  readonly position?: number;
}

/** How far the filter has come with the records that are in view. */
export interface FilterCounts {
  /** Records still to be looked at, 0 when all are done. */
  readonly pending: number;
  /** Records since the filter was set that could not be judged; they are not shown. */
  readonly errors: number;
  /** Records that would take too long to look into, which are not shown either; absent for none. */
  readonly tooLarge?: number;
  /** What is wrong with the last of both. */
  readonly lastError: string | undefined;
  /** Time spent filtering since the filter was set. */
  readonly filterMs: number;
}

/** A filter that is kept for a stream, or comes with the workspace for all who work in it. */
export interface SavedFilter {
  readonly name: string;
  /** As in src/formats/filterText.ts. */
  readonly text: string;
  readonly origin: 'workspace' | 'settings';
}

export interface SavedFilters {
  readonly filters: readonly SavedFilter[];
  /** What is wrong in the settings, a sentence each. */
  readonly problems: readonly string[];
}

/** Filters of the settings are changed there. Saving under a name that is taken replaces it. */
export type SavedFilterChange =
  | { readonly kind: 'save'; readonly name: string; readonly text: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  | { readonly kind: 'remove'; readonly name: string }
  /** Moves it to the settings of the workspace. */
  | { readonly kind: 'share'; readonly name: string };
