import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import type { ChannelService } from '../service.ts';
import { channelArn } from '../shapes.ts';

export const deleteChannel = operation<ChannelService>()({
  name: 'DeleteChannel',
  input: shapes.structure({ ChannelARN: shapes.required(channelArn) }),

  async run(service, request, caller) {
    await service.delete(service.require(request.ChannelARN, caller));
    return undefined;
  },
});
