/**
 * Channels: what delivers a stream's records to a folder that stands for S3, without a consumer. They
 * are operations of Kinesis Data Streams but a part of their own: `ChannelService` knows which there
 * are and their states, `delivery.ts` does the work. It refuses streaming tables (S3 Tables), in so
 * many words. Start reading here, then `delivery.ts` and one file of `operations/`.
 */
import { DisposableStore } from '../../base/lifecycle.ts';
import type { KinesisResource } from '../kinesis/kinesisResource.ts';
import type { Stream } from '../kinesis/state.ts';
import type { StreamChannels } from '../kinesis/streamChannels.ts';
import type { ShardSlice } from '../store/channels.ts';
import { AwsError } from '../wire/awsError.ts';
import type { Caller } from '../wire/operation.ts';
import { compressorOf, ZSTANDARD_MISSING } from './compression.ts';
import { ChannelDelivery, type DeliveryDependencies } from './delivery.ts';
import { channelArnOf } from './description.ts';
import {
  type ChannelDetails,
  type ChannelIdentity,
  type ChannelStatus,
  compressionTypeOf,
} from './details.ts';
import { CHANNELS_MAX, CHANNELS_PER_ACCOUNT_MAX, CHANNELS_PER_STREAM_MAX } from './limits.ts';

export interface ChannelServiceOptions extends DeliveryDependencies {
  readonly limits: boolean;
  /** How long a channel stays CREATING, UPDATING and DELETING. */
  readonly transitionMs: number;
}

export interface Channel {
  readonly identity: ChannelIdentity;
  details: ChannelDetails;
  delivery: ChannelDelivery | undefined;
}

const NO_POLICY = 'A channel has no resource policy.';

export class ChannelService implements StreamChannels {
  readonly countMax = CHANNELS_PER_ACCOUNT_MAX;
  readonly options: ChannelServiceOptions;
  private readonly channels = new Map<string, Channel>();
  private readonly transitions = new DisposableStore();

  constructor(options: ChannelServiceOptions) {
    this.options = options;
    for (const { details, ...identity } of options.table.load()) {
      const channel = {
        identity,
        details: JSON.parse(details) as ChannelDetails,
        delivery: undefined,
      };
      this.channels.set(identity.id, channel);
      this.startDelivery(channel);
      this.schedule(channel);
    }
  }

  countOf(stream: Stream): number {
    return this.of(stream).length;
  }

  hasActive(stream: Stream): boolean {
    return this.of(stream).some(
      ({ details: { status } }) => status !== 'DELETING' && status !== 'FAILED',
    );
  }

  countIn(owner: Pick<Caller, 'account' | 'region'>): number {
    return this.inRegion(owner).length;
  }

  /** Of one account and region, by name. */
  inRegion({ account, region }: Pick<Caller, 'account' | 'region'>): Channel[] {
    return [...this.channels.values()]
      .filter(({ identity }) => identity.account === account && identity.region === region)
      .sort((a, b) => (a.identity.name < b.identity.name ? -1 : 1));
  }

  /** Throws ResourceNotFoundException. */
  require(arn: string, caller: Pick<Caller, 'account' | 'region'>): Channel {
    const channel = this.channels.get(arn.slice(arn.indexOf('/') + 1));
    const isOurs =
      channel !== undefined &&
      channelArnOf(channel.identity) === arn &&
      channel.identity.account === caller.account &&
      channel.identity.region === caller.region;
    if (isOurs) return channel;
    throw new AwsError('ResourceNotFoundException', `Channel ${arn} not found.`);
  }

  /** Resolves when the channel is kept; it is then CREATING and becomes ACTIVE on its own. */
  async create(
    identity: ChannelIdentity,
    details: Omit<ChannelDetails, 'status' | 'createdMs'>,
  ): Promise<Channel> {
    this.checkRoomFor(identity, details.streamId);
    const { clock, store, table } = this.options;
    const channel: Channel = {
      identity,
      details: { ...details, status: 'CREATING', createdMs: clock.nowMs() },
      delivery: undefined,
    };
    this.channels.set(identity.id, channel);
    try {
      await store.write(() => {
        table.insert({ ...identity, details: JSON.stringify(channel.details) });
      });
    } catch (error) {
      this.channels.delete(identity.id);
      throw error;
    }
    this.schedule(channel);
    return channel;
  }

  /** Resolves when the change is kept; the channel is then UPDATING and becomes ACTIVE on its own. */
  async update(
    channel: Channel,
    change: Partial<Pick<ChannelDetails, 'destination' | 'logging'>>,
  ): Promise<void> {
    const { status } = channel.details;
    if (status !== 'ACTIVE') {
      throw new AwsError(
        'ResourceInUseException',
        `Channel ${channel.identity.name} under account ${channel.identity.account} not ACTIVE, instead in state ${status}`,
      );
    }
    await this.save(channel, { ...channel.details, ...change, status: 'UPDATING' });
    channel.delivery?.reschedule();
    this.schedule(channel);
  }

  /** Resolves when it is kept that the channel is DELETING. What it delivered stays. */
  async delete(channel: Channel): Promise<void> {
    if (channel.details.status === 'DELETING') return;
    await this.save(channel, { ...channel.details, status: 'DELETING' });
    await this.stopDelivery(channel);
    this.schedule(channel);
  }

