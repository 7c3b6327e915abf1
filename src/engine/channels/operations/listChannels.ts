import { nextToken } from '../../kinesis/inputShapes.ts';
import { NEXT_TOKEN_MS_MAX } from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { summarizeChannel } from '../description.ts';
import type { ChannelDetails } from '../details.ts';
import { LIST_CHANNELS_MAX } from '../limits.ts';
import type { ChannelService } from '../service.ts';
import { streamArn } from '../shapes.ts';

const streamFilter = shapes.structure({
  StreamARN: shapes.required(streamArn),
  StreamCreationTimestamp: shapes.timestamp(),
});

export const listChannels = operation<ChannelService>()({
  name: 'ListChannels',
  input: shapes.structure({
    StreamFilter: shapes.list(streamFilter, { minLength: 1, maxLength: 10_000 }),
    MaxResults: shapes.integer({ min: 1, max: 10_000 }),
    NextToken: nextToken,
  }),

  run(service, request, caller) {
    const { StreamFilter: filters, NextToken: token } = request;
    const after = token === undefined ? undefined : nameOf(service, token);
    const channels = service
      .inRegion(caller)
      .filter(({ details }) => filters?.some((filter) => passes(filter, details)) ?? true)
      .filter(({ identity }) => after === undefined || identity.name > after);
    const size = Math.min(request.MaxResults ?? LIST_CHANNELS_MAX, LIST_CHANNELS_MAX);
    const page = channels.slice(0, size);
    const last = page.at(-1);
    return {
      ChannelSummaries: page.map(summarizeChannel),
      NextToken:
        last !== undefined && channels.length > size
          ? tokenOf(service, last.identity.name)
          : undefined,
    };
  },
});

function passes(filter: shapes.Value<typeof streamFilter>, details: ChannelDetails): boolean {
  const { StreamARN: arn, StreamCreationTimestamp: createdMs } = filter;
  if (arn !== details.streamArn) return false;
  return createdMs === undefined || seconds(createdMs) === seconds(details.streamCreatedMs);
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** Marks the sealed text as ours: other tokens of the engine are of other forms. */
const TOKEN_PREFIX = 'channels:';

interface Token {
  readonly name: string;
  readonly issuedMs: number;
}

function tokenOf({ options: { clock, kinesis } }: ChannelService, name: string): string {
  const token: Token = { name, issuedMs: clock.nowMs() };
  return kinesis.sealer.seal(Buffer.from(TOKEN_PREFIX + JSON.stringify(token)));
}

function nameOf({ options: { clock, kinesis } }: ChannelService, text: string): string {
  const plain = kinesis.sealer.open(text)?.toString() ?? '';
  if (!plain.startsWith(TOKEN_PREFIX)) {
    throw new AwsError('InvalidArgumentException', 'The NextToken is invalid.');
  }
  const token = JSON.parse(plain.slice(TOKEN_PREFIX.length)) as Token;
  if (clock.nowMs() - token.issuedMs > NEXT_TOKEN_MS_MAX) {
    throw new AwsError('ExpiredNextTokenException', 'The NextToken has expired.');
  }
  return token.name;
}
