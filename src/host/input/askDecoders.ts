import { decoderSettings, setPinnedDecoders } from '../config.ts';
import { pinnedDecoders, type StreamName } from '../decoderSettings.ts';
import { chooseSteps } from './chooseSteps.ts';
import { askChoice } from './prompts.ts';

/** Asks for the decoders of a stream and keeps them in the settings, where open tails hear of it. */
export async function askDecoders(stream: StreamName): Promise<void> {
  const title = `Decoders of ${stream.streamName}`;
  const pinned = pinnedDecoders(decoderSettings(), stream);
  const decoders = await chooseSteps(pinned, (placeholder, choices, step) =>
    askChoice({ title: `${title}, step ${step}` }, placeholder, choices),
  );
  await setPinnedDecoders(stream, decoders);
}