  resourceOf(channelArn: string, owner: Pick<Caller, 'account' | 'region'>): KinesisResource {
    const channel = this.require(channelArn, owner);
    return {
      kind: 'channel',
      name: channel.identity.name,
      account: channel.identity.account,
      tags: channel.details.tags,
      policy: undefined,
      setTags: (tags) => this.save(channel, { ...channel.details, tags }),
      setPolicy: () => Promise.reject(new AwsError('InvalidArgumentException', NO_POLICY)),
    };
  }

  /** Deletes all channels at once. Objects that were delivered stay. */
  async reset(): Promise<void> {
    const { store, table } = this.options;
    const channels = [...this.channels.values()];
    this.transitions.clear();
    this.channels.clear();
    await Promise.all(channels.map((channel) => this.stopDelivery(channel)));
    await store.write(() => {
      for (const { identity } of channels) table.delete(identity.id);
    });
  }

  /** Ends all loops and timers. */
  async close(): Promise<void> {
    this.transitions.dispose();
    await Promise.all([...this.channels.values()].map((channel) => this.stopDelivery(channel)));
  }

  private of(stream: Stream): Channel[] {
    return [...this.channels.values()].filter(({ details }) => details.streamId === stream.id);
  }

  private checkRoomFor(identity: ChannelIdentity, streamId: number): void {
    const { account, name } = identity;
    if (this.inRegion(identity).some((channel) => channel.identity.name === name)) {
      throw new AwsError(
        'ResourceInUseException',
        `Channel ${name} under account ${account} already exists.`,
      );
    }
    if (this.channels.size >= CHANNELS_MAX) {
      throw new AwsError(
        'LimitExceededException',
        `The engine holds at most ${String(CHANNELS_MAX)} channels.`,
      );
    }
    const sameStream = [...this.channels.values()].filter(
      ({ details }) => details.streamId === streamId,
    );
    if (this.options.limits && sameStream.length >= CHANNELS_PER_STREAM_MAX) {
      throw new AwsError(
        'LimitExceededException',
        `A stream has at most ${String(CHANNELS_PER_STREAM_MAX)} channel to a general purpose S3 bucket. Delete ${sameStream[0]?.identity.name ?? ''} first.`,
      );
    }
  }

  private async save(channel: Channel, details: ChannelDetails, also?: () => void): Promise<void> {
    const { store, table } = this.options;
    const before = channel.details;
    channel.details = details;
    try {
      await store.write(() => {
        table.updateDetails(channel.identity.id, JSON.stringify(details));
        also?.();
      });
    } catch (error) {
      channel.details = before;
      throw error;
    }
  }

  /** Moves a channel on from CREATING, UPDATING and DELETING. */
  private schedule(channel: Channel): void {
    const { status } = channel.details;
    if (status === 'ACTIVE' || status === 'FAILED') return;
    const timer = this.options.clock.schedule(this.options.transitionMs, () => {
      this.transitions.delete(timer);
      this.finish(channel, status).catch((error: unknown) => {
        this.options.log.error(`channels: a channel stays ${status}:`, error);
        this.schedule(channel);
      });
    });
    this.transitions.add(timer);
  }

  private async finish(channel: Channel, status: ChannelStatus): Promise<void> {
    // It may have been deleted meanwhile, which has a timer of its own.
    if (channel.details.status !== status) return;
    if (status === 'CREATING') await this.activate(channel);
    else if (status === 'UPDATING') {
      await this.save(channel, { ...channel.details, status: 'ACTIVE' });
    } else {
      await this.options.store.write(() => {
        this.options.table.delete(channel.identity.id);
      });
      this.channels.delete(channel.identity.id);
    }
  }

  /** Nothing is delivered of what was there before: reading begins at the latest records. */
  private async activate(channel: Channel): Promise<void> {
    const { kinesis, table } = this.options;
    const { details, identity } = channel;
    const stream = kinesis.catalog.findById(details.streamId);
    await this.save(channel, { ...details, status: 'ACTIVE' }, () => {
      for (const { shardIndex, end } of stream === undefined ? [] : endsOf(stream)) {
        table.setCheckpoint(identity.id, shardIndex, end);
      }
    });
    this.startDelivery(channel);
  }

  private startDelivery(channel: Channel): void {
    const { status } = channel.details;
    if (status !== 'ACTIVE' && status !== 'UPDATING') return;
    if (compressorOf(compressionTypeOf(channel.details)) === undefined) {
      // The directory was used with a newer Node. The service's FAILED is final too.
      channel.details = { ...channel.details, status: 'FAILED', statusReason: ZSTANDARD_MISSING };
      return;
    }
    channel.delivery = new ChannelDelivery(channel, this.options);
  }

  private async stopDelivery(channel: Channel): Promise<void> {
    await channel.delivery?.close();
    channel.delivery = undefined;
  }
}

function endsOf(stream: Stream): Pick<ShardSlice, 'shardIndex' | 'end'>[] {
  return stream.shards.flatMap((shard) =>
    shard === undefined ? [] : [{ shardIndex: shard.index, end: shard.committedEnd }],
  );
}
