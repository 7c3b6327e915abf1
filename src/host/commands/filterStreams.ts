import { askText } from '../input/prompts.ts';
import type { Command } from './command.ts';

export const filterStreams: Command = {
  id: 'kinesis.filterStreams',
  async run({ tree }) {
    const text = await askText(
      { title: 'Filter Streams' },
      {
        prompt: 'Show streams whose name contains',
        value: tree.filter,
        placeholder: 'Empty shows all',
      },
    );
    tree.setFilter(text);
  },
};
