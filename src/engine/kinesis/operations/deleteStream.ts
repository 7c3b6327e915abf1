import { AwsError } from '../../wire/awsError.ts';
import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { streamAddress } from '../inputShapes.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';

export const deleteStream = operation<KinesisService>()({
  name: 'DeleteStream',
  input: shapes.structure({ ...streamAddress, EnforceConsumerDeletion: shapes.boolean() }),

  async run(kinesis, input, caller) {
    const stream = findStream(kinesis, input, caller);
    if (kinesis.channels.hasActive(stream)) {
      throw new AwsError(
        'ResourceInUseException',
        `Stream ${stream.name} under account ${stream.account} has active channels. Delete them first.`,
      );
    }
    if (input.EnforceConsumerDeletion !== true && kinesis.consumers.of(stream).length > 0) {
      throw new AwsError(
        'ResourceInUseException',
        `Stream ${stream.name} under account ${stream.account} has registered consumers. Set EnforceConsumerDeletion to delete them with it.`,
      );
    }
    await kinesis.catalog.delete(stream);
    await kinesis.consumers.deregisterAll(stream);
    return undefined;
  },
});
