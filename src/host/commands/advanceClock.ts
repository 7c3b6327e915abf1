import { callEngine } from '../engine/controlClient.ts';
import { askText } from '../input/prompts.ts';
import { durationProblem, parseDuration } from '../input/validation.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';

export const advanceClock: Command = {
  id: 'kinesis.advanceClock',
  async run(context) {
    const endpoint = context.engine.requireEndpoint();
    const text = await askText(
      { title: 'Move Clock Forward' },
      {
        prompt: 'How far: records, iterators and tokens of the local engine expire by its clock',
        placeholder: '5m, 2h or 7d',
        value: '5m',
        validate: durationProblem,
      },
    );
    const byMs = parseDuration(text) ?? 0;
    const { nowMs } = await callEngine(endpoint, 'advanceClock', { byMs });
    offer(
      context,
      `For the local engine it is now ${new Date(nowMs).toISOString()}. A reset or a restart brings it back to real time.`,
      {},
    );
  },
};
