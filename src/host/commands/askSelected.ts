import type { RowSnapshot } from '../../tail/export/rowSnapshot.ts';
import { type Choice, type Step, askChoice } from '../input/prompts.ts';
import { selectedRows } from '../panels/selectedRows.ts';
import type { TailChoice } from '../panels/tailChoice.ts';
import { countOf } from './replayText.ts';

/**
 * Asks whether the selected rows are meant, or all that the tail shows, which is undefined. Nobody is
 * asked where fewer are selected: a tail with the focus nearly always has one.
 */
export async function askSelected(
  choice: TailChoice,
  step: Step,
  { fewest }: { readonly fewest: number },
): Promise<RowSnapshot | undefined> {
  const selected = selectedRows(choice, fewest);
  if (!selected) return undefined;
  const { rows, missing } = selected;
  const { first, end } = choice.session.counts;
  const choices: Choice<RowSnapshot | undefined>[] = [
    {
      label: 'Selected',
      description: countOf(rows.count, 'record'),
      ...(missing > 0 && {
        detail: `${countOf(missing, 'record')} of the selection left the window`,
      }),
      value: rows,
    },
    { label: 'All that are shown', description: countOf(end - first, 'record'), value: undefined },
  ];
  return askChoice(step, 'Records', choices);
}
