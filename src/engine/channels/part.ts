import { randomUUID } from 'node:crypto';
import type { EngineCore, Part } from '../part.ts';
import { ChannelTable } from '../store/channels.ts';
import { bindOperations } from '../wire/operation.ts';
import { createChannel } from './operations/createChannel.ts';
import { deleteChannel } from './operations/deleteChannel.ts';
import { describeChannel } from './operations/describeChannel.ts';
import { listChannels } from './operations/listChannels.ts';
import { updateChannel } from './operations/updateChannel.ts';
import { ChannelService } from './service.ts';

/** Channels: their registry of operations, which are Kinesis Data Streams' own. */
export function channelsPart(core: EngineCore): Part {
  const service = new ChannelService({
    ...core,
    table: new ChannelTable(core.store.database),
    uuid: randomUUID,
    limits: core.options.limits,
    transitionMs: core.options.transitionMs,
  });
  core.kinesis.channels = service;
  return {
    operations: bindOperations('Kinesis_20131202', service, [
      createChannel,
      deleteChannel,
      describeChannel,
      listChannels,
      updateChannel,
    ]),
    reset: () => service.reset(),
    close: () => service.close(),
  };
}
