import { AwsError } from '../wire/awsError.ts';
import type { KinesisResource } from './kinesisResource.ts';
import type { Stream } from './state.ts';

/** What streams must know of the channels that read from them; the channels part answers. */
export interface StreamChannels {
  /** Channels of the stream, in whatever state. */
  countOf(stream: Stream): number;
  /** Such a stream cannot be deleted. */
  hasActive(stream: Stream): boolean;
  /** Channels of an account in a region. */
  countIn(owner: { readonly account: string; readonly region: string }): number;
  /** How many there can be. */
  readonly countMax: number;
  /** Throws AwsError when the ARN names no channel of the owner. */
  resourceOf(
    channelArn: string,
    owner: { readonly account: string; readonly region: string },
  ): KinesisResource;
}

export const noChannels: StreamChannels = {
  countOf: () => 0,
  hasActive: () => false,
  countIn: () => 0,
  countMax: 0,
  resourceOf: (channelArn) => {
    throw new AwsError('ResourceNotFoundException', `Channel ${channelArn} not found.`);
  },
};
