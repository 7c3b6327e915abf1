import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { describeChannelFully } from '../description.ts';
import type { ChannelService } from '../service.ts';
import { channelArn } from '../shapes.ts';

export const describeChannel = operation<ChannelService>()({
  name: 'DescribeChannel',
  input: shapes.structure({ ChannelARN: shapes.required(channelArn) }),

  run(service, request, caller) {
    const channel = service.require(request.ChannelARN, caller);
    return { ChannelDescription: describeChannelFully(channel) };
  },
});
