import type { Page } from '../../aws/service.ts';
import type { Choice } from '../input/prompts.ts';
import { CHOICES_MAX } from '../limits.ts';

export interface Choices<T> {
  readonly items: readonly Choice<T>[];
  /** What to ask for; it says so when not all are among the items. */
  readonly placeholder: string;
}

/** The choices of all pages, up to CHOICES_MAX. */
export async function collectChoices<T, Value>(
  what: string,
  options: {
    readonly signal: AbortSignal;
    readonly page: (next: string | undefined) => Promise<Page<T>>;
    readonly choice: (item: T) => Choice<Value>;
  },
): Promise<Choices<Value>> {
  const items: Choice<Value>[] = [];
  let next: string | undefined;
  do {
    options.signal.throwIfAborted();
    const page = await options.page(next);
    items.push(...page.items.map(options.choice));
    next = page.next;
  } while (next !== undefined && items.length < CHOICES_MAX);
  if (next === undefined) return { items, placeholder: what };
  const count = items.length.toLocaleString('en-US');
  const placeholder = `${what}: the first ${count} are listed; for another one, use its row in the sidebar`;
  return { items, placeholder };
}
