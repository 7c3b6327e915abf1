import { messageOf } from '../../../src/base/errors.ts';
import { type Condition, NO_FILTER, type TailFilter } from '../../../src/formats/filter.ts';
import type {
  FilterProblem,
  SavedFilterChange,
  SavedFilters,
} from '../../../src/protocol/webview/filter.ts';
import type { TailCounts } from '../../../src/protocol/webview/tail.ts';
import { limits } from '../../limits.ts';
import { element, setAttribute, setText } from '../../shared/dom.ts';
import { countText } from '../text/describe.ts';
import type { Times } from '../text/times.ts';
import {
  type BarState,
  type BoxMode,
  barOf,
  chipOf,
  filterOf,
  withChip,
  withoutChip,
} from './barState.ts';
import { Chips } from './chips.ts';
import { createConditionPopover } from './conditionPopover.ts';
import { FilterBox } from './filterBox.ts';
import { createSavedPopover } from './savedPopover.ts';

export interface FilterBarOptions {
  readonly times: Times;
  /** Resolves with what is wrong, if anything is; the filter before then stays. */
  apply(filter: TailFilter): Promise<FilterProblem | undefined>;
  savedFilters(): Promise<SavedFilters>;
  changeSavedFilters(change: SavedFilterChange): Promise<SavedFilters>;
  /** The reader chose how the box is read. */
  onMode(mode: BoxMode): void;
}

/**
 * What is shown of the window, and how much that is: the box, the conditions beside it, the saved
 * filters and the count. What is typed applies after a pause, everything else at once.
 */
export class FilterBar {
  readonly node: HTMLElement;
  private readonly options: FilterBarOptions;
  private readonly box: FilterBox;
  private readonly chips: Chips;
  private readonly count = element('span', { class: 'count' });
  private readonly problem = element('div', {
    class: 'filter-problem',
    id: 'filter-problem',
    role: 'alert',
  });
  private state: BarState = { mode: 'text', box: '', chips: [] };
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What the host was told last, as JSON; it may have been told otherwise since, by a command. */
  private told = JSON.stringify(NO_FILTER);
  /** What the host filters by, as JSON: it is not what it was told when it refused that. */
  private inForce = this.told;
  private asked = 0;
  private isAsking = false;

  constructor(options: FilterBarOptions) {
    this.options = options;
    this.box = new FilterBox({
      problemId: 'filter-problem',
      onInput: (box) => {
        this.state = { ...this.state, box };
        this.applySoon();
      },
      onEnter: () => void this.apply(),
      onMode: (mode) => this.setMode(mode),
    });
    this.chips = new Chips({
      times: options.times,
      onChange: (chips) => void this.change({ ...this.state, chips }),
      onEmpty: () => this.box.focus(),
    });
    const condition = createConditionPopover({
      times: options.times,
      add: (chip) => this.tryToAdd(chip),
    });
    options.times.onDidChange(() => this.draw());
    const saved = createSavedPopover({
      shown: () => filterOf(this.state),
      load: () => options.savedFilters(),
      change: (change) => options.changeSavedFilters(change),
      apply: (filter) => this.setFilter(filter),
    });
    this.node = element(
      'div',
      { class: 'filter-bar', role: 'search', 'aria-label': 'Filter' },
      this.box.node,
      ...condition.nodes,
      ...saved.nodes,
      this.chips.node,
      this.count,
      this.problem,
    );
  }

  focus(): void {
    this.box.focus();
  }

  /** As the reader left it, before the first `follow`. */
  start(filter: TailFilter, mode: BoxMode): void {
    this.told = this.inForce = JSON.stringify(filter);
    this.state = barOf(filter, mode);
    this.draw();
  }

  /** Shows what the host filters by, which is ours unless somebody else told it. */
  follow(filter: TailFilter): void {
    const text = JSON.stringify(filter);
    this.inForce = text;
    if (this.isAsking || this.timer !== undefined || text === this.told) return;
    this.told = text;
    this.state = barOf(filter, this.state.mode);
    this.draw();
    this.showProblem(undefined);
  }

  setFilter(filter: TailFilter): Promise<FilterProblem | undefined> {
    return this.change(barOf(filter, this.state.mode));
  }

  /** Adds a condition to those that are there, and shows what is wrong if it is not taken. */
  async add(condition: Condition): Promise<void> {
    const message = await this.tryToAdd(condition);
    if (message !== undefined) setText(this.problem, message);
  }

  /** Shows a time only, or all of them. */
  async setTime(range: { fromMs: number; toMs: number } | undefined): Promise<void> {
    const problem = range
      ? await this.tryToAdd({ kind: 'time', ...range })
      : await this.removeTime();
    if (problem !== undefined) setText(this.problem, problem);
  }

  setCounts(counts: TailCounts): void {
    setText(this.count, countText(counts));
    setAttribute(this.count, 'title', counts.filter?.lastError);
  }

  private setMode(mode: BoxMode): void {
    try {
      const filter = filterOf(this.state);
      // From one way of reading the box to another the text stays; only a query has all conditions.
      this.state =
        mode === 'query' || this.state.mode === 'query'
          ? barOf(filter, mode)
          : { ...this.state, mode };
    } catch (error) {
      this.showProblem({ conditionIndex: undefined, message: messageOf(error) });
      this.draw();
      return;
    }
    this.options.onMode(mode);
    // The focus selects what is in the box, so the text comes first.
    this.draw();
    this.box.focus();
    void this.apply();
  }

  private async removeTime(): Promise<string | undefined> {
    const isTime = ({ kind }: Condition): boolean => kind === 'time';
    let conditions: readonly Condition[];
    try {
      ({ conditions } = filterOf(this.state));
    } catch (error) {
      return messageOf(error);
    }
    if (!conditions.some(isTime)) return undefined;
    const kept = conditions.filter((condition) => !isTime(condition));
    return (await this.setFilter({ conditions: kept }))?.message;
  }

  /** Adds the condition only if the host takes it. */
  private async tryToAdd(condition: Condition): Promise<string | undefined> {
    const before = this.state;
    let after: BarState;
    try {
      after = withChip(before, condition);
    } catch (error) {
      return messageOf(error);
    }
    const problem = await this.change(after);
    if (!problem) return undefined;
    await this.change(withoutChip(this.state, { before, after }));
    return problem.message;
  }

  private change(state: BarState): Promise<FilterProblem | undefined> {
    this.state = state;
    return this.apply();
  }

  private applySoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.apply(), limits.filterDelayMs);
  }

  private async apply(): Promise<FilterProblem | undefined> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.draw();
    const asked = ++this.asked;
    this.isAsking = true;
    let problem: FilterProblem | undefined;
    try {
      const filter = filterOf(this.state);
      this.told = JSON.stringify(filter);
      problem = await this.options.apply(filter);
    } catch (error) {
      problem = { conditionIndex: undefined, message: messageOf(error) };
    }
    // What was asked in between has its own answer.
    if (asked !== this.asked) return problem;
    this.isAsking = false;
    if (problem) this.told = this.inForce;
    else this.inForce = this.told;
    this.showProblem(problem);
    return problem;
  }

  private draw(): void {
    const { mode, box, chips } = this.state;
    this.box.show(mode, box);
    this.chips.show(chips);
  }

  private showProblem(problem: FilterProblem | undefined): void {
    setText(this.problem, problem?.message ?? '');
    const chip =
      problem?.conditionIndex === undefined
        ? undefined
        : chipOf(this.state, problem.conditionIndex);
    this.box.setWrong(problem !== undefined && chip === undefined);
    if (chip !== undefined) this.chips.show(this.state.chips, chip);
  }
}
