import { LIST_STREAMS_MAX } from '../../limits.ts';
import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { Timestamp } from '../../wire/timestamp.ts';
import { nextToken, streamName } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import type { Stream } from '../state.ts';

export const listStreams = operation<KinesisService>()({
  name: 'ListStreams',
  input: shapes.structure({
    Limit: shapes.integer({ min: 1, max: 10_000 }),
    ExclusiveStartStreamName: streamName,
    NextToken: nextToken,
  }),

  run(kinesis, input, caller) {
    const after =
      input.NextToken === undefined ? input.ExclusiveStartStreamName : nameOf(input.NextToken);
    const streams = kinesis.catalog
      .of(caller)
      .filter((stream) => after === undefined || stream.name > after);
    const page = streams.slice(0, Math.min(input.Limit ?? LIST_STREAMS_MAX, LIST_STREAMS_MAX));
    const hasMore = streams.length > page.length;
    const last = page.at(-1);
    return {
      StreamNames: page.map((stream) => stream.name),
      HasMoreStreams: hasMore,
      NextToken: hasMore && last !== undefined ? tokenOf(last.name) : undefined,
      StreamSummaries: page.map(summarize),
    };
  },
});

function summarize(stream: Stream): object {
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    StreamStatus: stream.details.status,
    StreamModeDetails: { StreamMode: stream.details.mode },
    StreamCreationTimestamp: new Timestamp(stream.details.createdMs),
  };
}

/** The token holds nothing secret: the last name of the page before. */
function tokenOf(name: string): string {
  return Buffer.from(`streams:${name}`).toString('base64url');
}

function nameOf(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('streams:')) {
    throw new AwsError('InvalidArgumentException', 'The NextToken is invalid.');
  }
  return text.slice('streams:'.length);
}
