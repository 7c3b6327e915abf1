import { askText, confirm } from '../input/prompts.ts';
import type { Command } from './command.ts';
import { type StreamTarget, streamTarget } from './targets.ts';

export const deleteStream: Command = {
  id: 'kinesis.deleteStream',
  async run(context, argument) {
    const target = await streamTarget(context, argument, { title: 'Delete Stream' });
    await confirmDelete(target, 'stream', 'All its records are deleted with it.');
    const { streams } = await target.connect();
    await streams.deleteStream(target.name, context.signal);
    context.tree.refresh(target.entry);
  },
};

/** On the local engine one click; elsewhere the name is typed, because it may be production. */
export async function confirmDelete(
  { entry, name }: StreamTarget,
  what: 'stream' | 'delivery stream',
  consequence: string,
): Promise<void> {
  await confirm(
    `Delete the ${what} "${name}" on ${entry.name}?`,
    `${consequence} This cannot be undone.`,
    'Delete',
  );
  if (entry.kind === 'local') return;
  await askText(
    { title: `Delete "${name}"` },
    {
      prompt: `Type the name of the ${what} to delete it on ${entry.name}`,
      placeholder: name,
      validate: (text) => (text === name ? undefined : `This is not "${name}"`),
    },
  );
}
