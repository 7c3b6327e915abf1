import { ExpectedError } from '../../base/errors.ts';
import { callEngine } from '../engine/controlClient.ts';
import { confirm } from '../input/prompts.ts';
import type { Command } from './command.ts';
import { offer } from './offer.ts';
import { streamTarget } from './targets.ts';

export const purgeStream: Command = {
  id: 'kinesis.purgeStream',
  async run(context, argument) {
    const endpoint = context.engine.requireEndpoint();
    const local = context.connections.all.find(({ kind }) => kind === 'local');
    const { entry, name } = await streamTarget(
      context,
      argument ?? { type: 'connection', connection: local },
      { title: 'Purge Stream' },
    );
    if (entry.kind !== 'local') {
      throw new ExpectedError('unsupported', 'Only streams of the local engine can be purged');
    }
    await confirm(
      `Purge the stream "${name}"?`,
      'All its records are deleted; its shards stay. This cannot be undone.',
      'Purge',
    );
    const region = context.connections.regionOf(entry);
    const { purgedRecords } = await callEngine(endpoint, 'purgeStream', {
      streamName: name,
      region,
    });
    const records = purgedRecords === 1 ? 'One record' : `${purgedRecords} records`;
    offer(context, `${records} of ${name} deleted.`, {});
  },
};
