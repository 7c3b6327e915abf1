import { decoderSettings, setPinnedDecoders } from '../config.ts';
import { pinnedDecoders, type StreamName } from '../decoderSettings.ts';
import { chooseSteps } from '../input/chooseSteps.ts';
import { askChoice } from '../input/prompts.ts';
import type { Command } from './command.ts';
import { streamTarget } from './targets.ts';

export const chooseDecoders: Command = {
  id: 'kinesis.chooseDecoders',
  async run(context, argument) {
    const { entry, name } = await streamTarget(context, argument, { title: 'Choose Decoders' });
    await askDecoders({ connectionName: entry.name, streamName: name });
  },
};

/** Asks for the decoders of a stream and keeps them in the settings; open tails hear of it there. */
export async function askDecoders(stream: StreamName): Promise<void> {
  const title = `Decoders of ${stream.streamName}`;
  const pinned = pinnedDecoders(decoderSettings(), stream);
  const decoders = await chooseSteps(pinned, (placeholder, choices, step) =>
    askChoice({ title: `${title}, step ${step}` }, placeholder, choices),
  );
  await setPinnedDecoders(stream, decoders);
}
