import type { Decoding } from '../../../../src/tail/decoding.ts';

/** What a decoding says, for one comparison: each step as "title: outcome: note". */
export function outcome({ kind, text, steps }: Decoding): {
  kind: string;
  text: string;
  steps: string[];
} {
  return {
    kind,
    text,
    steps: steps.map(({ decoder, outcome: what, note }) =>
      [decoder, what, note].filter((part) => part !== '').join(': '),
    ),
  };
}
