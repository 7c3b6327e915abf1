import { DECODER_NAMES, type DecoderId } from '../decoderSettings.ts';
import { DECODERS_PINNED_MAX } from '../limits.ts';
import type { Choice } from './prompts.ts';

type Answer = DecoderId | 'detect' | 'done';

const LABELS: ReadonlyMap<string, string> = new Map(
  DECODER_NAMES.map(([id, label]) => [id, label]),
);

/**
 * Asks for the decoders of a stream one after another, until the person says that they are all.
 * Undefined: detect them.
 */
export async function chooseSteps(
  pinned: readonly DecoderId[] | undefined,
  ask: (
    placeholder: string,
    choices: readonly Choice<Answer>[],
    stepNumber: number,
  ) => Promise<Answer>,
): Promise<readonly DecoderId[] | undefined> {
  const chosen: DecoderId[] = [];
  while (chosen.length < DECODERS_PINNED_MAX) {
    const isFirst = chosen.length === 0;
    const placeholder = isFirst
      ? `What is the data packed in? Now: ${pathOf(pinned)}`
      : `${pathOf(chosen)} → … What is in there?`;
    const answer = await ask(placeholder, choicesAfter(chosen), chosen.length + 1);
    if (answer === 'detect') return undefined;
    if (answer === 'done') break;
    chosen.push(answer);
  }
  return chosen;
}

/** "gzip → JSON", or that they are detected. */
export function pathOf(ids: readonly DecoderId[] | undefined): string {
  return ids ? ids.map((id) => LABELS.get(id) ?? id).join(' → ') : 'detected';
}

function choicesAfter(chosen: readonly DecoderId[]): Choice<Answer>[] {
  const first: Choice<Answer> =
    chosen.length === 0
      ? {
          label: '$(wand) Detect',
          description: 'for each record, by looking at its data',
          value: 'detect',
        }
      : {
          label: `$(check) Done: ${pathOf(chosen)}`,
          description: 'then JSON or text, if it is that',
          value: 'done',
        };
  // An aggregate is taken apart on the way in, before all else.
  const offered = DECODER_NAMES.filter(([id]) => id !== 'kpl' || chosen.length === 0);
  return [first, ...offered.map(([value, label, description]) => ({ label, description, value }))];
}
